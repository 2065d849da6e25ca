//! That the rate finds the capacity and follows it.

use std::sync::Arc;
use std::time::Duration;

use ddbx_core::{Operation, Request};
use tower::Layer as _;

use super::load::{Load, Report, run};
use super::server::{Bucket, Seen, Server};
use crate::TokioClock;
use crate::throttle::{ThrottleLayer, ThrottleOptions};

fn put(_: usize) -> Request {
    Request::new(Operation::PutItem, "{}").on("orders")
}

fn layer() -> ThrottleLayer {
    ThrottleLayer::new(ThrottleOptions::new(), Arc::new(TokioClock))
}

struct Run {
    report: Report,
    seen: Seen,
    goodput: f64,
    amplification: f64,
}

async fn measure(bucket: Bucket, load: Load) -> Run {
    let server = Server::of_tables([("orders", bucket)]);
    let (lasts, service) = (load.lasts, layer().layer(server.clone()));
    let report = run(service, load).await;
    judge(&server, report, lasts)
}

fn judge(server: &Server, report: Report, lasts: Duration) -> Run {
    let seen = server.seen();
    let within = report.successes_within(Duration::ZERO, lasts);
    Run {
        goodput: within as f64 / server.supply("orders", lasts),
        amplification: seen.requests as f64 / report.successes() as f64,
        report,
        seen,
    }
}

#[tokio::test(start_paused = true)]
async fn survey() {
    for workers in [16, 64, 256] {
        show(&format!("{workers}"), &measure(Bucket::constant(200.0), Load::of(workers, 15, put)).await);
    }
    let s = Duration::from_secs;
    for workers in [16, 64, 256] {
        for (name, caps) in [
            ("200-80", vec![(s(0), 200.0), (s(5), 80.0)]),
            ("200-600", vec![(s(0), 200.0), (s(5), 600.0)]),
            ("200-0-200", vec![(s(0), 200.0), (s(5), 0.0), (s(8), 200.0)]),
        ] {
            let run = measure(Bucket::new(caps, 100.0), Load::of(workers, 15, put)).await;
            show(&format!("{workers} {name}"), &run);
            let first = run.seen.accepted.iter().find(|at| **at >= s(8));
            println!("   first after 8s {first:?}; last 4s {}", run.report.successes_within(s(9), s(15)) as f64 / 6.0);
        }
    }
    for seed in 0..20 {
        show(&format!("cold {seed}"), &measure(Bucket::constant(200.0), Load { seed, ..Load::of(256, 5, put) }).await);
    }
    for (burst, ms) in [(2.0, 5), (20.0, 5), (1000.0, 5), (100.0, 50), (100.0, 300), (2.0, 50), (2.0, 300)] {
        super::server::SERVICE_MS.store(ms, std::sync::atomic::Ordering::Relaxed);
        for workers in [16, 256] {
        show(&format!("burst {burst} {ms}ms"), &measure(Bucket::new(vec![(s(0), 200.0)], burst), Load::of(workers, 15, put)).await);
        show(&format!("200-80 b {burst} {ms}ms"), &measure(Bucket::new(vec![(s(0), 200.0),(s(5),80.0)], burst), Load::of(workers, 15, put)).await);
        show(&format!("200-0-200 b {burst} {ms}ms"), &measure(Bucket::new(vec![(s(0), 200.0),(s(5),0.0),(s(8),200.0)], burst), Load::of(workers, 15, put)).await);
        }
    }
    super::server::SERVICE_MS.store(5, std::sync::atomic::Ordering::Relaxed);
    for rate in [1.0, 5.0, 20.0, 1000.0, 5000.0] {
        let b = Bucket::new(vec![(s(0), rate)], rate / 2.0 + 1.0);
        show(&format!("rate {rate}"), &measure(b, Load { deadline: s(100), ..Load::of(64, 15, put) }).await);
    }
}

fn show(name: &str, run: &Run) {
    println!(
        "{name:>14}: goodput {:.3} amp {:.3} errors {} ({:.4}) p50 {:?} p99 {:?} unfair {:.2}",
        run.goodput,
        run.amplification,
        run.report.errors,
        run.report.error_share(),
        run.report.percentile(0.5),
        run.report.percentile(0.99),
        run.report.unfairness(Duration::from_secs(3), Duration::from_secs(13)),
    );
}
