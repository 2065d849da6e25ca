//! What comes of a case, compared with what its file says.

use ddbx::schema::Schema;

use crate::case::Case;
use crate::planned;
use crate::sent::Found;

/// What came otherwise.
#[derive(Default)]
struct Wrong(Vec<String>);

impl Wrong {
    fn expect(&mut self, what: &str, found: &str, expected: &str) {
        if found != expected {
            self.0
                .push(format!("{what}:\n    found    {found}\n    expected {expected}"));
        }
    }
}

fn text(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or_default()
}

/// The filter, and the keys: one or several.
fn expressions(case: &Case) -> (String, Vec<String>) {
    let filter = vec![text(&case.filter); case.times].join(" AND ");
    let keys = case.get.clone().map_or_else(|| case.keys(), |key| vec![key]);
    (filter, keys)
}

/// The plan of a case.
pub(crate) fn planned(case: &Case, schema: &'static Schema) -> Vec<String> {
    let mut wrong = Wrong::default();
    let (filter, keys) = expressions(case);
    let beside = schema.table_schema().is_some() || schema.expires().is_some();
    match planned::run(schema, case) {
        Err((message, place)) => {
            if !case.is_error(&message) {
                wrong.expect("the planner's error", &message, text(&case.error));
            }
            wrong.expect("the place of the error", &place, text(&case.at));
        }
        Ok(planned) => {
            wrong.expect("error", "", text(&case.error));
            let access = if case.get.is_some() { "get" } else { "query" };
            wrong.expect("access", planned.access, access);
            if case.get.is_none() {
                wrong.expect("planned index", planned.index, text(&case.query));
            }
            if case.refused.is_none() {
                wrong.expect("planned key", &format!("{:#?}", planned.keys), &format!("{keys:#?}"));
                if !beside || !filter.starts_with(&planned.filter) {
                    wrong.expect("planned filter", &planned.filter, &filter);
                }
                wrong.expect("dropped", &planned.dropped, text(&case.dropped));
            }
            wrong.expect("hydrates", &planned.hydrates.to_string(), &case.hydrates.to_string());
        }
    }
    wrong.0
}

/// What a case sends.
pub(crate) fn sent(case: &Case, found: Found) -> Vec<String> {
    let mut wrong = Wrong::default();
    let (filter, keys) = expressions(case);
    match found {
        Err(message) => {
            let refused = text(&case.refused);
            if !case.is_error(&message) && (refused.is_empty() || !message.ends_with(refused)) {
                let words = if refused.is_empty() { text(&case.error) } else { refused };
                wrong.expect("the error", &message, words);
            }
        }
        Ok(None) => wrong.expect("sent keys", "[]", &format!("{keys:?}")),
        Ok(Some(sent)) => {
            wrong.expect("refused", "", text(&case.refused));
            wrong.expect("error", "", text(&case.error));
            let operation = if case.get.is_some() { "GetItem" } else { "Query" };
            wrong.expect("operation", &sent.operation, operation);
            wrong.expect("sent keys", &format!("{:#?}", sent.keys), &format!("{keys:#?}"));
            if case.get.is_none() {
                wrong.expect("sent index", &sent.index, text(&case.query));
            }
            wrong.expect("sent filter", &sent.filter, &filter);
            wrong.expect("what is read", &sent.reads, text(&case.reads));
            let consistent = (sent.is_consistent.to_string(), case.consistent.to_string());
            wrong.expect("consistent", &consistent.0, &consistent.1);
        }
    }
    wrong.0
}
