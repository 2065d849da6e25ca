//! A pool that is closed while a hundred requests are under way.

use std::sync::Arc;
use std::time::Duration;

use ddbx::clock::Clock as _;
use ddbx::middleware::TokioClock;
use ddbx::middleware::timeout::Limits;
use ddbx::{CloseReport, ErrorKind, Outcome};
use tokio::sync::Semaphore;

use crate::base::{Base, until};
use crate::ledger::{Ledger, Told, entry};
use crate::send;
use crate::server::{Server, answer};

const QUICK: u64 = 60;
const SLOW: u64 = 30;
const STUCK: u64 = 10;

/// Commits what comes; answers quick ones at once, slow ones when it is let, and stuck ones never.
async fn mixed(ledger: &Ledger, release: &Arc<Semaphore>) -> Server {
    let (ledger, release) = (ledger.clone(), Arc::clone(release));
    Server::start(move |mut peer| {
        let (ledger, release) = (ledger.clone(), Arc::clone(&release));
        async move {
            while let Some(request) = peer.request().await {
                ledger.commit(&request);
                match crate::ledger::id(&request).unwrap() {
                    id if id < QUICK => {}
                    id if id < QUICK + SLOW => release.acquire().await.unwrap().forget(),
                    _ => std::future::pending().await,
                }
                peer.send(answer(200, "{}")).await;
            }
        }
    })
    .await
}

/// Closes a pool with a hundred requests under way, `let_through` of the slow ones in time, and returns what is known of
/// each, and the report.
async fn closed(places: usize, limit: Duration, let_through: u64) -> (Vec<(u64, Told)>, CloseReport, u64) {
    let (ledger, release) = (Ledger::default(), Arc::new(Semaphore::new(0)));
    let server = mixed(&ledger, &release).await;
    let before = Base::now(Some(&server));
    let limits = Limits::all(Duration::from_secs(60));
    let pool = crate::single()
        .attempt_timeout(limits)
        .request_timeout(limits)
        .acquire_timeout(Duration::from_secs(60))
        .max_connections(places)
        .connect(&server.url())
        .await
        .unwrap();
    let call = |id| {
        let pool = pool.clone();
        tokio::spawn(async move { (id, send(&pool, entry(id)).await) })
    };
    // The stuck and the slow ones first: the quick ones find the rest of the places.
    let calls: Vec<_> = (0..QUICK + SLOW + STUCK).rev().map(call).collect();
    let on_the_wire = (places as u64).min(SLOW + STUCK) as usize;
    server.until(|server| server.requests() >= on_the_wire).await;

    let begun = TokioClock.now();
    let closing = tokio::spawn({
        let pool = pool.clone();
        async move { pool.close_within(limit).await }
    });
    until(Duration::from_secs(1), || "closing".into(), || pool.is_closed()).await;
    let (late, answer) = call(1_000).await.unwrap();
    let error = answer.unwrap_err();
    assert_eq!(
        (late, error.kind(), error.outcome()),
        (1_000, ErrorKind::Closed, Outcome::NotApplied)
    );
    release.add_permits(let_through as usize);
    let report = closing.await.unwrap();
    let took = TokioClock.now() - begun;
    // Longer only where the machine is busy with something else.
    assert!(
        took < limit + Duration::from_millis(100) + Duration::from_millis(400),
        "{took:?}"
    );
    assert_eq!((pool.in_flight(), pool.size()), (0, 0));

    let mut told = Vec::new();
    for call in calls {
        let (id, answer) = call.await.unwrap();
        if let Err(error) = &answer {
            assert_eq!(error.kind(), ErrorKind::Closed, "{id}: {error:?}");
        }
        told.push((id, Told::by(&answer)));
    }
    let commits = ledger.len() as u64;
    ledger.judge(&told).unwrap_or_else(|violations| panic!("{violations}"));
    drop(server);
    let state = || format!("{before:?}: something of the pool goes on");
    until(Duration::from_secs(1), state, || Base::now(None) <= before).await;
    (told, report, commits)
}

fn count(told: &[(u64, Told)], wanted: Told) -> usize {
    told.iter().filter(|(_, told)| *told == wanted).count()
}

/// What the report says of those it lists: unknown, not applied.
fn outcomes(report: &CloseReport) -> (usize, usize) {
    for ended in &report.ended {
        assert_eq!(ended.operation, ddbx::Operation::UpdateItem);
        assert_eq!(ended.table.as_deref(), Some("users"));
    }
    let of = |outcome| report.ended.iter().filter(|ended| ended.outcome == outcome).count();
    (of(Outcome::Unknown), of(Outcome::NotApplied))
}

#[tokio::test]
async fn those_that_are_slow_or_stuck_are_reported_unknown() {
    let (told, report, commits) = closed(100, Duration::from_millis(100), 20).await;
    assert_eq!(
        count(&told, Told::Done),
        80,
        "the quick ones, and those that were slow but not too slow"
    );
    assert_eq!(count(&told, Told::Failed(Outcome::Unknown)), 20);
    assert_eq!((outcomes(&report), report.unended), ((20, 0), 0));
    assert_eq!(commits, 100);
}

/// Fewer places than requests: those in the line were not sent, and both the callers and the report say so.
#[tokio::test]
async fn those_in_the_line_are_reported_not_applied() {
    let (told, report, commits) = closed(20, Duration::from_millis(50), 0).await;
    assert_eq!(count(&told, Told::Done), 0, "slow and stuck ones have all places");
    assert_eq!(count(&told, Told::Failed(Outcome::Unknown)), 20);
    assert_eq!(count(&told, Told::Failed(Outcome::NotApplied)), 80);
    assert_eq!((outcomes(&report), report.unended), ((20, 80), 0));
    assert_eq!(commits, 20);
}

/// The control: with enough time, nothing is reported but what is stuck.
#[tokio::test]
async fn those_that_end_in_time_are_not_reported() {
    let (told, report, _) = closed(100, Duration::from_millis(400), SLOW).await;
    assert_eq!(count(&told, Told::Done), 90);
    assert_eq!((outcomes(&report), report.unended), ((10, 0), 0));
}
