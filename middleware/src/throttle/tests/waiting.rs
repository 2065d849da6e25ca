//! How requests wait: in order, without a slot lost, whatever becomes of them.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use ddbx_core::{Clock as _, Error, Request, Response};
use tower::{Layer as _, Service, ServiceExt as _, service_fn};

use super::put;
use crate::TokioClock;
use crate::throttle::line::{Entry, Line, Meter, Place, Sight};

/// Lets through what it is given.
#[derive(Debug)]
struct Given(usize);

impl Meter for Given {
    type Charge = ();

    fn refill(&mut self, _: Instant, _: bool) {}

    fn admit(&mut self) -> Option<()> {
        self.0 = self.0.checked_sub(1)?;
        Some(())
    }

    fn give_back(&mut self, (): ()) {
        self.0 += 1;
    }

    fn turn(&self, now: Instant, ahead: usize) -> Instant {
        now + Duration::from_secs(ahead as u64 + 1)
    }

    fn outlook(&self, _: Instant, ahead: usize) -> Option<Duration> {
        Some(Duration::from_secs(ahead as u64 + 1))
    }

    fn margin(&self) -> Duration {
        Duration::ZERO
    }
}

fn waits(line: &Line<Given>, now: Instant, asked: Instant) -> Place {
    match line.enter(now, asked, None) {
        Entry::Waits(place) => place,
        entry => panic!("{entry:?}"),
    }
}

fn is_admitted(line: &Line<Given>, now: Instant, place: Place) -> bool {
    matches!(line.look(now, place, Waker::noop()), Sight::Admitted(()))
}

#[tokio::test(start_paused = true)]
async fn who_asked_first_goes_first() {
    let (line, now) = (Line::new(Given(0)), TokioClock.now());
    let second = waits(&line, now, now);
    let third = waits(&line, now, now);
    // One that was sent, throttled, and is back.
    let first = waits(&line, now, now - Duration::from_secs(1));
    for place in [first, second, third] {
        line.give_back(now, ());
        for other in [third, second, first] {
            assert_eq!(is_admitted(&line, now, other), other == place);
            if other == place {
                break;
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn who_leaves_takes_nothing_along() {
    let (line, now) = (Line::new(Given(0)), TokioClock.now());
    let places: Vec<_> = (0..3).map(|_| waits(&line, now, now)).collect();
    line.leave(now, places[0]);
    line.give_back(now, ());
    // It is the second one's now, which leaves before it looks.
    line.leave(now, places[1]);
    assert!(is_admitted(&line, now, places[2]));
    assert_eq!(line.read(|given, waiting| (given.0, waiting)), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn one_that_nobody_polls_holds_up_none_behind_it() {
    let (line, now) = (Line::new(Given(0)), TokioClock.now());
    let forgotten = waits(&line, now, now);
    let next = waits(&line, now, now);
    // Each sees a time of its own, and looks then.
    assert!(matches!(line.look(now, next, Waker::noop()), Sight::Turn(turn) if turn == now + Duration::from_secs(2)));
    line.update(now, |given| given.0 = 2);
    assert!(is_admitted(&line, now, next));
    assert!(is_admitted(&line, now, forgotten));
}

#[tokio::test(start_paused = true)]
async fn a_panic_under_the_lock_stops_nobody() {
    let (line, now) = (Arc::new(Line::new(Given(1))), TokioClock.now());
    let poisoned = Arc::clone(&line);
    let panicked = std::thread::spawn(move || poisoned.update(now, |_| panic!("a bug"))).join();
    assert!(panicked.is_err());
    assert!(matches!(line.enter(now, now, None), Entry::Admitted(())));
}

/// Whether one poll ends it.
async fn is_ready(mut attempt: Pin<&mut impl Future>) -> bool {
    poll_fn(|context| Poll::Ready(attempt.as_mut().poll(context).is_ready())).await
}

/// A service that counts what it is sent, and throttles all of it when told to.
fn counting(
    sent: &Arc<Mutex<Vec<Instant>>>,
    throttles: bool,
) -> impl Service<Request, Response = Response, Error = Error, Future: Send> + Clone + Send + use<> {
    let sent = Arc::clone(sent);
    service_fn(move |request: Request| {
        sent.lock().unwrap().push(TokioClock.now());
        async move {
            let body = r#"{"__type":"x#ThrottlingException"}"#;
            if throttles {
                Err(Error::from_response(&request, &Response::new(400, body)))
            } else {
                Ok(Response::new(200, "{}"))
            }
        }
    })
}

#[tokio::test(start_paused = true)]
async fn dropped_at_any_moment_a_request_leaves_its_slot_to_the_next() {
    let layer = super::layer();
    let sent = Arc::default();
    for _ in 0..4 {
        let throttled = layer.layer(counting(&sent, true)).oneshot(put(0)).await;
        assert!(throttled.unwrap_err().is_throttled());
    }
    sent.lock().unwrap().clear();
    let service = layer.layer(counting(&sent, false));
    let mut attempts: Vec<_> = (0..30)
        .map(|number| Some(Box::pin(service.clone().oneshot(put(number)))))
        .collect();
    let begin = TokioClock.now();
    // Two of three are dropped, before their turn or in it, polled or not.
    let mut step = 0;
    while attempts.iter().any(Option::is_some) {
        for (number, slot) in attempts.iter_mut().enumerate() {
            let Some(attempt) = slot else { continue };
            if is_ready(attempt.as_mut()).await || number % 3 != 0 && step > number {
                *slot = None;
            }
        }
        step += 1;
        TokioClock
            .sleep_until(TokioClock.now() + Duration::from_millis(1))
            .await;
    }
    let [limiter] = &layer.limiters()[..] else {
        panic!("one limiter")
    };
    assert_eq!(limiter.waiting, 0);
    let sent = sent.lock().unwrap();
    assert!((10..15).contains(&sent.len()), "{}", sent.len());
    // At 20 a second and more, as the rate grows.
    assert!(
        TokioClock.now() - begin < Duration::from_millis(600),
        "{:?}",
        TokioClock.now() - begin
    );
}

#[tokio::test(start_paused = true)]
async fn who_waits_holds_nothing_of_the_service_below() {
    let layer = super::layer();
    let sent = Arc::default();
    for _ in 0..4 {
        let throttled = layer.layer(counting(&sent, true)).oneshot(put(0)).await;
        assert!(throttled.is_err());
    }
    // A place for one, which being ready takes.
    let below = tower::ServiceBuilder::new()
        .concurrency_limit(1)
        .service(counting(&sent, false));
    let mut service = layer.layer(below.clone());
    let waits = tokio::spawn(service.ready().await.unwrap().call(put(1)));
    tokio::task::yield_now().await;
    let other = std::pin::pin!(below.oneshot(put(2)));
    assert!(is_ready(other).await, "the place is free");
    assert!(waits.await.unwrap().is_ok());
}
