//! Answers that come when their callers have gone.

use std::sync::Arc;
use std::time::Duration;

use allocation_counter::measure;
use ddbx::Pool;
use tokio::sync::Semaphore;

use crate::base::{Base, Elsewhere, until};
use crate::server::answer;
use crate::{look_at_sockets, read, send, write};

const CALLS: usize = 16;

/// Answers writes with a page of 4 MiB, and reads at once.
fn large(begin: &Arc<Semaphore>) -> Elsewhere {
    let begin = Arc::clone(begin);
    let page = Arc::<str>::from(answer(200, &format!(r#"{{"Items":"{}"}}"#, "x".repeat(4 << 20))));
    Elsewhere::start(move |mut peer| {
        let (begin, page) = (Arc::clone(&begin), Arc::clone(&page));
        async move {
            while let Some(request) = peer.request().await {
                if request.headers["x-amz-target"].ends_with("GetItem") {
                    peer.send(answer(200, "{}")).await;
                } else {
                    begin.acquire().await.unwrap().forget();
                    peer.send(&*page).await;
                }
            }
        }
    })
}

#[test]
fn large_answers_that_nobody_wants_are_read_and_not_kept() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let begin = Arc::new(Semaphore::new(0));
    let server = large(&begin);
    let pool = runtime.block_on(crate::single().connect(&server.url())).unwrap();
    let memory = measure(|| {
        runtime.block_on(async {
            send(&pool, read()).await.unwrap();
            let base = Base::now(None);
            aborted(&pool, &server, CALLS).await;
            begin.add_permits(CALLS);
            base.is_restored(&pool, &server, false).await;
        });
    });
    assert_eq!((pool.size(), server.accepted()), (CALLS, CALLS), "none was closed");
    // hyper's buffers are what is left.
    assert!(
        memory.bytes_max < 16 << 20,
        "{} MiB for {CALLS} answers of 4",
        memory.bytes_max >> 20
    );
    // The control: an answer that is wanted is kept.
    begin.add_permits(1);
    let memory = measure(|| drop(runtime.block_on(send(&pool, write())).unwrap()));
    assert!(memory.bytes_max > 4 << 20, "{}", memory.bytes_max);
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_waited_for_two_seconds() {
    let begin = Arc::new(Semaphore::new(0));
    let server = large(&begin);
    let pool = crate::single().connect(&server.url()).await.unwrap();
    let base = Base::now(None);
    aborted(&pool, &server, 3).await;
    assert_eq!((pool.size(), server.open()), (0, 3), "they are being drained");
    // One of them is answered in time.
    begin.add_permits(1);
    until(Duration::from_secs(1), || "an answer".into(), || pool.size() == 1).await;
    tokio::time::pause();
    tokio::time::advance(Duration::from_millis(1_900)).await;
    look_at_sockets().await;
    assert_eq!((pool.size(), server.open()), (1, 3));
    tokio::time::advance(Duration::from_millis(200)).await;
    tokio::time::resume();
    // The server sees the end of the others when it answers them.
    begin.add_permits(2);
    base.is_restored(&pool, &server, false).await;
    assert_eq!(pool.size(), 1);
    send(&pool, read()).await.unwrap();
}

/// Writes that were sent, and whose callers have gone.
async fn aborted(pool: &Pool, server: &Elsewhere, count: usize) {
    let before = server.requests();
    let calls: Vec<_> = (0..count)
        .map(|_| {
            let pool = pool.clone();
            tokio::spawn(async move { send(&pool, write()).await })
        })
        .collect();
    server.until(|server| server.requests() == before + count).await;
    for call in calls {
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
    }
}
