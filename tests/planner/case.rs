//! A case of `testdata/plan.toml`.

use ddbx_core::plan::Asked;
use serde::Deserialize;

use crate::grammar::{self, Expr};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    pub(crate) case: Vec<Case>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) name: String,
    /// What it is an example of: the rules are at the top of the file.
    pub(crate) rule: String,
    pub(crate) entity: String,
    pub(crate) r#where: String,
    /// How often the last condition stands there.
    #[serde(default = "once")]
    pub(crate) times: usize,

    // What is asked besides.
    pub(crate) index: Option<String>,
    #[serde(default)]
    pub(crate) consistent: bool,
    #[serde(default)]
    pub(crate) hydrate: bool,
    pub(crate) select: Option<Vec<String>>,

    // What comes of it.
    /// The key of a `GetItem`.
    pub(crate) get: Option<String>,
    /// The index of a Query.
    pub(crate) query: Option<String>,
    /// Its key condition, or one for each of its partitions.
    pub(crate) key: Option<Keys>,
    pub(crate) filter: Option<String>,
    /// What is left out of what has come.
    pub(crate) dropped: Option<String>,
    /// What is read of each item.
    pub(crate) reads: Option<String>,
    /// Whether the items are read from the table.
    #[serde(default)]
    pub(crate) hydrates: bool,

    /// The message, or its first line.
    pub(crate) error: Option<String>,
    /// What it is reported at.
    pub(crate) at: Option<String>,
    /// Why a value cannot be sent, of a query that has a plan.
    pub(crate) refused: Option<String>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(untagged)]
pub(crate) enum Keys {
    Each(Vec<String>),
    One(String),
}

fn once() -> usize {
    1
}

impl Case {
    pub(crate) fn all() -> Vec<Self> {
        let file: File = toml::from_str(include_str!("../../testdata/plan.toml")).unwrap();
        file.case
    }

    pub(crate) fn expr(&self) -> Expr {
        let mut expr = grammar::parse(&self.r#where);
        if let Expr::And(all) = &mut expr {
            let last = all[all.len() - 1].clone();
            all.extend(std::iter::repeat_n(last, self.times - 1));
        }
        expr
    }

    pub(crate) fn asked(&self, schema: &ddbx::schema::Schema) -> Asked {
        let position = |name: &String| {
            let position = schema.fields().iter().position(|field| field.name() == name);
            u16::try_from(position.unwrap()).unwrap()
        };
        let fields = self.select.as_ref();
        Asked {
            index: self.index.as_ref().map(|name| &*name.clone().leak()),
            consistent: self.consistent,
            hydrate: self.hydrate,
            fields: fields.map(|names| &*names.iter().map(position).collect::<Vec<_>>().leak()),
        }
    }

    /// The key conditions that are sent, one after the other.
    pub(crate) fn keys(&self) -> Vec<String> {
        match &self.key {
            None => Vec::new(),
            Some(Keys::Each(keys)) => keys.clone(),
            Some(Keys::One(key)) => vec![key.clone()],
        }
    }

    /// Whether a text is the error, or begins as it does.
    pub(crate) fn is_error(&self, text: &str) -> bool {
        let error = self.error.as_deref().unwrap_or_default().trim_end();
        error == text || text.split('\n').next() == Some(error)
    }
}
