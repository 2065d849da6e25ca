//! Every public future, dropped after its first poll, its second, and so on until it ends.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use crate::api;
use crate::base::{Base, Elsewhere, is_full, until};
use crate::names::{Scripted, named, never};
use crate::{read, send};

/// When a future is polled again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// When it asks for it.
    Woken,
    /// In every turn of the runtime, so that it is dropped at moments between those at which it asks, too.
    Always,
}

/// Polls a future up to this many times, and drops it.
pub(crate) async fn polled<F: Future>(future: F, polls: usize) -> Option<F::Output> {
    paced(future, polls, Pace::Woken).await
}

pub(crate) async fn paced<F: Future>(future: F, polls: usize, pace: Pace) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = polls;
    loop {
        let output = poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => {
                left -= 1;
                if left == 0 || pace == Pace::Always {
                    Poll::Ready(None)
                } else {
                    Poll::Pending
                }
            }
        })
        .await;
        if output.is_some() || left == 0 {
            return output;
        }
        tokio::task::yield_now().await;
    }
}

/// 1, 2, 3 … for those polled when they ask; the others are polled hundreds of times, and in the short form some of
/// those moments will do.
pub(crate) fn next(polls: usize, pace: Pace) -> usize {
    match pace {
        Pace::Woken => polls + 1,
        Pace::Always if is_full() => polls + 1,
        Pace::Always => polls + 1 + polls / 3,
    }
}

async fn warm(pace: Pace) {
    let server = Elsewhere::start(api::serve);
    let pool = crate::single().connect(&server.url()).await.unwrap();
    send(&pool, read()).await.unwrap();
    let base = Base::now(None);
    let mut dropped = 0;
    for api in api::ALL {
        let mut polls = 1;
        loop {
            let ended = paced((api.call)(pool.clone()), polls, pace).await;
            send(&pool, read())
                .await
                .unwrap_or_else(|error| panic!("after {} polls of {}: {error:?}", polls, api.name));
            base.is_restored(&pool, &server, false).await;
            match ended {
                Some(output) => break output.unwrap_or_else(|error| panic!("{}: {error:?}", api.name)),
                None => dropped += 1,
            }
            polls = next(polls, pace);
        }
    }
    assert!(dropped >= api::ALL.len(), "each of them waits at least once");
    // One is in use while another is drained; a third is made now and then while the second is on its way back.
    assert!(
        server.accepted() <= 4,
        "{} connections for {dropped} drops",
        server.accepted()
    );
}

#[tokio::test]
async fn with_connections_at_hand() {
    warm(Pace::Woken).await;
}

#[tokio::test]
async fn with_connections_at_hand_and_in_between() {
    warm(Pace::Always).await;
}

/// Each on a pool of its own: the connection is made by the call that is dropped.
async fn cold(pace: Pace) {
    let server = Elsewhere::start(api::serve);
    let base = Base::now(None);
    for api in api::ALL {
        let mut polls = 1;
        loop {
            let pool = crate::single().connect_lazy(&server.url()).unwrap();
            let ended = paced((api.call)(pool.clone()), polls, pace).await;
            send(&pool, read())
                .await
                .unwrap_or_else(|error| panic!("after {} polls of {}: {error:?}", polls, api.name));
            // The first call's connection may still come, and would be kept.
            assert!(pool.size() >= 1);
            pool.close().await;
            drop(pool);
            nothing_is_left(base, &server).await;
            if let Some(output) = ended {
                break output.unwrap_or_else(|error| panic!("{}: {error:?}", api.name));
            }
            polls = next(polls, pace);
        }
    }
}

/// The pool is gone, and so is all that it had.
async fn nothing_is_left(base: Base, server: &Elsewhere) {
    let state = || format!("{} connections at the server, {base:?}", server.open());
    until(Duration::from_secs(3), state, || {
        server.open() == 0 && Base::now(None) <= base
    })
    .await;
}

#[tokio::test]
async fn with_connections_to_be_made() {
    cold(Pace::Woken).await;
}

#[tokio::test]
async fn connecting_leaves_nothing_behind() {
    let server = Elsewhere::start(api::serve);
    let base = Base::now(None);
    for pace in [Pace::Woken, Pace::Always] {
        let mut polls = 1;
        loop {
            let options = crate::single().min_connections(3);
            let ended = paced(options.connect(&server.url()), polls, pace).await;
            if let Some(pool) = ended {
                let pool = pool.unwrap();
                assert_eq!((pool.size(), pool.num_idle()), (3, 3));
                break;
            }
            nothing_is_left(base, &server).await;
            polls += 1;
        }
        nothing_is_left(base, &server).await;
    }
}

#[tokio::test]
async fn connecting_to_what_hangs_leaves_nothing_behind() {
    let server = Elsewhere::start(api::serve);
    let (base, url) = (Base::now(None), named(&server));
    for polls in 1..=20 {
        let names = Scripted::new(|_| never());
        let connecting = crate::single().resolver(names.clone()).min_connections(3).connect(&url);
        assert!(paced(Box::pin(connecting), polls, Pace::Always).await.is_none());
        assert!(names.asked() <= 3);
        nothing_is_left(base, &server).await;
    }
}
