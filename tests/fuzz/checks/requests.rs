use ddbx::{Operation, Safety, safety};

/// Those whose bodies say what a repeat would do.
const OPERATIONS: [Operation; 8] = [
    Operation::PutItem,
    Operation::DeleteItem,
    Operation::UpdateItem,
    Operation::BatchWriteItem,
    Operation::TransactWriteItems,
    Operation::ExecuteStatement,
    Operation::BatchExecuteStatement,
    Operation::ExecuteTransaction,
];

/// Bytes as the body of a request.
pub(crate) fn requests(body: &[u8]) {
    let object = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(body).ok();
    for operation in OPERATIONS {
        let class = safety::of_body(operation, body);
        let partiql = matches!(
            operation,
            Operation::ExecuteStatement | Operation::BatchExecuteStatement | Operation::ExecuteTransaction
        );
        assert!(class != Safety::Read || partiql, "{operation}");
        let Some(object) = &object else { continue };
        // What only a repeatable write may leave out, and what none may hold.
        let asks = object.get("ReturnValues").is_some_and(|values| values != "NONE");
        let legacy = ["Expected", "AttributeUpdates", "ConditionalOperator"];
        let legacy = legacy.iter().any(|name| object.contains_key(*name));
        assert!(!asks || class != Safety::Repeatable, "{operation}");
        assert!(!legacy || class == Safety::Unsafe, "{operation}");
        if operation == Operation::UpdateItem && !object.contains_key("ConditionExpression") && class != Safety::Unsafe
        {
            unconditional(object);
        }
    }
}

/// An update that may be repeated adds no number, calls no function but one, and touches no list.
fn unconditional(object: &serde_json::Map<String, serde_json::Value>) {
    let Some(text) = object.get("UpdateExpression").and_then(serde_json::Value::as_str) else {
        return;
    };
    assert!(
        !text.contains(['[', '+', '-']) && !text.contains("list_append"),
        "{text}"
    );
}
