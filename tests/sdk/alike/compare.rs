use serde_json::Value;

use super::exchange::{Answer, Exchange};

/// What differs, for whoever reads the test's output.
#[derive(Debug)]
pub(super) struct Difference(pub(super) String);

/// Members whose values are made up anew by each engine, or are the time.
const MADE_UP: &[&str] = &[
    "CreationDateTime",
    "LastDecreaseDateTime",
    "LastIncreaseDateTime",
    "LastUpdateToPayPerRequestDateTime",
    "LatestStreamArn",
    "LatestStreamLabel",
    "TableId",
];

/// The same status and the same JSON, each level and each message of it.
///
/// Two messages differ on purpose: where the server has none at all for an operation it does not know, ours names it;
/// and ours does not end in the place in the body where reading stopped.
pub(super) fn compare(ours: &Exchange, theirs: &Answer) -> Result<(), Difference> {
    let read = |answer: &Answer| {
        let mut json: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
        level(&mut json);
        if json["__type"]
            .as_str()
            .is_some_and(|code| code.ends_with("#UnknownOperationException"))
        {
            json["message"] = Value::Null;
        }
        if let Some((message, _place)) = json["message"].as_str().and_then(|text| text.split_once(" at line ")) {
            json["message"] = message.into();
        }
        (answer.status, json)
    };
    let (ours_read, theirs_read) = (read(&ours.answer), read(theirs));
    if ours_read == theirs_read {
        return Ok(());
    }
    Err(Difference(format!(
        "{} {}\n  ours:   {} {}\n  theirs: {} {}",
        ours.operation,
        String::from_utf8_lossy(&ours.body),
        ours_read.0,
        ours_read.1,
        theirs_read.0,
        theirs_read.1,
    )))
}

/// Puts sets into one order, and something fixed where something made up stands.
fn level(json: &mut Value) {
    match json {
        Value::Object(members) => {
            for (name, value) in members.iter_mut() {
                match &**name {
                    "SS" | "NS" | "BS" => {
                        if let Some(elements) = value.as_array_mut() {
                            elements.sort_by_key(ToString::to_string);
                        }
                    }
                    name if MADE_UP.contains(&name) => *value = Value::Bool(value.is_null()),
                    _ => level(value),
                }
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(level),
        Value::Bool(_) | Value::Null | Value::Number(_) | Value::String(_) => {}
    }
}
