//! All operations that the client has go through the stack, each under its own name.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::Client;
use ddbx::executor::{Execution, Executor};
use ddbx::request::TableName;
use ddbx::{Operation, Request, Response, sdk};

/// Notes what it is asked for, and answers with nothing.
#[derive(Clone, Default)]
pub(crate) struct Noted(Arc<Mutex<Vec<Request>>>);

impl Noted {
    pub(crate) fn client(&self) -> Client {
        Client::from_conf(sdk::config(self.clone()).build())
    }

    /// The requests since the last time.
    pub(crate) fn take(&self) -> Vec<Request> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Executor for Noted {
    fn execute(&self, request: Request) -> Execution {
        self.0.lock().unwrap().push(request);
        Box::pin(async { Ok(Response::new(200, "{}")) })
    }
}

/// Sends each with no more in it than the client itself insists on: the rest is the server's to refuse.
macro_rules! send_each {
    ($client:ident: $($operation:ident $(($member:ident))?)*) => {
        // That `{}` is no answer to some of them does not matter here.
        $( drop($client.$operation()$(.$member("name"))?.send().await); )*
    };
}

#[tokio::test]
async fn all_operations_of_the_client_go_through_the_stack() {
    let noted = Noted::default();
    let client = noted.client();
    send_each! { client:
        batch_execute_statement
        batch_get_item
        batch_write_item
        create_backup(table_name)
        create_global_table(global_table_name)
        create_table(table_name)
        delete_backup(backup_arn)
        delete_item(table_name)
        delete_resource_policy(resource_arn)
        delete_table(table_name)
        describe_backup(backup_arn)
        describe_continuous_backups(table_name)
        describe_contributor_insights(table_name)
        describe_endpoints
        describe_export(export_arn)
        describe_global_table(global_table_name)
        describe_global_table_settings(global_table_name)
        describe_import(import_arn)
        describe_kinesis_streaming_destination(table_name)
        describe_limits
        describe_table(table_name)
        describe_table_replica_auto_scaling(table_name)
        describe_time_to_live(table_name)
        disable_kinesis_streaming_destination(table_name)
        enable_kinesis_streaming_destination(table_name)
        execute_statement
        execute_transaction
        export_table_to_point_in_time(table_arn)
        get_item(table_name)
        get_resource_policy(resource_arn)
        import_table
        list_backups
        list_contributor_insights
        list_exports
        list_global_tables
        list_imports
        list_tables
        list_tags_of_resource(resource_arn)
        put_item(table_name)
        put_resource_policy(resource_arn)
        query(table_name)
        restore_table_from_backup(target_table_name)
        restore_table_to_point_in_time(target_table_name)
        scan(table_name)
        search_vectors(table_name)
        tag_resource(resource_arn)
        transact_get_items
        transact_write_items
        untag_resource(resource_arn)
        update_continuous_backups(table_name)
        update_contributor_insights(table_name)
        update_global_table(global_table_name)
        update_global_table_settings(global_table_name)
        update_item(table_name)
        update_kinesis_streaming_destination(table_name)
        update_table(table_name)
        update_table_replica_auto_scaling(table_name)
        update_time_to_live(table_name)
    }
    let requests = noted.take();
    let names: BTreeSet<&str> = requests.iter().map(|request| request.operation.name()).collect();
    assert_eq!((requests.len(), names.len()), (58, 58));
    // All there are but those of Streams, which is a client of its own.
    for operation in Operation::ALL {
        let of_streams = operation.target().starts_with("DynamoDBStreams_");
        assert_ne!(names.contains(operation.name()), of_streams, "{operation}");
    }
    for request in &requests {
        assert_eq!(request.safety, request.operation.safety());
        assert_eq!(request.deadline, None, "time limits are the pool's");
    }
}

/// What the stack knows of a request's tables.
async fn tables<E>(noted: &Noted, sent: impl Future<Output = E>) -> Vec<String> {
    sent.await;
    let requests = noted.take();
    assert_eq!(requests.len(), 1);
    requests[0]
        .tables
        .iter()
        .map(|name: &TableName| name.to_string())
        .collect()
}

#[tokio::test]
async fn the_stack_knows_the_tables() {
    use crate::s;
    use aws_sdk_dynamodb::types::{
        ConditionCheck, Delete, DeleteRequest, Get, KeysAndAttributes, Put, TransactGetItem, TransactWriteItem, Update,
        WriteRequest,
    };

    let noted = Noted::default();
    let client = noted.client();
    // A table's name is the first member, whatever the item holds.
    let put = client
        .put_item()
        .table_name("users")
        .item("TableName", s("no"))
        .item("id", s("u1"));
    assert_eq!(tables(&noted, put.send()).await, ["users"]);
    let arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/users";
    assert_eq!(
        tables(&noted, client.get_item().table_name(arn).key("id", s("u1")).send()).await,
        [arn]
    );
    assert_eq!(
        tables(&noted, client.query().table_name("orders").send()).await,
        ["orders"]
    );
    assert_eq!(
        tables(&noted, client.describe_table().table_name("a\"b\n").send()).await,
        [r#"a\"b\n"#]
    );

    let keys = KeysAndAttributes::builder()
        .keys([("id".to_owned(), s("u1"))].into())
        .build()
        .unwrap();
    let batch = client
        .batch_get_item()
        .request_items("users", keys.clone())
        .request_items("orders", keys);
    let mut names = tables(&noted, batch.send()).await;
    names.sort();
    assert_eq!(names, ["orders", "users"]);
    let delete = DeleteRequest::builder().key("id", s("u1")).build().unwrap();
    let write = WriteRequest::builder().delete_request(delete).build();
    let batch = client.batch_write_item().request_items("users", vec![write]);
    assert_eq!(tables(&noted, batch.send()).await, ["users"]);

    let get = |table: &str| Get::builder().table_name(table).key("id", s("u1")).build().unwrap();
    let gets = ["users", "orders", "users", "users"].map(|table| TransactGetItem::builder().get(get(table)).build());
    let read = client.transact_get_items().set_transact_items(Some(gets.to_vec()));
    assert_eq!(tables(&noted, read.send()).await, ["users", "orders"]);
    let action = TransactWriteItem::builder;
    let write = client
        .transact_write_items()
        .transact_items(
            action()
                .put(Put::builder().table_name("a").item("id", s("1")).build().unwrap())
                .build(),
        )
        .transact_items(
            action()
                .update(
                    Update::builder()
                        .table_name("b")
                        .key("id", s("1"))
                        .update_expression("")
                        .build()
                        .unwrap(),
                )
                .build(),
        )
        .transact_items(
            action()
                .delete(Delete::builder().table_name("c").key("id", s("1")).build().unwrap())
                .build(),
        )
        .transact_items(
            action()
                .condition_check(
                    ConditionCheck::builder()
                        .table_name("d")
                        .key("id", s("1"))
                        .condition_expression("")
                        .build()
                        .unwrap(),
                )
                .build(),
        );
    assert_eq!(tables(&noted, write.send()).await, ["a", "b", "c", "d"]);

    let none: [&str; 0] = [];
    assert_eq!(tables(&noted, client.list_tables().send()).await, none);
    assert_eq!(
        tables(&noted, client.tag_resource().resource_arn(arn).send()).await,
        none
    );
    assert_eq!(
        tables(
            &noted,
            client.execute_statement().statement("SELECT * FROM users").send()
        )
        .await,
        none
    );
}
