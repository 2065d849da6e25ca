//! The wait that a server asks for before the next attempt (`x-amz-retry-after`).

use std::time::Duration;

use crate::server::Server;
use crate::{read, send};

#[tokio::test]
async fn a_wait_is_read_where_it_is_one() {
    let millis = |millis| Some(Duration::from_millis(millis));
    for (headers, wait) in [
        ("x-amz-retry-after: 80\r\n", millis(80)),
        ("X-Amz-Retry-After:  0 \r\n", millis(0)),
        ("x-amz-retry-after: 1000000000\r\n", millis(1_000_000_000)),
        ("", None),
        ("x-amz-retry-after: -1\r\n", None),
        ("x-amz-retry-after: abc\r\n", None),
        ("x-amz-retry-after: 1.5\r\n", None),
        ("x-amz-retry-after: 99999999999999999999999\r\n", None),
        ("x-amz-retry-after: \r\n", None),
        // Which of them?
        ("x-amz-retry-after: 80\r\nx-amz-retry-after: 90\r\n", None),
        // Seconds, by HTTP's own header, which DynamoDB does not send.
        ("retry-after: 1\r\n", None),
    ] {
        for status in [400, 503] {
            let body = r#"{"__type":"ThrottlingException","message":"slow"}"#;
            let server = Server::start(move |mut peer| async move {
                while peer.request().await.is_some() {
                    let length = body.len();
                    peer.send(format!(
                        "HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\n\r\n{body}"
                    ))
                    .await;
                }
            })
            .await;
            let pool = crate::single().connect(&server.url()).await.unwrap();
            let error = send(&pool, read()).await.unwrap_err();
            assert_eq!(error.retry_after(), wait, "{status} {headers:?}");
            assert!(error.is_throttled(), "{status} {headers:?}: {error}");
        }
    }
}
