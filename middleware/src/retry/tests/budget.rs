//! How many repeats an outage makes, and that none is lost or found twice.

use ddbx_core::Safety;

use super::*;
use crate::retry::Budget;

async fn wait(time: Duration) {
    let until = TokioClock.now() + time;
    TokioClock.sleep_until(until).await;
}

#[tokio::test(start_paused = true)]
async fn an_outage_makes_few_repeats() {
    // 300 requests a second for ten seconds, all of which fail.
    let layer = layer(RetryOptions::new());
    let (service, log) = scripted(&[failing]);
    let service = layer.layer(service);
    let mut tasks = tokio::task::JoinSet::new();
    let begun = TokioClock.now();
    for number in 0..3000 {
        TokioClock
            .sleep_until(begun + Duration::from_micros(3_333) * number)
            .await;
        let service = service.clone();
        tasks.spawn(async move {
            let begun = TokioClock.now();
            assert!(service.oneshot(request(Safety::Read)).await.is_err());
            TokioClock.now() - begun
        });
    }
    let mut took = tasks.join_all().await;
    took.sort_unstable();
    let ratio = log.attempts() as f64 / 3000.0;
    assert!(ratio <= 1.15, "{ratio} attempts for each request");
    assert!(took[1500] < Duration::from_millis(50), "{:?}", took[1500]);

    // Control: without a budget, each is attempted four times.
    let (service, log) = scripted(&[failing]);
    let service = super::layer(unlimited()).layer(service);
    for _ in 0..100 {
        assert!(service.clone().oneshot(request(Safety::Read)).await.is_err());
    }
    assert_eq!(log.attempts(), 400);
}

/// Requests of many tasks, each of which fails at first. Returns the failures that were not repeated.
async fn first_attempts_fail(layer: &RetryLayer, tasks: usize, requests: usize) -> usize {
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..tasks {
        let layer = layer.clone();
        all.spawn(async move {
            let mut errors = 0;
            for _ in 0..requests / tasks {
                let (service, _) = scripted(&[failing, ok]);
                errors += usize::from(layer.layer(service).oneshot(request(Safety::Read)).await.is_err());
            }
            errors
        });
    }
    all.join_all().await.into_iter().sum()
}

#[tokio::test(start_paused = true)]
async fn every_first_attempt_may_fail_whatever_the_number_of_tasks() {
    const REQUESTS: usize = 2000;
    for tasks in [1, 10, 50, 200] {
        // Each request pays for its own repeat, and ten are in hand.
        let layer = layer(RetryOptions::new().budget(100, 1));
        assert_eq!(layer.budget().remaining(), 10);
        assert_eq!(first_attempts_fail(&layer, tasks, REQUESTS).await, 0, "{tasks} tasks");
        assert_eq!(
            layer.budget().remaining(),
            10,
            "{tasks} tasks: none is missing, none too many"
        );
    }
    // Control: a budget for half of them lets about half of them down.
    let layer = layer(RetryOptions::new().budget(50, 0));
    let errors = first_attempts_fail(&layer, 50, REQUESTS).await;
    assert!((900..=1100).contains(&errors), "{errors}");
}

#[tokio::test(start_paused = true)]
async fn what_is_older_than_ten_seconds_counts_no_more() {
    let budget = Budget::new(10, 1, Arc::new(TokioClock));
    for _ in 0..10 {
        assert!(budget.repeat());
    }
    assert!(!budget.repeat(), "the reserve is spent");
    (0..100).for_each(|_| budget.request());
    assert_eq!(budget.remaining(), 10);
    wait(Duration::from_secs(5)).await;
    (0..100).for_each(|_| budget.request());
    assert_eq!(budget.remaining(), 20);
    wait(Duration::from_millis(5_500)).await;
    // Those taken are forgotten, and so are the first hundred requests.
    assert_eq!(budget.remaining(), 20);
    wait(Budget::WINDOW).await;
    assert_eq!(budget.remaining(), 10);
}

#[test]
fn threads_take_no_repeat_twice() {
    let budget = Budget::new(100, 0, Arc::new(TokioClock));
    let taken: u32 = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    let mut taken = 0;
                    for _ in 0..10_000 {
                        budget.request();
                        taken += u32::from(budget.repeat());
                    }
                    taken
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    // Each gives one before it takes one: there is always one to take.
    assert_eq!(taken, 80_000);
    assert_eq!(budget.remaining(), 0);
}
