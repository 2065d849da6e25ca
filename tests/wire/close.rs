//! Closing a pool with requests under way.

use std::time::Duration;

use ddbx::{ErrorKind, Outcome};

use crate::server::{Server, answer};
use crate::{read, send, write};

#[tokio::test]
async fn closing_ends_what_is_stuck_and_says_what() {
    // Every third request is never answered.
    let server = Server::start(|mut peer| async move {
        while let Some(request) = peer.request().await {
            if request.headers["x-amz-target"].ends_with("UpdateItem") {
                std::future::pending::<()>().await;
            }
            peer.send(answer(200, "{}")).await;
        }
    })
    .await;
    let limits = ddbx::middleware::timeout::Limits::all(Duration::from_secs(60));
    let pool = crate::single()
        .attempt_timeout(limits)
        .request_timeout(limits)
        .connect(&server.url())
        .await
        .unwrap();
    let call = |request| {
        let pool = pool.clone();
        tokio::spawn(async move { send(&pool, request).await })
    };
    let stuck: Vec<_> = (0..10).map(|_| call(write())).collect();
    let quick: Vec<_> = (0..60).map(|_| call(read())).collect();
    server.until(|server| server.requests() == 70).await;
    for quick in quick {
        quick.await.unwrap().unwrap();
    }

    let report = pool.close_within(Duration::from_millis(50)).await;
    assert_eq!((report.ended.len(), report.unended), (10, 0));
    for ended in &report.ended {
        assert_eq!(ended.outcome, Outcome::Unknown);
        assert_eq!(ended.table.as_deref(), Some("users"));
    }
    for stuck in stuck {
        let error = stuck.await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Closed);
        assert!(error.is_unknown());
    }
    assert_eq!((pool.size(), pool.in_flight()), (0, 0));
    assert_eq!(pool.close().await, report, "closed once");
    server.until(|server| server.open() == 10).await;
}
