mod bodies;
mod conditions;
mod grammar;
mod hostile;
mod properties;
mod statements;
mod updates;

use serde_json::{Value, json};

use super::of_body;
use crate::operation::{Operation, Safety};

const READ: Safety = Safety::Read;
const REPEATABLE: Safety = Safety::Repeatable;
const CONDITIONAL: Safety = Safety::Conditional;
const UNSAFE: Safety = Safety::Unsafe;

/// A body with these members, and with names and values for every expression of the tests.
fn body(members: &Value) -> Value {
    let mut body = json!({
        "TableName": "users",
        "ExpressionAttributeNames": {
            "#a": "a", "#b": "b", "#id": "id", "#set": "set", "#version": "version", "#dot": "a.b", "#quoted": "q\"\\\n",
        },
        "ExpressionAttributeValues": {
            ":0": {"N": "0"}, ":1": {"N": "1"}, ":one": {"N": "1.0"}, ":2": {"N": "2"},
            ":huge": {"N": "1e60"}, ":nothing": {"N": "-0.00"},
            ":s": {"S": "text"}, ":t": {"S": "texts"}, ":id": {"S": "u1"}, ":yes": {"BOOL": true}, ":no": {"BOOL": false},
            ":null": {"NULL": true}, ":b": {"B": "AA=="}, ":c": {"B": "AB=="}, ":l": {"L": [{"N": "1"}]}, ":m": {"M": {}},
            ":ss": {"SS": ["x"]}, ":ns": {"NS": ["1"]}, ":bs": {"BS": ["AA=="]},
        },
    });
    for (name, value) in members.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn class(operation: Operation, body: &Value) -> Safety {
    of_body(operation, body.to_string().as_bytes())
}

fn update_body(update: &str) -> Value {
    body(&json!({"Key": {"id": {"S": "u1"}}, "UpdateExpression": update}))
}

fn update(update: &str) -> Safety {
    class(Operation::UpdateItem, &update_body(update))
}

fn update_if(update: &str, condition: &str) -> Safety {
    let mut body = update_body(update);
    body["ConditionExpression"] = condition.into();
    class(Operation::UpdateItem, &body)
}

/// A put of `id`, `a` = 1, `s` = "text", `l` = a list.
fn put_body() -> Value {
    body(&json!({"Item": {
        "id": {"S": "u1"}, "a": {"N": "1"}, "s": {"S": "text"}, "l": {"L": [{"N": "1"}]}, "m": {"M": {"x": {"N": "1"}}},
    }}))
}

fn put_if(condition: &str) -> Safety {
    let mut body = put_body();
    body["ConditionExpression"] = condition.into();
    class(Operation::PutItem, &body)
}

fn delete_body() -> Value {
    body(&json!({"Key": {"id": {"S": "u1"}}}))
}

fn delete_if(condition: &str) -> Safety {
    let mut body = delete_body();
    body["ConditionExpression"] = condition.into();
    class(Operation::DeleteItem, &body)
}
