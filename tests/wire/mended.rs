//! The second attempt that the wire makes by itself.

use ddbx::error::FailureClass;
use ddbx::middleware::retry::RetryOptions;
use ddbx::{ErrorKind, PoolOptions, ops};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// Its first attempt was refused for a clock that is wrong; then the server is gone.
#[tokio::test]
async fn a_refused_attempt_counts_where_the_next_one_found_no_connection() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("dynamodb+http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        drop(listener);
        let _ = socket.read(&mut [0; 4096]).await.unwrap();
        let body = r#"{"__type":"RequestTimeTooSkewed"}"#;
        let head = "HTTP/1.1 400 X\r\nconnection: close\r\ndate: Thu, 01 Jan 2015 00:00:00 GMT\r\ncontent-length:";
        let answer = format!("{head} {}\r\n\r\n{body}", body.len());
        socket.write_all(answer.as_bytes()).await.unwrap();
    });
    let pool = PoolOptions::new()
        .retry(RetryOptions::never())
        .connect_lazy(&url)
        .unwrap();
    let error = ops::ListTables::new().send(&pool).await.unwrap_err();
    server.await.unwrap();
    assert_eq!(
        (error.kind(), error.class()),
        (ErrorKind::Connection, Some(FailureClass::NotSent)),
        "{error:?}"
    );
    assert_eq!(error.attempts(), 1);
}
