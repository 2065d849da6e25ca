//! PartiQL: `ExecuteStatement`, `BatchExecuteStatement`, `ExecuteTransaction`.

use ddbx::ops::{self, BatchExecuteStatement, Capacity, ExecuteStatement, ExecuteTransaction, Statement, Untrusted};
use ddbx::{ErrorKind, Item, Outcome, Response};
use ddbx_core::Safety;
use serde_json::json;

use crate::executors::{Canned, Recorded, body, code};
use crate::{numbers, orders, user, users};

fn insert(id: &str) -> Statement {
    Statement::new("INSERT INTO users VALUE {'id': ?}").parameter(id)
}

fn select(id: &str) -> Statement {
    Statement::new("SELECT * FROM users WHERE id = ?").parameter(id)
}

#[test]
fn execute_statement_sends_its_options() {
    let request = ExecuteStatement::new("SELECT * FROM orders WHERE customer = ? AND n > ?")
        .parameter("c")
        .parameter(7)
        .consistent()
        .return_old_on_failure()
        .next_token("t".to_owned())
        .limit(5)
        .return_consumed_capacity(Capacity::Total)
        .into_request()
        .unwrap();
    assert_eq!(
        body(&request),
        json!({
            "Statement": "SELECT * FROM orders WHERE customer = ? AND n > ?",
            "Parameters": [{"S": "c"}, {"N": "7"}],
            "ConsistentRead": true,
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            "NextToken": "t",
            "Limit": 5,
            "ReturnConsumedCapacity": "TOTAL",
        })
    );
}

#[test]
fn only_a_select_is_known_to_read() {
    let safety = |text: &str| {
        ExecuteStatement::new(Untrusted(text.to_owned()))
            .into_request()
            .unwrap()
            .safety
    };
    assert_eq!(safety("SELECT * FROM t"), Safety::Read);
    assert_eq!(safety("  select\n* FROM t"), Safety::Read);
    for text in [
        "SELECTED",
        "SELECT",
        "INSERT INTO t VALUE {}",
        "EXISTS(SELECT * FROM t)",
        "",
        "ä SELECT",
    ] {
        assert_eq!(safety(text), Safety::Unsafe, "{text}");
    }
}

#[test]
fn statements_that_cannot_be_sent_are_refused() {
    let error = ExecuteStatement::new("SELECT")
        .parameter(1)
        .parameter(f64::NAN)
        .into_request()
        .unwrap_err();
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(cause, "`parameters[1]`: not a number DynamoDB can hold");
    let error = ExecuteStatement::new("SELECT").limit(0).into_request().unwrap_err();
    assert_eq!(
        error.to_string(),
        "ExecuteStatement: a page has at least one item: `.limit(0)` reads nothing"
    );
    assert!(
        BatchExecuteStatement::new()
            .statement(select("u").parameter(None::<String>))
            .into_request()
            .is_err()
    );
}

#[tokio::test]
async fn a_statement_is_paged_by_its_token() {
    let pool = orders(5).await;
    let statement = || {
        ExecuteStatement::new("SELECT * FROM orders WHERE customer = ?")
            .parameter("c")
            .limit(2)
    };
    let (mut token, mut pages) = (None, Vec::new());
    loop {
        let page = statement().next_token(token).send::<Item>(&pool).await.unwrap();
        pages.push(numbers(&page.items));
        token = page.next_token;
        if token.is_none() {
            break;
        }
    }
    assert_eq!(pages.concat(), [0, 1, 2, 3, 4]);
    assert!(pages.len() >= 3, "{pages:?}");
}

#[tokio::test]
async fn what_an_answer_leaves_over_comes_back() {
    let canned = Canned::bodies([r#"{"Items":[],"NextToken":"t","LastEvaluatedKey":{"id":{"S":"u1"}}}"#]);
    let page = ExecuteStatement::new("SELECT * FROM users")
        .send::<Item>(&canned)
        .await
        .unwrap();
    assert_eq!(page.next_token.as_deref(), Some("t"));
    assert_eq!(page.cursor.unwrap().key::<Item>().unwrap(), user("u1"));
}

/// The repeat of a batch meets what its first attempt has left.
#[tokio::test]
async fn a_statement_that_fails_in_a_repeated_batch_is_unknown() {
    let failed = r#"{"Responses":[{"Error":{"Code":"ConditionalCheckFailed"}},{"Error":{"Code":"DuplicateItem"}},{}]}"#;
    for attempts in [1, 2] {
        let mut answer = Response::new(200, failed);
        answer.attempts = attempts;
        let write = || Statement::new("UPDATE users SET a = 1 WHERE id = 'u1'").idempotent();
        let batch = BatchExecuteStatement::new().statement(write()).statement(write());
        let results = batch.send::<Item>(&Canned::new([answer])).await.unwrap().results;
        assert_eq!(
            results.len(),
            3,
            "none is lost, if the server answers more than was asked"
        );
        for result in &results[..2] {
            let error = result.item.as_ref().unwrap_err();
            assert_eq!(
                (error.is_unknown(), error.is_condition_failed()),
                (attempts == 2, attempts == 1)
            );
        }
    }
}

#[tokio::test]
async fn statements_write_and_read() {
    let pool = users().await;
    let run = async |text: &'static str, parameters: &[&str]| {
        let statement = parameters
            .iter()
            .fold(ExecuteStatement::new(text), |all, value| all.parameter(*value));
        statement.send::<Item>(&pool).await.map(|page| page.items)
    };
    assert_eq!(
        run("INSERT INTO users VALUE {'id': ?, 'name': ?}", &["u1", "Ann"])
            .await
            .unwrap(),
        []
    );
    let duplicate = run("INSERT INTO users VALUE {'id': ?}", &["u1"]).await.unwrap_err();
    assert_eq!(code(&duplicate), "DuplicateItemException");
    run("UPDATE users SET name = ? WHERE id = ?", &["Anne", "u1"])
        .await
        .unwrap();
    assert_eq!(
        run("SELECT * FROM users WHERE id = ?", &["u1"]).await.unwrap(),
        [user("u1").with("name", "Anne")]
    );
    run("DELETE FROM users WHERE id = ?", &["u1"]).await.unwrap();
    assert_eq!(run("SELECT * FROM users WHERE id = ?", &["u1"]).await.unwrap(), []);
}

#[tokio::test]
async fn a_batch_has_a_result_for_each_statement() {
    let pool = users().await;
    ops::PutItem::new("users")
        .item(user("u1").with("name", "Ann"))
        .send(&pool)
        .await
        .unwrap();
    let output = BatchExecuteStatement::new()
        .statement(insert("u0"))
        .statement(insert("u1"))
        .send::<Item>(&pool)
        .await
        .unwrap();
    assert_eq!(output.results[0].item.as_ref().unwrap(), &None);
    let error = output.results[1].item.as_ref().unwrap_err();
    assert_eq!(code(error), "DuplicateItemException");
    assert!(error.to_string().starts_with("BatchExecuteStatement"), "{error}");

    let read = BatchExecuteStatement::new()
        .statement(select("u1"))
        .statement(select("u9").consistent());
    let recorded = Recorded::new(pool);
    let output = read
        .return_consumed_capacity(Capacity::Total)
        .send::<Item>(&recorded)
        .await
        .unwrap();
    assert_eq!(
        output.results[0].item.as_ref().unwrap(),
        &Some(user("u1").with("name", "Ann"))
    );
    assert_eq!(output.results[1].item.as_ref().unwrap(), &None);
    assert_eq!(
        recorded.bodies()[0],
        json!({
            "Statements": [
                {"Statement": "SELECT * FROM users WHERE id = ?", "Parameters": [{"S": "u1"}]},
                {"Statement": "SELECT * FROM users WHERE id = ?", "Parameters": [{"S": "u9"}], "ConsistentRead": true},
            ],
            "ReturnConsumedCapacity": "TOTAL",
        })
    );
}

#[tokio::test]
async fn the_errors_of_a_batch_are_those_of_single_statements() {
    let answer = r#"{"Responses": [
        {"TableName": "users", "Item": {"id": {"S": "u0"}}},
        {"TableName": "users", "Error": {"Code": "ConditionalCheckFailed", "Message": "no", "Item": {"id": {"S": "u1"}}}},
        {"Error": {"Code": "ThrottlingError", "Message": "slow down"}},
        {"Error": {"Code": "InternalServerError", "Message": "oops"}},
        {"Error": {"Code": "ValidationError", "Message": "what?"}}
    ]}"#;
    let delete = |id: &str| {
        Statement::new("DELETE FROM users WHERE id = ? AND a = 1")
            .parameter(id)
            .return_old_on_failure()
    };
    let batch = (0..5).fold(BatchExecuteStatement::new(), |batch, id| {
        batch.statement(delete(&id.to_string()))
    });
    let mut results = batch.send::<Item>(&Canned::bodies([answer])).await.unwrap().results;
    assert_eq!(results[0].item.as_ref().unwrap(), &Some(user("u0")));
    assert_eq!(results[0].table.as_deref(), Some("users"));

    let errors: Vec<_> = results.drain(1..).map(|result| result.item.unwrap_err()).collect();
    let kinds: Vec<_> = errors.iter().map(ddbx::Error::kind).collect();
    assert_eq!(
        kinds,
        [
            ErrorKind::ConditionFailed,
            ErrorKind::Throttled,
            ErrorKind::Internal,
            ErrorKind::Validation
        ]
    );
    assert_eq!(errors[0].old_item::<Item>().unwrap(), Some(user("u1")));
    assert_eq!(errors[0].table(), Some("users"));
    let outcomes: Vec<_> = errors.iter().map(ddbx::Error::outcome).collect();
    use Outcome::{NotApplied, Unknown};
    assert_eq!(outcomes, [NotApplied, NotApplied, Unknown, NotApplied]);
}

#[tokio::test]
async fn a_transaction_of_statements_is_all_or_none() {
    let pool = users().await;
    let write = ExecuteTransaction::new()
        .statement(insert("u1"))
        .statement(insert("u2"));
    write.clone().send::<Item>(&pool).await.unwrap();
    write
        .send::<Item>(&pool)
        .await
        .expect("the same token: applied once, and answered as the first time");

    let clash = ExecuteTransaction::new()
        .statement(insert("u3"))
        .statement(insert("u1"));
    let error = clash.send::<Item>(&pool).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TransactionCancelled);
    assert_eq!(error.cancellations().len(), 2);

    let read = ExecuteTransaction::new()
        .statement(select("u2"))
        .statement(select("u3"));
    assert_eq!(read.send::<Item>(&pool).await.unwrap().items, [Some(user("u2")), None]);
}

#[test]
fn a_transaction_of_statements_sends_its_options() {
    let transaction = ExecuteTransaction::new()
        .token("mine")
        .return_consumed_capacity(Capacity::Total);
    let reading = transaction
        .clone()
        .statement(select("u1").consistent())
        .into_request()
        .unwrap();
    assert_eq!(reading.safety, Safety::Read);
    let writing = transaction
        .statement(insert("u1").return_old_on_failure())
        .into_request()
        .unwrap();
    assert_eq!(writing.safety, Safety::Repeatable);
    assert_eq!(
        body(&writing),
        json!({
            "TransactStatements": [{
                "Statement": "INSERT INTO users VALUE {'id': ?}",
                "Parameters": [{"S": "u1"}],
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            }],
            "ClientRequestToken": "mine",
            "ReturnConsumedCapacity": "TOTAL",
        })
    );
    assert!(
        body(&reading)["TransactStatements"][0].get("ConsistentRead").is_none(),
        "a transaction always reads so"
    );
}
