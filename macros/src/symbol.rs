//! The options users write, each with the form it takes: parsing and messages name them from here.

use crate::word;

/// An option and how it is written.
pub(crate) struct Symbol {
    pub(crate) name: &'static str,
    /// Between backticks in messages; two forms are joined by `` ` or ` ``.
    pub(crate) form: &'static str,
    /// Whether it may be written several times.
    pub(crate) repeats: bool,
}

const fn symbol(name: &'static str, form: &'static str) -> Symbol {
    Symbol {
        name,
        form,
        repeats: false,
    }
}

const fn repeated(name: &'static str, form: &'static str) -> Symbol {
    Symbol {
        repeats: true,
        ..symbol(name, form)
    }
}

pub(crate) const ALIAS: Symbol = repeated("alias", "alias = \"old_name\"");
pub(crate) const ALLOW_SCAN: Symbol = symbol("allow_scan", "allow_scan");
pub(crate) const BASE64: Symbol = symbol("base64", "base64");
pub(crate) const BINARY: Symbol = symbol("binary", "binary = base64");
pub(crate) const BOOLEANS: Symbol = symbol("booleans", "booleans = text_bool");
pub(crate) const CONTENT: Symbol = symbol("content", "content = \"value\"");
pub(crate) const CONSISTENT: Symbol = symbol("consistent", "consistent");
pub(crate) const CRATE: Symbol = symbol("crate", "crate = my_crate::ddbx");
pub(crate) const CREATED_AT: Symbol = symbol("created_at", "created_at");
pub(crate) const DATES: Symbol = symbol("dates", "dates = days");
pub(crate) const DAYS: Symbol = symbol("days", "days");
pub(crate) const DEFAULT: Symbol = symbol("default", "default`, `default = path::to::function` or `default = 0");
pub(crate) const DENY_UNKNOWN: Symbol = symbol("deny_unknown", "deny_unknown");
pub(crate) const ENTITIES: Symbol = symbol("entities", "entities(Customer, Order)");
pub(crate) const EXPIRES: Symbol = symbol("expires", "expires` or `expires(after = \"30d\")");
pub(crate) const EXPIRES_AFTER: Symbol = symbol("after", "after = \"30d\"");
pub(crate) const FIELD_PK: Symbol = symbol("pk", "pk");
pub(crate) const FIELD_SK: Symbol = symbol("sk", "sk");
pub(crate) const FLATTEN: Symbol = symbol("flatten", "flatten` or `flatten = \"address_\"");
pub(crate) const FROM: Symbol = symbol("from", "from = total");
pub(crate) const GARDE: Symbol = symbol("garde", "garde");
pub(crate) const HYDRATE: Symbol = symbol("hydrate", "hydrate");
pub(crate) const HOOKS: Symbol = symbol("hooks", "hooks");
pub(crate) const ID: Symbol = symbol("id", "id = uuid` or `id = ulid");
pub(crate) const ISO: Symbol = symbol("iso", "iso");
pub(crate) const JSON: Symbol = symbol("json", "json");
pub(crate) const KEY_ONLY: Symbol = symbol("key_only", "key_only");
pub(crate) const LENIENT: Symbol = symbol("lenient", "lenient");
pub(crate) const NATIVE: Symbol = symbol("native", "native");
pub(crate) const NULL: Symbol = symbol("null", "null");
pub(crate) const INDEX: Symbol = repeated("index", "index(name = \"by_status\", pk = \"gsi1pk\", sk = \"gsi1sk\")");
pub(crate) const INDEX_NAME: Symbol = symbol("name", "name = \"by_status\"");
pub(crate) const INDEX_PK: Symbol = symbol(
    "pk",
    "pk = \"STATUS#{status}\"` or `pk = status` or `pk = [tenant, region]",
);
pub(crate) const INDEX_SK: Symbol = symbol("sk", "sk = \"{placed_at}\"` or `sk = placed_at` or `sk = [year, month]");
pub(crate) const LOCAL: Symbol = symbol("local", "local");
pub(crate) const LOCAL_INDEX: Symbol = repeated("local_index", "local_index(name = \"by_total\", sk = \"lsi1sk\")");
pub(crate) const NAME: Symbol = symbol("name", "name = \"shop\"");
pub(crate) const NUMBER: Symbol = symbol("number", "number");
pub(crate) const PK: Symbol = symbol("pk", "pk = \"USER#{id}\"` or `pk = id");
pub(crate) const PROJECTION: Symbol = symbol(
    "projection",
    "projection = all`, `projection = keys_only` or `projection = include(\"total\", \"note\")",
);
pub(crate) const PROVISIONED: Symbol = symbol("provisioned", "provisioned(read = 5, write = 5)");
pub(crate) const READ: Symbol = symbol("read", "read = 5");
pub(crate) const RENAME: Symbol = symbol("rename", "rename = \"name\"");
pub(crate) const RENAME_ALL: Symbol = symbol("rename_all", "rename_all = \"snake_case\"");
pub(crate) const REST: Symbol = symbol("rest", "rest");
pub(crate) const SCHEMA_VERSION: Symbol = symbol("schema_version", "schema_version = 2");
pub(crate) const SELECT: Symbol = symbol("select", "select = View");
pub(crate) const SENSITIVE: Symbol = symbol("sensitive", "sensitive");
pub(crate) const SERDE: Symbol = symbol("serde", "serde");
pub(crate) const SK: Symbol = symbol("sk", "sk = \"ORDER#{number:010}\"` or `sk = number");
pub(crate) const SKIP: Symbol = symbol("skip", "skip");
pub(crate) const STATEMENT_INDEX: Symbol = symbol("index", "index = \"by_status\"");
pub(crate) const TEXT_BOOL: Symbol = symbol("text_bool", "text_bool");
pub(crate) const TIMESTAMPS: Symbol = symbol(
    "timestamps",
    "timestamps = iso`, `timestamps = unix`, `timestamps = unix_millis` or `timestamps = zone",
);
pub(crate) const TTL: Symbol = symbol("ttl", "ttl = \"expires\"");
pub(crate) const UNIX: Symbol = symbol("unix", "unix` or `unix(truncate)");
pub(crate) const UNIX_MILLIS: Symbol = symbol("unix_millis", "unix_millis` or `unix_millis(truncate)");
pub(crate) const UPCAST: Symbol = symbol("upcast", "upcast = path::to::function");
pub(crate) const UPDATED_AT: Symbol = symbol("updated_at", "updated_at");
pub(crate) const VALIDATE: Symbol = symbol("validate", "validate = path::to::function");
pub(crate) const VERSION: Symbol = symbol("version", "version");
pub(crate) const WITH: Symbol = symbol("with", "with = path::to::module");
pub(crate) const TABLE: Symbol = symbol("table", "table = \"users\"` or `table = Shop");
pub(crate) const TABLE_PK: Symbol = symbol("pk", "pk = \"pk\"");
pub(crate) const TABLE_SK: Symbol = symbol("sk", "sk = \"sk\"");
pub(crate) const TABLE_TAG: Symbol = symbol("tag", "tag = \"_type\"");
pub(crate) const TAG: Symbol = symbol("tag", "tag = \"order\"");
pub(crate) const TAG_ATTRIBUTE: Symbol = symbol("tag", "tag = \"kind\"");
pub(crate) const TAG_IN: Symbol = symbol("tag_attribute", "tag_attribute = \"kind\"");
pub(crate) const WRITE: Symbol = symbol("write", "write = 5");
pub(crate) const WRITE_ID: Symbol = symbol("write_id", "write_id` or `write_id = \"_w\"");
pub(crate) const ZONE: Symbol = symbol("zone", "zone");

/// A place where options are written, and those it knows.
pub(crate) struct Place {
    /// As messages name it: `#[entity(..)]` on a struct.
    pub(crate) name: &'static str,
    pub(crate) symbols: &'static [Symbol],
    /// Whether `name(..)` with another name is the key of an index of that name.
    pub(crate) has_indexes: bool,
}

pub(crate) const ENTITY: Place = Place {
    name: "`#[entity(..)]` on a struct",
    symbols: &[
        TABLE,
        PK,
        SK,
        TAG,
        WRITE_ID,
        SCHEMA_VERSION,
        UPCAST,
        HOOKS,
        VALIDATE,
        GARDE,
        ALLOW_SCAN,
        RENAME_ALL,
        DENY_UNKNOWN,
        TIMESTAMPS,
        DATES,
        BOOLEANS,
        BINARY,
        CRATE,
    ],
    has_indexes: true,
};
pub(crate) const ENTITY_ENUM: Place = Place {
    name: "`#[entity(..)]` on an enum",
    symbols: &[
        TABLE,
        PK,
        SK,
        TAG_IN,
        WRITE_ID,
        SCHEMA_VERSION,
        UPCAST,
        HOOKS,
        VALIDATE,
        GARDE,
        ALLOW_SCAN,
        RENAME_ALL,
        DENY_UNKNOWN,
        TIMESTAMPS,
        DATES,
        BOOLEANS,
        BINARY,
        CRATE,
    ],
    has_indexes: true,
};
pub(crate) const ENTITY_VARIANT: Place = Place {
    name: "`#[entity(..)]` on a variant",
    symbols: &[TAG],
    has_indexes: false,
};
pub(crate) const ENTITY_FIELD: Place = Place {
    name: "`#[entity(..)]` on a field",
    symbols: &[
        FIELD_PK,
        FIELD_SK,
        ID,
        VERSION,
        CREATED_AT,
        UPDATED_AT,
        EXPIRES,
        SENSITIVE,
        VALIDATE,
        RENAME,
        ALIAS,
        DEFAULT,
        SKIP,
        FLATTEN,
        REST,
        NATIVE,
        ISO,
        UNIX,
        UNIX_MILLIS,
        ZONE,
        DAYS,
        TEXT_BOOL,
        BASE64,
        JSON,
        SERDE,
        WITH,
        LENIENT,
        NULL,
        KEY_ONLY,
    ],
    has_indexes: false,
};
pub(crate) const ENTITY_EXPIRES: Place = Place {
    name: "`expires(..)`",
    symbols: &[EXPIRES_AFTER],
    has_indexes: false,
};
pub(crate) const ENTITY_INDEX: Place = Place {
    name: "the key of an index",
    symbols: &[INDEX_PK, INDEX_SK, LOCAL, PROJECTION],
    has_indexes: false,
};
pub(crate) const TABLE_STRUCT: Place = Place {
    name: "`#[table(..)]`",
    symbols: &[
        NAME,
        TABLE_PK,
        TABLE_SK,
        TABLE_TAG,
        INDEX,
        LOCAL_INDEX,
        TTL,
        PROVISIONED,
        ALLOW_SCAN,
        TIMESTAMPS,
        DATES,
        BOOLEANS,
        BINARY,
        CRATE,
    ],
    has_indexes: false,
};
pub(crate) const TABLE_CAPACITY: Place = Place {
    name: "`provisioned(..)`",
    symbols: &[READ, WRITE],
    has_indexes: false,
};
pub(crate) const TABLE_INDEX: Place = Place {
    name: "an index of a table",
    symbols: &[INDEX_NAME, TABLE_PK, TABLE_SK, PROJECTION],
    has_indexes: false,
};
pub(crate) const ATTRIBUTE_STRUCT: Place = Place {
    name: "`#[attribute(..)]` on a struct",
    symbols: &[RENAME_ALL, DENY_UNKNOWN, TIMESTAMPS, DATES, BOOLEANS, BINARY, CRATE],
    has_indexes: false,
};
pub(crate) const ATTRIBUTE_ENUM: Place = Place {
    name: "`#[attribute(..)]` on an enum",
    symbols: &[TAG_ATTRIBUTE, CONTENT, NUMBER, RENAME_ALL, DENY_UNKNOWN, CRATE],
    has_indexes: false,
};
pub(crate) const ATTRIBUTE_FIELD: Place = Place {
    name: "`#[attribute(..)]` on a field",
    symbols: &[
        RENAME,
        ALIAS,
        DEFAULT,
        SKIP,
        FLATTEN,
        REST,
        NATIVE,
        ISO,
        UNIX,
        UNIX_MILLIS,
        ZONE,
        DAYS,
        TEXT_BOOL,
        BASE64,
        JSON,
        SERDE,
        WITH,
        LENIENT,
        NULL,
    ],
    has_indexes: false,
};
pub(crate) const ATTRIBUTE_VARIANT: Place = Place {
    name: "`#[attribute(..)]` on a variant",
    symbols: &[RENAME],
    has_indexes: false,
};
pub(crate) const COLLECTION: Place = Place {
    name: "`#[collection(..)]`",
    symbols: &[CRATE],
    has_indexes: false,
};
pub(crate) const GET: Place = Place {
    name: "`get!`",
    symbols: &[CONSISTENT, SELECT],
    has_indexes: false,
};
pub(crate) const GET_MANY: Place = Place {
    name: "`get_many!`",
    symbols: &[CONSISTENT, SELECT],
    has_indexes: false,
};
pub(crate) const QUERY: Place = Place {
    name: "`query!`",
    symbols: &[STATEMENT_INDEX, CONSISTENT, HYDRATE, SELECT],
    has_indexes: false,
};
pub(crate) const SCAN: Place = Place {
    name: "`scan!`",
    symbols: &[STATEMENT_INDEX, CONSISTENT, SELECT],
    has_indexes: false,
};
pub(crate) const VIEW: Place = Place {
    name: "`#[view(..)]` on a struct",
    symbols: &[CRATE],
    has_indexes: false,
};
pub(crate) const VIEW_FIELD: Place = Place {
    name: "`#[view(..)]` on a field",
    symbols: &[FROM],
    has_indexes: false,
};
pub(crate) const TEST: Place = Place {
    name: "`#[ddbx::test(..)]`",
    symbols: &[ENTITIES, CRATE],
    has_indexes: false,
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
