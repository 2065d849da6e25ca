//! Expressions with their names and values in place of the placeholders.

use serde_json::Value;

/// The expression, with what `names` and `values` say.
pub(crate) fn readable(text: &str, name: impl Fn(&str) -> String, values: &Value) -> String {
    let mut written = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(['#', ':']) {
        let end = rest[start + 1..].find(|character: char| !character.is_alphanumeric() && character != '_');
        let end = end.map_or(rest.len(), |end| start + 1 + end);
        written.push_str(&rest[..start]);
        let placeholder = &rest[start..end];
        if placeholder.starts_with('#') {
            written.push_str(&name(placeholder));
        } else {
            written.push_str(&value(&values[placeholder]));
        }
        rest = &rest[end..];
    }
    written + rest
}

/// An attribute value: text in quotes, a number without, binary as text behind a `b`. What is repeated is written so.
pub(crate) fn value(value: &Value) -> String {
    let (kind, value) = value.as_object().unwrap().iter().next().unwrap();
    match (kind.as_str(), value) {
        ("B", Value::String(base64)) => format!("b{:?}", String::from_utf8_lossy(&decode(base64))),
        ("N", Value::String(number)) => number.clone(),
        ("S", Value::String(text)) => string(text),
        (_, value) => value.to_string(),
    }
}

/// Text in quotes; of what is repeated often, how often.
fn string(text: &str) -> String {
    let (mut parts, mut plain, mut rest) = (Vec::new(), String::new(), text);
    while let Some(first) = rest.chars().next() {
        let after = rest.trim_start_matches(first);
        let run = &rest[..rest.len() - after.len()];
        let times = run.chars().count();
        if times > 20 {
            if !plain.is_empty() {
                parts.push(format!("{:?}", std::mem::take(&mut plain)));
            }
            parts.push(format!("{:?} * {times}", first.to_string()));
        } else {
            plain.push_str(run);
        }
        rest = after;
    }
    if !plain.is_empty() || parts.is_empty() {
        parts.push(format!("{plain:?}"));
    }
    parts.join(" + ")
}

/// Members as `name = value`.
pub(crate) fn members(item: &Value) -> String {
    let members = item.as_object().unwrap().iter();
    let members: Vec<_> = members.map(|(name, of)| format!("{name} = {}", value(of))).collect();
    members.join(", ")
}

fn decode(base64: &str) -> Vec<u8> {
    let json = format!("{{\"B\":\"{base64}\"}}");
    ddbx_core::codec::from_slice(json.as_bytes()).unwrap()
}
