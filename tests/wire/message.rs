//! What is sent, to the letter.

use std::sync::{Arc, Mutex};

use ddbx::{Item, ops};

use crate::server::{Received, Server, answer};

#[tokio::test]
async fn a_request_is_a_signed_post_of_dynamodbs_json() {
    let seen = Arc::<Mutex<Vec<Received>>>::default();
    let log = Arc::clone(&seen);
    let server = Server::start(move |mut peer| {
        let log = Arc::clone(&log);
        async move {
            while let Some(request) = peer.request().await {
                log.lock().unwrap().push(request);
                peer.send(answer(200, r#"{"Item":{"id":{"S":"u1"}}}"#)).await;
            }
        }
    })
    .await;
    let pool = crate::single().connect(&server.url()).await.unwrap();
    let output = ops::GetItem::new("users")
        .key("id", "u1")
        .send::<Item>(&pool)
        .await
        .unwrap();
    assert_eq!(output.item.unwrap()["id"].as_s(), Some("u1"));
    assert_eq!(output.info.request_id.as_deref(), Some("R200"));

    let request = seen.lock().unwrap().pop().unwrap();
    assert_eq!(request.line, "POST / HTTP/1.1");
    assert_eq!(request.headers["host"], format!("127.0.0.1:{}", server.port()));
    assert_eq!(request.headers["content-type"], "application/x-amz-json-1.0");
    assert_eq!(request.headers["x-amz-target"], "DynamoDB_20120810.GetItem");
    assert_eq!(request.body, br#"{"TableName":"users","Key":{"id":{"S":"u1"}}}"#);
    assert!(request.headers["authorization"].starts_with("AWS4-HMAC-SHA256 Credential="));
    assert!(
        !request.headers.contains_key("accept-encoding"),
        "answers are small or counted: no gzip"
    );
}
