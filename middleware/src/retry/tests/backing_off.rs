//! Delays: how long, how random, and never beyond the deadline.

use ddbx_core::Safety;

use super::*;
use crate::retry::Delay;

const BASE: Duration = Duration::from_millis(25);

/// How far the samples are from an even distribution between zero and `bound`: the statistic of Kolmogorov and Smirnov.
fn distance_from_even(samples: &mut [Duration], bound: Duration) -> f64 {
    samples.sort_unstable();
    let count = samples.len() as f64;
    samples
        .iter()
        .enumerate()
        .map(|(index, sample)| {
            let expected = sample.as_secs_f64() / bound.as_secs_f64();
            (expected - index as f64 / count)
                .abs()
                .max((expected - (index + 1) as f64 / count).abs())
        })
        .fold(0.0, f64::max)
}

/// What even samples exceed in one of a thousand runs.
fn critical(count: usize) -> f64 {
    1.949 / (count as f64).sqrt()
}

#[test]
fn delays_are_even_between_zero_and_a_bound_that_doubles() {
    const RUNS: usize = 10_000;
    let delay = Delay::growing(BASE).up_to(Duration::from_secs(1));
    for repeat in 0..8 {
        let bound = (BASE * 2u32.pow(repeat)).min(Duration::from_secs(1));
        let mut samples: Vec<_> = (0..RUNS).map(|_| delay.before(repeat).unwrap()).collect();
        assert!(samples.iter().all(|sample| *sample <= bound), "above {bound:?}");
        let distance = distance_from_even(&mut samples, bound);
        // Eight looks, each of which fails one time in a thousand by chance: a fifth of that is asked of each.
        assert!(distance < critical(RUNS) * 1.2, "repeat {repeat}: {distance}");
    }
}

#[test]
fn the_test_of_evenness_can_fail() {
    let mut constant = vec![BASE / 2; 10_000];
    assert!(distance_from_even(&mut constant, BASE) > critical(10_000));
    let delay = Delay::growing(BASE).upper_half();
    let mut upper: Vec<_> = (0..10_000).map(|_| delay.before(0).unwrap()).collect();
    assert!(upper.iter().all(|sample| *sample >= BASE / 2 && *sample <= BASE));
    assert!(distance_from_even(&mut upper, BASE) > critical(10_000));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_fails_for_ever_is_asked_four_times() {
    let layer = layer(unlimited());
    for _ in 0..10_000 {
        let (service, log) = scripted(&[failing]);
        let error = layer.layer(service).oneshot(request(Safety::Read)).await.unwrap_err();
        assert_eq!((log.attempts(), error.attempts()), (4, 4));
        for (repeat, gap) in (0..).zip(log.gaps()) {
            // Tokio's clock goes by milliseconds.
            let bound = BASE * 2u32.pow(repeat) + Duration::from_millis(1);
            assert!(gap <= bound, "{gap:?} before repeat {repeat}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_wait_that_a_server_asks_for_is_kept_within_reason() {
    let asks = |wait: Option<u64>| {
        move |request: &Request| {
            let mut response = Response::new(503, r#"{"__type":"ServiceUnavailable"}"#);
            if let Some(wait) = wait {
                response = response.with_retry_after(Duration::from_millis(wait));
            }
            Error::from_response(request, &response)
        }
    };
    for (asked, least, most) in [
        (None, 0, 25),
        (Some(0), 0, 25),
        (Some(80), 80, 81),
        (Some(4_000), 4_000, 4_001),
        // Five seconds more than it would wait by itself are too near the deadline of ten.
        (Some(1_000_000_000), 5_000, 5_026),
    ] {
        let begun = TokioClock.now();
        let error = asks(asked);
        let calls = Arc::new(Mutex::new(0));
        let service = service_fn(move |request: Request| {
            let first = std::mem::replace(&mut *calls.lock().unwrap(), 1) == 0;
            std::future::ready(if first { Err(error(&request)) } else { ok(&request) })
        });
        let request = request(Safety::Read).with_deadline(begun + Duration::from_secs(10));
        assert!(layer(unlimited()).layer(service).oneshot(request).await.is_ok());
        let took = (TokioClock.now() - begun).as_millis();
        assert!((least..=most).contains(&took), "asked {asked:?}, waited {took} ms");
    }
}

#[tokio::test(start_paused = true)]
async fn no_wait_goes_beyond_the_deadline() {
    // An attempt takes 300 ms, which the layer has seen.
    let layer = layer(unlimited());
    let slow = |fails: bool| {
        service_fn(move |request: Request| async move {
            let done = TokioClock.now() + Duration::from_millis(300);
            TokioClock.sleep_until(done).await;
            if fails { throttled(&request) } else { ok(&request) }
        })
    };
    for _ in 0..50 {
        assert!(layer.layer(slow(false)).oneshot(request(Safety::Read)).await.is_ok());
    }
    for _ in 0..100 {
        let begun = TokioClock.now();
        let request = request(Safety::Read).with_deadline(begun + Duration::from_secs(2));
        let error = layer.layer(slow(true)).oneshot(request).await.unwrap_err();
        let took = TokioClock.now() - begun;
        assert!(
            took <= Duration::from_secs(2),
            "{took:?}: an attempt began that could not end in time"
        );
        assert!(error.is_throttled() && error.attempts() >= 2);
    }
    // Control: a layer that does not know how long they take begins one that is too late.
    let naive = super::layer(unlimited());
    let late = async || {
        let begun = TokioClock.now();
        let request = request(Safety::Read).with_deadline(begun + Duration::from_secs(2));
        let _ = naive.layer(slow(true)).oneshot(request).await;
        TokioClock.now() - begun > Duration::from_secs(2)
    };
    let mut too_late = 0;
    for _ in 0..20 {
        too_late += u32::from(late().await);
    }
    assert!(too_late > 0);
}

#[test]
fn presets_of_other_libraries_can_be_written() {
    // Dynamoid: exponential with a base of 0.2 s and a ceiling of 10; constant with 1 s.
    let exponential = Delay::growing(Duration::from_millis(200))
        .up_to(Duration::from_millis(200) * 512)
        .without_jitter();
    assert_eq!(exponential.before(0), Some(Duration::from_millis(200)));
    assert_eq!(exponential.before(9), exponential.before(20));
    let constant = Delay::constant(Duration::from_secs(1));
    assert_eq!(
        (constant.before(0), constant.before(9)),
        (Some(Duration::from_secs(1)), Some(Duration::from_secs(1)))
    );
    // A limit that no number of seconds holds.
    let endless = Delay::growing(Duration::MAX).by(f64::INFINITY);
    assert!(endless.before(u32::MAX).is_some());
}

#[tokio::test(start_paused = true)]
async fn a_delay_without_end_is_no_repeat() {
    fn asks_to_wait(request: &Request) -> Result<Response, Error> {
        throttled(request).map_err(|error| error.with_retry_after(Duration::from_secs(1)))
    }
    for delay in [
        Delay::custom(|_| Some(Duration::MAX)),
        Delay::constant(Duration::MAX),
        Delay::growing(Duration::MAX).up_to(Duration::MAX),
    ] {
        let (service, log) = scripted(&[asks_to_wait]);
        let service = layer(RetryOptions::new().delay(delay)).layer(service);
        let error = service.oneshot(request(Safety::Read)).await.unwrap_err();
        assert!(error.is_throttled());
        assert_eq!(log.attempts(), 1);
    }
}
