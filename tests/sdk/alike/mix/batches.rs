use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    DeleteRequest, KeysAndAttributes, PutRequest, ReturnConsumedCapacity, ReturnItemCollectionMetrics, WriteRequest,
};

use super::send;
use crate::s;

fn put(id: &str) -> WriteRequest {
    WriteRequest::builder()
        .put_request(
            PutRequest::builder()
                .item("id", s(id))
                .item("origin", s("batch"))
                .build()
                .unwrap(),
        )
        .build()
}

fn delete(id: &str) -> WriteRequest {
    WriteRequest::builder()
        .delete_request(DeleteRequest::builder().key("id", s(id)).build().unwrap())
        .build()
}

fn keys(ids: &[&str]) -> KeysAndAttributes {
    let keys = ids.iter().map(|id| [("id".to_owned(), s(id))].into()).collect();
    KeysAndAttributes::builder().set_keys(Some(keys)).build().unwrap()
}

pub(super) async fn write_and_read(client: &Client) {
    let write = |requests: Vec<WriteRequest>| client.batch_write_item().request_items("users", requests);
    let read = |keys| client.batch_get_item().request_items("users", keys);
    let some = KeysAndAttributes::builder()
        .keys([("id".to_owned(), s("b1"))].into())
        .projection_expression("#o")
        .expression_attribute_names("#o", "origin")
        .consistent_read(true)
        .build()
        .unwrap();
    send!(
        write(vec![put("b1"), put("b2"), put("b3")])
            .return_consumed_capacity(ReturnConsumedCapacity::Indexes)
            .return_item_collection_metrics(ReturnItemCollectionMetrics::Size),
        write(vec![delete("b3"), delete("none"), put("b4")]),
        write(vec![put("b1"), put("b1")]),
        write(vec![put("b1"), delete("b1")]),
        write((0..26).map(|number| put(&format!("b{number}"))).collect()),
        write(vec![]),
        write(vec![put("b1"), put("")]),
        client.batch_write_item().request_items("none", vec![put("b1")]),
        client.batch_write_item(),
        read(keys(&["b1", "none", "b2"])).return_consumed_capacity(ReturnConsumedCapacity::Total),
        read(some),
        read(keys(&["b1", "b1"])),
        read(keys(&[])),
        read(keys(&["b1"])).request_items("none", keys(&["b1"])),
        client.batch_get_item(),
    );
}
