//! Who meets what.

use ddbx_core::fault::ThrottlingReason;
use ddbx_core::{Operation, Request};

use super::{Place, add, get};
use crate::chaos::{Chaos, Mishap, When};

#[tokio::test]
async fn a_script_runs_in_its_order() {
    let place = Place::new();
    place.chaos.next(1, Mishap::none());
    place.chaos.next(2, Mishap::conflict());
    place.chaos.next(1, Mishap::access_denied());
    let mut told = Vec::new();
    for _ in 0..5 {
        let answer = place.send(add()).await;
        told.push(answer.map_or_else(|error| error.code().unwrap().name().to_owned(), |_| "done".to_owned()));
    }
    let conflict = "TransactionConflictException";
    assert_eq!(told, ["done", conflict, conflict, "AccessDeniedException", "done"]);

    let incidents = place.chaos.incidents();
    let numbers: Vec<_> = incidents.iter().map(super::super::Incident::number).collect();
    assert_eq!(numbers, [2, 3, 4], "and what was left alone is no incident");
    assert_eq!(incidents[0].operation(), Operation::UpdateItem);
    assert_eq!(incidents[0].tables().single().unwrap(), "users");
    assert_eq!(incidents[2].mishap(), &Mishap::access_denied());
    assert_eq!(place.chaos.requests(), 5);
}

#[tokio::test]
async fn only_those_that_are_meant() {
    let place = Place::new();
    let other = || Request::new(Operation::UpdateItem, "{}").on("orders");
    let lost = Mishap::lost_request;
    place.chaos.on(Operation::UpdateItem).on_table("orders").next(1, lost());
    assert!(place.send(get()).await.is_ok());
    assert!(place.send(add()).await.is_ok());
    assert!(place.send(other()).await.is_err());

    place.chaos.reads().next(1, lost());
    assert!(place.send(add()).await.is_ok());
    assert!(place.send(get()).await.is_err());

    place
        .chaos
        .writes()
        .matching(|request| request.body.len() > 2)
        .next(1, lost());
    assert!(place.send(other()).await.is_ok());
    assert!(place.send(get()).await.is_ok());
    assert!(place.send(add()).await.is_err());
    assert_eq!(place.chaos.pending(), 0);
}

#[tokio::test]
async fn what_is_certain_comes_before_chance() {
    let place = Place::new();
    place.chaos.always(Mishap::access_denied());
    place.chaos.next(1, Mishap::conflict());
    assert!(place.send(add()).await.unwrap_err().is_retryable());
    assert!(!place.send(add()).await.unwrap_err().is_retryable());
    place.chaos.clear();
    assert!(place.send(add()).await.is_ok());
}

#[tokio::test]
async fn chance_goes_by_its_seed() {
    let run = |seed| async move {
        let chaos = Chaos::with_seed(seed);
        let place = Place {
            chaos: chaos.clone(),
            ..Place::new()
        };
        chaos.sometimes(0.2, Mishap::lost_answer());
        chaos.writes().sometimes(0.5, Mishap::internal_error(When::AfterCommit));
        let service = tower::Layer::layer(&chaos, place.service.clone());
        let mut told = Vec::new();
        for number in 0..2_000 {
            let request = if number % 2 == 0 { add() } else { get() };
            told.push(tower::ServiceExt::oneshot(service.clone(), request).await.is_err());
        }
        told
    };
    let told = run(1).await;
    assert_eq!(told, run(1).await);
    assert_ne!(told, run(2).await);
    let failed = |of: usize| told.iter().skip(of).step_by(2).filter(|failed| **failed).count();
    assert!(
        (500..700).contains(&failed(0)),
        "0.2 and half of the rest: {}",
        failed(0)
    );
    assert!((150..250).contains(&failed(1)), "0.2: {}", failed(1));
}

#[test]
fn it_says_its_seed_and_no_more() {
    let chaos = Chaos::with_seed(42);
    chaos.next(3, Mishap::throttled(ThrottlingReason::TableReadAccountLimitExceeded));
    let printed = format!("{chaos:?}");
    assert!(
        printed.contains("seed: 42") && printed.contains("pending: 3"),
        "{printed}"
    );
    assert_eq!(chaos.seed(), 42);
    assert_ne!(Chaos::new().seed(), Chaos::new().seed());
}
