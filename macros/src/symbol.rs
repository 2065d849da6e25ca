//! The options users write, each with the form it takes: parsing and messages name them from here.

use crate::word;

/// An option and how it is written.
pub(crate) struct Symbol {
    pub(crate) name: &'static str,
    /// Between backticks in messages; two forms are joined by `` ` or ` ``.
    pub(crate) form: &'static str,
}

const fn symbol(name: &'static str, form: &'static str) -> Symbol {
    Symbol { name, form }
}

pub(crate) const CRATE: Symbol = symbol("crate", "crate = my_crate::ddbx");
pub(crate) const DEFAULT: Symbol = symbol("default", "default` or `default = path::to::function");
pub(crate) const ENTITIES: Symbol = symbol("entities", "entities(Customer, Order)");
pub(crate) const FIELD_PK: Symbol = symbol("pk", "pk");
pub(crate) const FIELD_SK: Symbol = symbol("sk", "sk");
pub(crate) const PK: Symbol = symbol("pk", "pk = \"USER#{id}\"` or `pk = id");
pub(crate) const RENAME: Symbol = symbol("rename", "rename = \"name\"");
pub(crate) const RENAME_ALL: Symbol = symbol("rename_all", "rename_all = \"snake_case\"");
pub(crate) const SK: Symbol = symbol("sk", "sk = \"ORDER#{number:010}\"` or `sk = number");
pub(crate) const SKIP: Symbol = symbol("skip", "skip");
pub(crate) const TABLE: Symbol = symbol("table", "table = \"users\"");
pub(crate) const WRITE_ID: Symbol = symbol("write_id", "write_id` or `write_id = \"_w\"");

/// A place where options are written, and those it knows.
pub(crate) struct Place {
    /// As messages name it: `#[entity(..)]` on a struct.
    pub(crate) name: &'static str,
    pub(crate) symbols: &'static [Symbol],
}

pub(crate) const ENTITY: Place = Place {
    name: "`#[entity(..)]` on a struct",
    symbols: &[TABLE, PK, SK, WRITE_ID, CRATE],
};
pub(crate) const ENTITY_FIELD: Place = Place {
    name: "`#[entity(..)]` on a field",
    symbols: &[FIELD_PK, FIELD_SK, RENAME, DEFAULT, SKIP],
};
pub(crate) const ATTRIBUTE_STRUCT: Place = Place {
    name: "`#[attribute(..)]` on a struct",
    symbols: &[CRATE],
};
pub(crate) const ATTRIBUTE_ENUM: Place = Place {
    name: "`#[attribute(..)]` on an enum",
    symbols: &[RENAME_ALL, CRATE],
};
pub(crate) const ATTRIBUTE_FIELD: Place = Place {
    name: "`#[attribute(..)]` on a field",
    symbols: &[RENAME, DEFAULT, SKIP],
};
pub(crate) const ATTRIBUTE_VARIANT: Place = Place {
    name: "`#[attribute(..)]` on a variant",
    symbols: &[RENAME],
};
pub(crate) const TEST: Place = Place {
    name: "`#[ddbx::test(..)]`",
    symbols: &[ENTITIES, CRATE],
};

impl Place {
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.symbols.iter().map(|symbol| symbol.name)
    }

    /// What is said of an option this place does not know.
    pub(crate) fn unknown(&self, name: &str) -> String {
        let known = word::list(self.names());
        match word::nearest(name, self.names()) {
            Some(nearest) => format!(
                "unknown option `{name}`: did you mean `{nearest}`? {} knows {known}",
                self.name
            ),
            None => format!("unknown option `{name}`; {} knows {known}", self.name),
        }
    }
}
