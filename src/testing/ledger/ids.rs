//! Which logical writes a request makes.

use std::fmt;
use std::sync::Arc;

use ddbx_core::Request;
use ddbx_core::operation::Access;
use serde_json::Value;

/// How the ids of the writes in a request are found.
#[derive(Clone)]
pub(super) enum Ids {
    /// They are the values of attributes with this name, and of `:name` in expressions; or else the token.
    Named(String),
    /// As the test says.
    Given(Find),
}

/// A test's own way.
pub(super) type Find = Arc<dyn Fn(&Request) -> Vec<String> + Send + Sync>;

impl Ids {
    pub(super) fn of(&self, request: &Request) -> Vec<String> {
        if request.operation.access() == Access::Read {
            return Vec::new();
        }
        let name = match self {
            Self::Given(find) => return find(request),
            Self::Named(name) => name,
        };
        let Ok(body) = serde_json::from_slice(&request.body) else {
            return Vec::new();
        };
        let mut ids = Vec::new();
        collect(&body, name, &mut ids);
        if ids.is_empty()
            && let Some(token) = token(&body)
        {
            ids.push(token.to_owned());
        }
        ids
    }
}

/// The token that makes a repeat of a transaction harmless.
pub(super) fn token(body: &Value) -> Option<&str> {
    body.get("ClientRequestToken")?.as_str()
}

/// The ids that are anywhere in the value, each once.
fn collect(value: &Value, name: &str, ids: &mut Vec<String>) {
    match value {
        Value::Array(elements) => elements.iter().for_each(|element| collect(element, name, ids)),
        Value::Object(members) => {
            for (key, value) in members {
                if key.strip_prefix(':').unwrap_or(key) == name {
                    for id in texts(value) {
                        if !ids.iter().any(|known| known == id) {
                            ids.push(id.to_owned());
                        }
                    }
                } else {
                    collect(value, name, ids);
                }
            }
        }
        _ => {}
    }
}

/// The strings or numbers of an attribute's value.
fn texts(attribute: &Value) -> impl Iterator<Item = &str> {
    let one = ["S", "N"].into_iter().filter_map(|kind| attribute.get(kind)?.as_str());
    let many = ["SS", "NS"]
        .into_iter()
        .filter_map(|kind| attribute.get(kind)?.as_array());
    one.chain(many.flatten().filter_map(Value::as_str))
}

impl fmt::Debug for Ids {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(name) => write!(f, "the values of `{name}`"),
            Self::Given(_) => f.write_str("as the test says"),
        }
    }
}
