//! What comes after a lost answer does not make it any better known.

use std::time::Duration;

use ddbx::fault::ThrottlingReason;
use ddbx::middleware::chaos::{Answer, Chaos, Mishap, When};
use ddbx::middleware::timeout::Limits;
use ddbx::ops::{CreateTable, KeyType, PutItem, UpdateItem};
use ddbx::testing::ledger::{Fate, LedgerServer, Told};
use ddbx::{Entity, Error, Item, Outcome, Pool, PoolOptions};

use crate::run::{WAYS, all, patient_for, with_items};

#[derive(Entity, Clone)]
#[entity(table = "items")]
struct Counter {
    #[entity(pk)]
    id: String,
    n: u64,
}

/// A kind of write that is repeated after a lost answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Write {
    /// Makes its condition false by its own success.
    Conditional,
    /// A transaction with a token.
    ExactlyOnce,
    /// Leaves the same however often it is applied.
    Repeatable,
}

const WRITES: [Write; 3] = [Write::Conditional, Write::ExactlyOnce, Write::Repeatable];

impl Write {
    /// Makes the write, and gives its id with what was told.
    async fn send(self, pool: &Pool) -> (String, Result<(), Error>) {
        match self {
            Self::Conditional => {
                let item = Item::new().with("id", "conditional").with("op_id", "c");
                let put = PutItem::new("items").item(item).condition("attribute_not_exists(id)");
                ("c".to_owned(), put.send(pool).await.map(drop))
            }
            Self::ExactlyOnce => {
                let add = ddbx::update::<Counter>("counter")
                    .add(|counter| counter.n, 1)
                    .exactly_once();
                let token = add.client_token().as_str().to_owned();
                (token, add.execute(pool).await)
            }
            Self::Repeatable => {
                let set = UpdateItem::new("items").key("id", "r").update("SET latest = :op_id");
                ("r".to_owned(), set.value(":op_id", "r").send(pool).await.map(drop))
            }
        }
    }

    /// What becomes of it where each write meets these fates, and then none.
    async fn meets(self, fates: Vec<Fate>) -> (LedgerServer, Result<(), Error>) {
        let name = format!("{self:?}: {fates:?}");
        let stalls = fates
            .iter()
            .any(|fate| *fate == Fate::stalled(When::AfterCommit) || *fate == Fate::stalled(When::BeforeCommit));
        let limit = Duration::from_millis(if stalls { 150 } else { 10_000 });
        let server = with_items(LedgerServer::builder().each(fates).start().unwrap()).await;
        let counter = Counter {
            id: "counter".into(),
            n: 0,
        };
        ddbx::put(counter).execute(&server.pool()).await.unwrap();
        let pool = patient_for(&server, limit).await;
        let pool = pool.with(|options| options.request_timeout(Limits::all(Duration::from_secs(2))));
        let (id, result) = self.send(&pool).await;
        let told = [(id, Told::by(&result))];
        let judged = match self {
            Self::Repeatable => server.ledger().judge_repeatable(told),
            Self::Conditional | Self::ExactlyOnce => server.ledger().judge(told),
        };
        judged.unwrap_or_else(|violations| panic!("{name}: {violations}; told: {result:?}"));
        (server, result)
    }
}

fn throttled() -> Fate {
    Fate::throttled(ThrottlingReason::TableWriteProvisionedThroughputExceeded)
}

/// Ends that say by themselves that the write was not applied.
fn refusals() -> Vec<Fate> {
    vec![
        Answer::access_denied().into(),
        Answer::forged(403, "<html>forbidden</html>").into(),
        Answer::forged(400, r#"{"__type":"ValidationException","message":"no"}"#).into(),
        Answer::forged(400, r#"{"__type":"ResourceNotFoundException","message":"no"}"#).into(),
        Answer::forged(413, "").into(),
    ]
}

#[tokio::test]
async fn a_refusal_after_a_lost_answer_leaves_it_unknown() {
    let whens = [When::BeforeCommit, When::AfterCommit];
    let cases = WRITES
        .iter()
        .flat_map(|write| whens.iter().map(move |when| (*write, *when)));
    let cases = cases.flat_map(|case| refusals().into_iter().map(move |refusal| (case, refusal)));
    all(cases.map(async |((write, when), refusal)| {
        let sequence = vec![Fate::closed(when), throttled(), refusal.clone()];
        let (server, result) = write.meets(sequence).await;
        let error = result.unwrap_err();
        let case = format!("{write:?}, {when}, {refusal}: {error:?}");
        assert_eq!((error.outcome(), error.attempts()), (Outcome::Unknown, 3), "{case}");
        assert_eq!(server.ledger().len(), usize::from(when == When::AfterCommit), "{case}");
    }))
    .await;
}

/// The control: by itself, each of them says what it says.
#[tokio::test]
async fn a_refusal_alone_is_no_doubt() {
    let cases = WRITES
        .iter()
        .flat_map(|write| refusals().into_iter().map(move |refusal| (*write, refusal)));
    all(cases.map(async |(write, refusal)| {
        let (_, result) = write.meets(vec![throttled(), refusal.clone()]).await;
        let error = result.unwrap_err();
        assert_eq!(error.outcome(), Outcome::NotApplied, "{write:?}, {refusal}: {error:?}");
    }))
    .await;
}

/// Every way to lose it, then a throttle that lasts: until the deadline, or until the request is shed because it cannot
/// be sent before.
#[tokio::test]
async fn a_throttle_after_a_lost_answer_leaves_it_unknown() {
    let cases = WRITES
        .iter()
        .flat_map(|write| WAYS.iter().map(move |way| (*write, *way)));
    all(cases.map(async |(write, way)| {
        let sequence = [way(When::AfterCommit)].into_iter().chain(vec![throttled(); 1_000]);
        let (server, result) = write.meets(sequence.collect()).await;
        let error = result.unwrap_err();
        let case = format!("{write:?}, {}: {error:?}", way(When::AfterCommit));
        assert!(error.is_unknown() && error.attempts() > 1, "{case}");
        assert_eq!(server.ledger().len(), 1, "{case}");
    }))
    .await;
    let (_, result) = Write::Repeatable.meets(vec![throttled(); 1_000]).await;
    let error = result.unwrap_err();
    assert!(
        error.is_throttled() && error.outcome() == Outcome::NotApplied,
        "the control: {error:?}"
    );
}

/// The deadline comes while a repeat is on its way, or waits for its time.
#[tokio::test]
async fn a_deadline_after_a_lost_answer_leaves_it_unknown() {
    all(WRITES.iter().map(async |write| {
        for later in [
            Fate::stalled(When::BeforeCommit),
            Fate::internal_error(When::BeforeCommit),
        ] {
            let sequence = [Fate::closed(When::AfterCommit)].into_iter().chain(vec![later; 1_000]);
            let (server, result) = write.meets(sequence.collect()).await;
            let error = result.unwrap_err();
            assert!(error.is_unknown() && error.attempts() > 1, "{write:?}: {error:?}");
            assert_eq!(server.ledger().len(), 1);
        }
    }))
    .await;
}

/// Its own success makes the condition false. Without a proof that is no failed condition.
#[tokio::test]
async fn a_condition_that_its_own_success_made_false_is_unknown() {
    for way in WAYS {
        let (server, result) = Write::Conditional.meets(vec![way(When::AfterCommit)]).await;
        let error = result.unwrap_err();
        assert!(error.is_unknown() && !error.is_condition_failed(), "{error}");
        assert_eq!(server.ledger().len(), 1);
        // Lost before it was carried out, the repeat is the one that counts.
        let (server, result) = Write::Conditional.meets(vec![way(When::BeforeCommit)]).await;
        result.unwrap();
        assert_eq!(server.ledger().len(), 1);
    }
}

/// What repairs itself does so.
#[tokio::test]
async fn a_repeat_that_succeeds_is_a_success() {
    for write in [Write::ExactlyOnce, Write::Repeatable] {
        let lost = WAYS.map(|way| way(When::AfterCommit)).into_iter();
        let mut sequence: Vec<_> = lost.flat_map(|lost| [lost, Answer::conflict().into()]).collect();
        sequence.insert(1, throttled());
        let attempts = sequence.len() as u64 + 1;
        let (server, result) = write.meets(sequence).await;
        result.unwrap();
        assert_eq!(server.requests(), attempts, "{write:?}");
    }
}

/// Nothing can be sent any more.
#[tokio::test]
async fn no_connection_after_a_lost_answer_leaves_it_unknown() {
    for lost in [true, false] {
        let chaos = Chaos::new();
        let pool = PoolOptions::new()
            .request_timeout(Limits::all(Duration::from_secs(1)))
            .chaos(&chaos)
            .connect("dynamodb::memory:")
            .await
            .unwrap();
        let items = CreateTable::new("items").partition_key("id", KeyType::S);
        items.send(&pool).await.unwrap();
        if lost {
            chaos.next(1, Mishap::lost_answer());
        }
        chaos.always(Mishap::not_sent());
        let (_, result) = Write::Repeatable.send(&pool).await;
        let error = result.unwrap_err();
        let outcome = if lost { Outcome::Unknown } else { Outcome::NotApplied };
        assert_eq!(
            (error.outcome(), error.attempts()),
            (outcome, u32::from(lost)),
            "{error}"
        );
        assert!(chaos.requests() > 3, "it was tried again");
    }
}
