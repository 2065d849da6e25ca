use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::execute_statement::builders::ExecuteStatementFluentBuilder;
use aws_sdk_dynamodb::types::{BatchStatementRequest, ParameterizedStatement, ReturnValuesOnConditionCheckFailure};

use super::send;
use crate::{n, s};

fn run_one(client: &Client, text: &str) -> ExecuteStatementFluentBuilder {
    client.execute_statement().statement(text)
}

pub(super) async fn run(client: &Client) {
    let one = |text: &str| run_one(client, text);
    let batch = |texts: &[&str]| {
        let statements = texts
            .iter()
            .map(|text| BatchStatementRequest::builder().statement(*text).build().unwrap())
            .collect();
        client.batch_execute_statement().set_statements(Some(statements))
    };
    let transaction = |texts: &[&str]| {
        let statements = texts
            .iter()
            .map(|text| ParameterizedStatement::builder().statement(*text).build().unwrap())
            .collect();
        client
            .execute_transaction()
            .set_transact_statements(Some(statements))
            .client_request_token(texts.concat().len().to_string())
    };
    let page = one("SELECT n FROM orders").limit(5).send().await.unwrap();
    send!(
        one("SELECT n FROM orders").limit(5).set_next_token(page.next_token),
        one("INSERT INTO users VALUE {'id': ?, 'visits': ?, 'list': [1, 'two']}")
            .parameters(s("p1"))
            .parameters(n(1)),
        one("INSERT INTO users VALUE {'id': 'p1'}"),
        one("SELECT * FROM users WHERE id = ?")
            .parameters(s("p1"))
            .consistent_read(true),
        one("SELECT visits FROM users WHERE id IN ['p1', 'none']"),
        one("SELECT * FROM orders.by_status WHERE status = 'open'"),
        one("UPDATE users SET visits = visits + 1 WHERE id = 'p1' RETURNING ALL NEW *"),
        one("UPDATE users SET visits = 0 WHERE id = 'p1' AND visits = 9")
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld),
        one("UPDATE users SET visits = 1 WHERE id = 'none'"),
        one("DELETE FROM users WHERE id = 'p1' RETURNING ALL OLD *"),
        one("SELECT * FROM users WHERE id = ?"),
        one("SELECT * FROM none"),
        one("SELEC * FROM users"),
        one("SELECT * FROM users WHERE"),
        batch(&[
            "INSERT INTO users VALUE {'id': 'p2'}",
            "INSERT INTO users VALUE {'id': 'p3'}"
        ]),
        batch(&[
            "SELECT * FROM users WHERE id = 'p2'",
            "SELECT * FROM none WHERE id = 'p2'",
            "INSERT INTO users VALUE {'id': 'p2'}"
        ]),
        batch(&[]),
        transaction(&[
            "UPDATE users SET visits = 1 WHERE id = 'p2'",
            "DELETE FROM users WHERE id = 'p3'"
        ]),
        transaction(&[
            "INSERT INTO users VALUE {'id': 'p2'}",
            "INSERT INTO users VALUE {'id': 'p4'}"
        ]),
        transaction(&[
            "SELECT * FROM users WHERE id = 'p2'",
            "SELECT * FROM users WHERE id = 'p4'"
        ]),
    );
}
