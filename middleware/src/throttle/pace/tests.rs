use std::time::{Duration, Instant};

use ddbx_core::Clock as _;

use super::{Pace, START};
use crate::TokioClock;
use crate::throttle::line::Meter as _;

const MILLI: Duration = Duration::from_millis(1);

/// A pace that searches: the look is over, by throttles of what was sent before.
fn searching(now: Instant) -> Pace {
    let mut pace = Pace::new(now);
    for _ in 0..4 {
        pace.throttled(now, None, None);
    }
    assert!(!pace.watching && pace.searching);
    pace
}

/// Sends as many as may go for so long, and has all of them answered.
fn runs(pace: &mut Pace, from: Instant, lasts: Duration, answer: impl Fn(&mut Pace, Instant, Instant)) -> Instant {
    let mut now = from;
    while now < from + lasts {
        now += MILLI;
        pace.refill(now, true);
        while pace.admit().is_some() {
            answer(pace, now + 5 * MILLI, now);
        }
    }
    now
}

fn accept(pace: &mut Pace, now: Instant, sent: Instant) {
    pace.accepted(now, sent);
}

fn throttle(pace: &mut Pace, now: Instant, sent: Instant) {
    pace.throttled(now, Some(sent), None);
}

#[tokio::test(start_paused = true)]
async fn a_search_doubles_while_requests_are_accepted() {
    let start = TokioClock.now();
    let mut pace = searching(start);
    runs(&mut pace, start, 400 * MILLI, accept);
    assert!(pace.rate() >= 16.0 * START, "{pace:?}");
}

#[tokio::test(start_paused = true)]
async fn what_was_sent_before_does_not_end_a_search() {
    let start = TokioClock.now();
    // Hundreds were under way, and take the capacity of what is sent now.
    let crowd = |pace: &mut Pace, now: Instant, sent: Instant| {
        pace.throttled(now, None, None);
        pace.throttled(now, Some(sent), None);
    };
    let mut pace = searching(start);
    let now = runs(&mut pace, start, 500 * MILLI, crowd);
    assert!(pace.searching, "{pace:?}");
    assert!(pace.rate() >= START, "{pace:?}");
    // Without them, it ends where something was accepted before.
    let now = runs(&mut pace, now, 300 * MILLI, accept);
    let reached = pace.rate();
    runs(&mut pace, now, 100 * MILLI, throttle);
    assert!(!pace.searching && pace.rate() < reached, "{pace:?}");
}

#[tokio::test(start_paused = true)]
async fn nobody_is_shed_before_the_capacity_was_met() {
    let start = TokioClock.now();
    let mut pace = searching(start);
    let now = runs(&mut pace, start, 200 * MILLI, accept);
    let now = runs(&mut pace, now, 20 * MILLI, throttle);
    assert!(!pace.searching, "{pace:?}");
    assert_eq!(pace.outlook(now, 10_000), None);
    // An epoch in which some were accepted and some throttled.
    let now = runs(&mut pace, now, 300 * MILLI, |pace, now, sent| {
        accept(pace, now, sent);
        throttle(pace, now, sent);
    });
    let wait = pace.outlook(now, 10_000).expect("known");
    assert!((wait.as_secs_f64() - 10_000.0 / pace.rate()).abs() < 1.0, "{wait:?}");
}

#[tokio::test(start_paused = true)]
async fn while_nothing_is_accepted_the_wait_is_not_that_of_the_probes() {
    let start = TokioClock.now();
    let mut pace = searching(start);
    let now = runs(&mut pace, start, 300 * MILLI, accept);
    let mixed = |pace: &mut Pace, now: Instant, sent: Instant| {
        accept(pace, now, sent);
        throttle(pace, now, sent);
    };
    let now = runs(&mut pace, now, 600 * MILLI, mixed);
    let before = pace.rate();
    let now = runs(&mut pace, now, 3000 * MILLI, throttle);
    assert!(pace.rate() <= 4.0, "{pace:?}");
    let wait = pace.outlook(now, 100).expect("known").as_secs_f64();
    assert!(wait < 2.0 * 100.0 / before, "{wait}, {before}");
    // In the end it is.
    let now = runs(&mut pace, now, 120_000 * MILLI, throttle);
    assert!(pace.rate() < 1.0, "{pace:?}");
    assert!(pace.outlook(now, 100).expect("known").as_secs_f64() > 100.0);
}

#[tokio::test(start_paused = true)]
async fn a_throttle_now_and_then_leaves_room_above_what_was_accepted() {
    let start = TokioClock.now();
    let mut pace = Pace::new(start);
    pace.throttled(start, None, None);
    for request in 1..=50 {
        let now = start + request * MILLI;
        assert!(pace.admit().is_some());
        pace.accepted(now, start);
    }
    // A thousand a second.
    assert!(!pace.watching && !pace.searching, "{pace:?}");
    assert!((1500.0..=2500.0).contains(&pace.rate()), "{pace:?}");
}

#[tokio::test(start_paused = true)]
async fn what_is_little_is_followed_below_the_rate_of_probes() {
    let start = TokioClock.now();
    let mut pace = searching(start);
    // One in a second is accepted.
    let accepted = std::cell::Cell::new(start);
    runs(&mut pace, start, 20_000 * MILLI, |pace, now, sent| {
        if now >= accepted.get() + 1000 * MILLI {
            accepted.set(now);
            accept(pace, now, sent);
        } else {
            throttle(pace, now, sent);
        }
    });
    assert!(pace.rate() <= 2.0, "{pace:?}");
}
