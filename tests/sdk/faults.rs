//! What DynamoDB refuses is an error of the SDK's own, as modelled, with all that is in it.

use aws_sdk_dynamodb::error::ProvideErrorMetadata as _;
use aws_sdk_dynamodb::operation::describe_table::DescribeTableError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{Delete, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem};
use ddbx::error::FailureClass;
use ddbx::{ErrorKind, Outcome, Pool, sdk};

use crate::{client, n, s, users};

#[tokio::test]
async fn a_failed_condition_has_its_item() {
    let client = users().await;
    let put = || {
        let put = client
            .put_item()
            .table_name("users")
            .item("id", s("u1"))
            .item("visits", n(3));
        put.condition_expression("attribute_not_exists(id)")
    };
    put().send().await.unwrap();
    let error = put()
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("ConditionalCheckFailedException"));
    assert_eq!(error.message(), Some("The conditional request failed"));
    // Ours knows the same.
    let ours = sdk::error(&error).unwrap();
    assert!(ours.is_condition_failed() && !ours.is_retryable());
    assert_eq!(
        (ours.outcome(), ours.class()),
        (Outcome::NotApplied, Some(FailureClass::Rejected))
    );
    assert_eq!((ours.table(), ours.attempts()), (Some("users"), 1));

    let PutItemError::ConditionalCheckFailedException(error) = error.into_service_error() else {
        panic!("another error");
    };
    assert_eq!(error.item().unwrap()["visits"], n(3));

    // Without having asked for it.
    let error = put().send().await.unwrap_err().into_service_error();
    let PutItemError::ConditionalCheckFailedException(error) = error else {
        panic!("another error");
    };
    assert_eq!(error.item(), None);
}

#[tokio::test]
async fn a_cancelled_transaction_has_its_reasons() {
    let client = users().await;
    client
        .put_item()
        .table_name("users")
        .item("id", s("u1"))
        .item("visits", n(3))
        .send()
        .await
        .unwrap();
    let put = Put::builder().table_name("users").item("id", s("u2"));
    let delete = Delete::builder()
        .table_name("users")
        .key("id", s("u1"))
        .condition_expression("visits = :v")
        .expression_attribute_values(":v", n(4))
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
    let error = client
        .transact_write_items()
        .transact_items(TransactWriteItem::builder().put(put.build().unwrap()).build())
        .transact_items(TransactWriteItem::builder().delete(delete.build().unwrap()).build())
        .send()
        .await
        .unwrap_err();
    let ours = sdk::error(&error).unwrap();
    assert_eq!(
        (ours.kind(), ours.cancellations().len()),
        (ErrorKind::TransactionCancelled, 2)
    );
    let TransactWriteItemsError::TransactionCanceledException(error) = error.into_service_error() else {
        panic!("another error");
    };
    let reasons = error.cancellation_reasons();
    let codes: Vec<_> = reasons.iter().map(|reason| reason.code().unwrap()).collect();
    assert_eq!(codes, ["None", "ConditionalCheckFailed"]);
    assert_eq!(reasons[1].message(), Some("The conditional request failed"));
    assert_eq!(reasons[1].item().unwrap()["visits"], n(3));
}

#[tokio::test]
async fn a_token_used_again_for_another_transaction_is_refused() {
    let client = users().await;
    let write = |id: &str| {
        let put = Put::builder().table_name("users").item("id", s(id)).build().unwrap();
        let write = client.transact_write_items().client_request_token("once");
        write.transact_items(TransactWriteItem::builder().put(put).build())
    };
    write("u1").send().await.unwrap();
    write("u1").send().await.unwrap();
    let error = write("u2").send().await.unwrap_err();
    assert!(
        error
            .as_service_error()
            .unwrap()
            .is_idempotent_parameter_mismatch_exception()
    );
}

#[tokio::test]
async fn a_missing_table_and_one_that_exists_are_modelled() {
    let client = users().await;
    let error = client.describe_table().table_name("none").send().await.unwrap_err();
    assert!(sdk::error(&error).unwrap().is_table_not_found());
    assert!(matches!(
        error.into_service_error(),
        DescribeTableError::ResourceNotFoundException(_)
    ));
    let create = client.create_table().table_name("users");
    let error = create
        .attribute_definitions(attribute("id"))
        .key_schema(hash("id"))
        .billing_mode(aws_sdk_dynamodb::types::BillingMode::PayPerRequest)
        .send()
        .await
        .unwrap_err();
    assert!(error.as_service_error().unwrap().is_resource_in_use_exception());
}

fn attribute(name: &str) -> aws_sdk_dynamodb::types::AttributeDefinition {
    let attribute = aws_sdk_dynamodb::types::AttributeDefinition::builder().attribute_name(name);
    attribute
        .attribute_type(aws_sdk_dynamodb::types::ScalarAttributeType::S)
        .build()
        .unwrap()
}

fn hash(name: &str) -> aws_sdk_dynamodb::types::KeySchemaElement {
    let element = aws_sdk_dynamodb::types::KeySchemaElement::builder().attribute_name(name);
    element
        .key_type(aws_sdk_dynamodb::types::KeyType::Hash)
        .build()
        .unwrap()
}

/// `ValidationException` is in no model: SDK code goes by its code and its message.
#[tokio::test]
async fn what_is_malformed_has_its_code_and_message() {
    let client = users().await;
    let update = client
        .update_item()
        .table_name("users")
        .key("id", s("u1"))
        .update_expression("SET SET");
    let error = update.send().await.unwrap_err();
    assert_eq!(error.code(), Some("ValidationException"));
    assert!(
        error
            .message()
            .unwrap()
            .contains("Invalid UpdateExpression: Syntax error")
    );
    assert_eq!(error.raw_response().unwrap().status().as_u16(), 400);
    assert_eq!(sdk::error(&error).unwrap().kind(), ErrorKind::Validation);
}

#[tokio::test]
async fn a_statement_that_inserts_twice_is_modelled() {
    let client = users().await;
    let insert = || {
        client
            .execute_statement()
            .statement("INSERT INTO users VALUE {'id': 'u1'}")
            .send()
    };
    insert().await.unwrap();
    let error = insert().await.unwrap_err();
    assert!(error.as_service_error().unwrap().is_duplicate_item_exception());
}

/// The embedded engine has 28 operations.
#[tokio::test]
async fn what_the_engine_does_not_have_says_so() {
    let client = Pool::connect("dynamodb::memory:").await.unwrap().sdk();
    let error = client.describe_limits().send().await.unwrap_err();
    assert_eq!(error.code(), Some("UnknownOperationException"));
    assert_eq!(
        error.message(),
        Some("the embedded engine does not have the operation DescribeLimits")
    );
    assert_eq!(sdk::error(&error).unwrap().kind(), ErrorKind::Unsupported);
    let error = client.list_backups().send().await.unwrap_err();
    assert_eq!(error.code(), Some("UnknownOperationException"));
}

/// The one enum that has the errors of all operations: what many programs turn theirs into.
#[tokio::test]
async fn errors_turn_into_the_one_of_the_whole_service() {
    let client = client().await;
    let error = client.scan().table_name("none").send().await.unwrap_err();
    let error = aws_sdk_dynamodb::Error::from(error);
    assert!(matches!(error, aws_sdk_dynamodb::Error::ResourceNotFoundException(_)));
}
