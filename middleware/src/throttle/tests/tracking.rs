//! That the rate finds the capacity and follows it: checks 7 to 9, and fairness.

use std::time::Duration;

use ddbx_core::{Error, Request, Response};
use tower::{Layer as _, Service};

use super::load::{Load, Report, run};
use super::naive::Naive;
use super::server::{Bucket, Server};
use super::{layer, put};

const SECOND: Duration = Duration::from_secs(1);

/// What came of a load on a table.
struct Run {
    server: Server,
    report: Report,
    lasts: Duration,
}

impl Run {
    /// What succeeded of what the table can have taken, its burst included.
    fn goodput(&self) -> f64 {
        let within = self.report.successes_within(Duration::ZERO, self.lasts);
        within as f64 / self.server.supply("orders", self.lasts)
    }

    fn requests_per_success(&self) -> f64 {
        self.server.seen().requests as f64 / self.report.successes() as f64
    }

    /// Successes a second.
    fn rate(&self, from: Duration, to: Duration) -> f64 {
        self.report.successes_within(from, to) as f64 / (to - from).as_secs_f64()
    }
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "goodput {:.3}, requests/success {:.3}, errors {:.4}, p99 {:?}",
            self.goodput(),
            self.requests_per_success(),
            self.report.error_share(),
            self.report.percentile(0.99),
        )
    }
}

async fn limited(bucket: Bucket, load: Load) -> Run {
    let server = Server::of_tables([("orders", bucket)]).with_seed(load.seed);
    through(layer().layer(server.clone()), server, load).await
}

async fn through<S>(service: S, server: Server, load: Load) -> Run
where
    S: Service<Request, Response = Response, Error = Error> + Clone + Send + 'static,
    S::Future: Send,
{
    let lasts = load.lasts;
    let report = run(service, load).await;
    let run = Run { server, report, lasts };
    // With `--nocapture`, a table of what was measured.
    println!("{run}");
    run
}

#[tokio::test(start_paused = true)]
async fn a_table_is_used_to_its_capacity_and_hardly_beyond() {
    for (workers, most_requests) in [(16, 1.1), (64, 1.1), (256, 1.2)] {
        let run = limited(Bucket::constant(200.0), Load::of(workers, 15, put)).await;
        assert!(run.goodput() >= 0.97, "{workers}: {run}");
        assert!(run.requests_per_success() <= most_requests, "{workers}: {run}");
        assert_eq!(run.report.errors, 0, "{workers}: {run}");
        // Nobody can wait for less than all the others.
        let floor = Duration::from_secs_f64(workers as f64 / 200.0);
        let p99 = run.report.percentile(0.99);
        assert!(
            p99 <= floor.mul_f64(1.3) + Duration::from_millis(50),
            "{workers}: {run}"
        );
        let unfairness = run.report.unfairness(3 * SECOND, 13 * SECOND);
        assert!(unfairness <= 1.2, "{workers}: {unfairness}");
    }
}

#[tokio::test(start_paused = true)]
async fn without_the_layer_most_requests_are_in_vain() {
    let server = Server::of_tables([("orders", Bucket::constant(200.0))]);
    let run = through(server.clone(), server, Load::of(256, 15, put)).await;
    assert!(run.requests_per_success() > 2.0, "{run}");
    let unfairness = run.report.unfairness(3 * SECOND, 13 * SECOND);
    assert!(unfairness > 1.5, "{unfairness}");
}

#[tokio::test(start_paused = true)]
async fn every_cold_start_finds_the_capacity() {
    for seed in 0..20 {
        let load = Load {
            seed,
            ..Load::of(256, 5, put)
        };
        let run = limited(Bucket::constant(200.0), load).await;
        assert!(run.goodput() >= 0.95, "seed {seed}: {run}");
        assert!(run.requests_per_success() <= 1.3, "seed {seed}: {run}");
        assert_eq!(run.report.errors, 0, "seed {seed}: {run}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_naive_limiter_collapses_on_a_cold_start() {
    let mut worst = f64::MAX;
    for seed in 0..20 {
        let server = Server::of_tables([("orders", Bucket::constant(200.0))]);
        let load = Load {
            seed,
            ..Load::of(256, 5, put)
        };
        worst = worst.min(through(Naive::new(server.clone()), server, load).await.goodput());
    }
    assert!(worst < 0.4, "{worst}");
}

#[tokio::test(start_paused = true)]
async fn a_table_that_takes_nothing_at_the_first_throttle_does_not_leave_the_rate_at_the_floor() {
    let stalled = Bucket::new(vec![(Duration::ZERO, 0.0), (2 * SECOND, 200.0)], 100.0);
    let run = limited(stalled, Load::of(256, 10, put)).await;
    // The burst, then nothing for two seconds.
    assert!(run.rate(3 * SECOND, 10 * SECOND) >= 0.97 * 200.0, "{run}");
    assert!(run.requests_per_success() <= 1.5, "{run}");
}

#[tokio::test(start_paused = true)]
async fn less_capacity_is_followed_at_once() {
    for (workers, most_requests) in [(16, 1.2), (64, 1.2), (256, 1.3)] {
        let less = Bucket::new(vec![(Duration::ZERO, 200.0), (5 * SECOND, 80.0)], 100.0);
        let run = limited(less, Load::of(workers, 15, put)).await;
        assert!(run.goodput() >= 0.95, "{workers}: {run}");
        assert!(run.requests_per_success() <= most_requests, "{workers}: {run}");
        assert!(run.report.error_share() <= 0.005, "{workers}: {run}");
        assert!(run.rate(6 * SECOND, 15 * SECOND) >= 0.97 * 80.0, "{workers}: {run}");
        let seen = run.server.seen();
        let after = |times: &[Duration]| times.iter().filter(|at| **at >= 5 * SECOND).count() as f64;
        let after_the_drop = 1.0 + after(&seen.throttled_at) / after(&seen.accepted);
        assert!(after_the_drop <= 1.3, "{workers}: {after_the_drop}");
    }
}

#[tokio::test(start_paused = true)]
async fn more_capacity_is_found_within_seconds() {
    for workers in [16, 64, 256] {
        let more = Bucket::new(vec![(Duration::ZERO, 200.0), (5 * SECOND, 600.0)], 100.0);
        let run = limited(more, Load::of(workers, 15, put)).await;
        assert!(run.goodput() >= 0.88, "{workers}: {run}");
        assert!(run.rate(8 * SECOND, 9 * SECOND) >= 0.95 * 600.0, "{workers}: {run}");
        assert!(run.requests_per_success() <= 1.2, "{workers}: {run}");
        assert_eq!(run.report.errors, 0, "{workers}: {run}");
    }
}

#[tokio::test(start_paused = true)]
async fn capacity_that_was_gone_is_found_again_at_once() {
    for workers in [16, 64, 256] {
        let gap = vec![(Duration::ZERO, 200.0), (5 * SECOND, 0.0), (8 * SECOND, 200.0)];
        let run = limited(Bucket::new(gap, 100.0), Load::of(workers, 15, put)).await;
        assert!(run.goodput() >= 0.95, "{workers}: {run}");
        assert!(run.report.error_share() <= 0.005, "{workers}: {run}");
        assert!(run.requests_per_success() <= 1.3, "{workers}: {run}");
        let seen = run.server.seen();
        let first = seen
            .accepted
            .iter()
            .find(|at| **at >= 8 * SECOND)
            .expect("it came back");
        assert!(*first <= 8 * SECOND + SECOND / 2, "{workers}: {first:?}");
        // Not by knocking all the time.
        let probes = seen
            .throttled_at
            .iter()
            .filter(|at| (6 * SECOND..8 * SECOND).contains(*at));
        assert!(probes.count() <= 20, "{workers}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_server_is_no_throttled_one() {
    for millis in [50, 300] {
        for (workers, burst) in [(16, 100.0), (256, 2.0), (256, 100.0)] {
            let time = Duration::from_millis(millis);
            let server =
                Server::of_tables([("orders", Bucket::new(vec![(Duration::ZERO, 200.0)], burst))]).taking(time);
            let load = Load::of(workers, 15, put);
            let run = through(layer().layer(server.clone()), server, load).await;
            // So many callers ask for no more than that.
            let demand = workers as f64 / time.as_secs_f64() * 15.0;
            let share = run.report.successes() as f64 / demand.min(run.server.supply("orders", 15 * SECOND));
            assert!(share >= 0.9, "{millis} ms, {workers}: {run}");
            assert!(run.requests_per_success() <= 1.3, "{millis} ms, {workers}: {run}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn tables_of_any_size_are_followed() {
    for rate in [5.0, 20.0, 1000.0, 5000.0] {
        let bucket = Bucket::new(vec![(Duration::ZERO, rate)], rate / 2.0 + 1.0);
        let load = Load {
            deadline: 100 * SECOND,
            ..Load::of(64, 15, put)
        };
        let run = limited(bucket, load).await;
        assert!(run.goodput() >= 0.9, "{rate}: {run}");
    }
}
