//! Pages for the users of an application: a token goes on where it was made, for whom it was made, and nothing else
//! reaches the wire.

mod keys;
mod pages;
mod refusals;

use ddbx::cursor::{CursorKey, CursorKeys, SealedCursor, SealedPage};
use ddbx::{Collection, Entity, Error, ErrorKind, Pool, Query, Table};

use crate::at;
use crate::recorder::Recorder;

#[derive(Table)]
#[table(name = "shop", pk = "pk", sk = "sk")]
#[table(index(name = "by_status", pk = "gsi1pk", sk = "gsi1sk"))]
#[table(index(name = "by_state", pk = "gsi2pk", sk = "gsi2sk"))]
struct Shop;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}")]
#[entity(
    by_status(pk = "STATUS#{status}", sk = "{number:06}"),
    by_state(pk = "STATUS#{status}", sk = "{number:06}")
)]
struct Order {
    customer: String,
    number: u32,
    status: String,
}

/// The same key in the same table under the same names, but another entity.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}")]
struct Invoice {
    customer: String,
    number: u32,
}

#[derive(Collection, Debug, PartialEq)]
enum Paper {
    Invoice(Invoice),
    Order(Order),
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "notes")]
struct Note {
    #[entity(pk)]
    owner: String,
    #[entity(sk)]
    number: u32,
    #[entity(expires)]
    over: u64,
}

const HOUR: u64 = 60 * 60 * 1000;

fn keys() -> CursorKeys {
    CursorKeys::new(CursorKey::new(1, [1; 32]))
}

fn with_keys(pool: &Pool, keys: &CursorKeys) -> Pool {
    pool.with(|options| options.cursor_keys(keys))
}

/// A pool with keys, and ten orders each of two customers.
async fn shop(pool: &Pool) -> Pool {
    for customer in ["ann", "bob"] {
        for number in 1..=10 {
            let (customer, status) = (customer.into(), "open".into());
            ddbx::put(Order {
                customer,
                number,
                status,
            })
            .execute(pool)
            .await
            .unwrap();
        }
    }
    with_keys(pool, &keys())
}

fn of(customer: &'static str) -> Query<Order> {
    ddbx::query::<Order>()
        .filter(|order| order.customer.eq(customer))
        .page_size(3)
}

fn open() -> Query<Order> {
    ddbx::query::<Order>()
        .index("by_status")
        .filter(|order| order.status.eq("open"))
        .page_size(3)
}

/// The token of the first page.
async fn first<E: Entity>(query: Query<E>, pool: &Pool) -> SealedCursor {
    let page = query.sealed_for("ann").fetch_page(&Recorder::at(pool, at(0))).await;
    page.unwrap().token.expect("there is more")
}

/// Refused, and nothing was sent.
#[track_caller]
fn assert_refused<T>(result: Result<SealedPage<T>, Error>, recorder: &Recorder<'_>) {
    let error = result.err().expect("the token was accepted");
    assert_eq!(error.kind(), ErrorKind::InvalidCursor, "{error}");
    assert!(error.is_invalid_cursor() && !error.is_retryable());
    assert!(
        error
            .to_string()
            .ends_with("the sealed cursor is none that goes on here; read from the beginning")
    );
    assert!(!recorder.was_asked(), "a request was sent");
}

/// What this text does as the token of ann's orders.
async fn refuse<E: Entity>(query: Query<E>, principal: &str, token: &str, pool: &Pool) {
    let recorder = Recorder::at(pool, at(0));
    let page = query.sealed_for(principal).start_at(token).fetch_page(&recorder).await;
    assert_refused(page, &recorder);
}

fn of_ann() -> Query<Note> {
    ddbx::query::<Note>().filter(|note| note.owner.eq("ann")).page_size(2)
}

async fn notes(pool: &Pool) {
    for number in 1..=6 {
        let note = Note {
            owner: "ann".into(),
            number,
            over: 1000,
        };
        ddbx::put(note).execute(&Recorder::at(pool, at(0))).await.unwrap();
    }
}
