//! A connection that comes back in the very moment in which somebody begins to wait for one.

use std::time::Duration;

use ddbx::middleware::timeout::Limits;

use crate::base::{Elsewhere, is_full, within};
use crate::names::{Scripted, here, named, never};
use crate::{read, send};

/// Two callers, one connection, and no second one ever: whoever misses the connection as it comes back waits in vain.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_misses_a_connection_that_comes_back() {
    let server = Elsewhere::answering("{}");
    let names = Scripted::new(|number| if number == 0 { here() } else { never() });
    let limits = Limits::all(Duration::from_secs(600));
    let pool = crate::single()
        .resolver(names)
        .max_connections(2)
        .attempt_timeout(limits)
        .request_timeout(limits)
        .connect_timeout(Duration::from_secs(600))
        .connect(&named(&server))
        .await
        .unwrap();
    let rounds = if is_full() { 50_000 } else { 1_000 };
    for round in 0..rounds {
        let callers: Vec<_> = (0..2)
            .map(|caller| {
                let pool = pool.clone();
                tokio::spawn(async move {
                    for _ in 0..(round + caller) % 7 {
                        std::hint::spin_loop();
                    }
                    send(&pool, read()).await
                })
            })
            .collect();
        for caller in callers {
            within(Duration::from_secs(5), &format!("round {round}"), caller)
                .await
                .unwrap()
                .unwrap();
        }
    }
    assert_eq!(server.accepted(), 1);
}
