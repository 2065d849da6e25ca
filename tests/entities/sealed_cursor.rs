//! Pages for the users of an application: a token goes on where it was made, for whom it was made, and nothing else
//! reaches the wire.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ddbx::cursor::{CursorKey, CursorKeys, SealedCursor, SealedPage};
use ddbx::{Collection, Entity, Error, ErrorKind, Pool, Query, Table, ops};

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

#[ddbx::test(entities(Order))]
async fn every_item_once(pool: Pool) {
    let pool = shop(&pool).await;
    for (query, expected) in [
        (of as fn(_) -> _, (1..=10).collect::<Vec<_>>()),
        (|customer| of(customer).descending(), (1..=10).rev().collect()),
    ] {
        let (mut token, mut seen, mut pages) = (None::<SealedCursor>, Vec::new(), 0);
        loop {
            let page = query("ann")
                .sealed_for("ann")
                .start_at(token.as_deref())
                .fetch_page(&pool)
                .await
                .unwrap();
            seen.extend(page.items.iter().map(|order: &Order| order.number));
            pages += 1;
            // As an application has it from its user: text.
            let Some(next) = page.token else { break };
            token = Some(next.to_string().parse::<SealedCursor>().unwrap());
        }
        assert_eq!((seen, pages), (expected, 4));
    }
}

/// The control of the refusals below: the same token is taken where it belongs, and leads on.
#[ddbx::test(entities(Order))]
async fn where_it_belongs_it_is_taken(pool: Pool) {
    let pool = shop(&pool).await;
    let token = first(of("ann"), &pool).await;
    let recorder = Recorder::at(&pool, at(0));
    let page = of("ann")
        .sealed_for("ann")
        .start_at(&token)
        .fetch_page(&recorder)
        .await
        .unwrap();
    assert_eq!(
        page.items.iter().map(|order| order.number).collect::<Vec<_>>(),
        [4, 5, 6]
    );
    assert!(recorder.was_asked());
    // How a page is read may change.
    let query = of("ann").page_size(1).consistent();
    let page = query
        .sealed_for("ann")
        .start_at(token.as_str())
        .fetch_page(&recorder)
        .await
        .unwrap();
    assert_eq!(page.items.iter().map(|order| order.number).collect::<Vec<_>>(), [4]);
}

#[ddbx::test(entities(Order))]
async fn no_damaged_token_reaches_the_wire(pool: Pool) {
    let pool = shop(&pool).await;
    let token = first(of("ann"), &pool).await.to_string();
    let bytes = URL_SAFE_NO_PAD.decode(&token).unwrap();
    for bit in 0..bytes.len() * 8 {
        let mut changed = bytes.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        refuse(of("ann"), "ann", &URL_SAFE_NO_PAD.encode(changed), &pool).await;
    }
    for end in 0..token.len() {
        refuse(of("ann"), "ann", &token[..end], &pool).await;
    }
    for more in ["A", "AAAA", "=", " ", "\n", "é"] {
        refuse(of("ann"), "ann", &format!("{token}{more}"), &pool).await;
    }
}

#[ddbx::test(entities(Order, Invoice))]
async fn no_other_query_takes_it(pool: Pool) {
    let pool = shop(&pool).await;
    let token = first(of("ann"), &pool).await;
    for principal in ["bob", "an", "anna", "Ann"] {
        refuse(of("ann"), principal, token.as_str(), &pool).await;
    }
    for other in [
        of("bob"),
        of("ann").descending(),
        of("ann").include_expired(),
        of("ann").filter(|order| order.number.ge(1)),
        of("ann").index("by_status"),
        open(),
    ] {
        refuse(other, "ann", token.as_str(), &pool).await;
    }
    let recorder = Recorder::at(&pool, at(0));
    let invoices = ddbx::query::<Invoice>().filter(|invoice| invoice.customer.eq("ann"));
    assert_refused(
        invoices.sealed_for("ann").start_at(&token).fetch_page(&recorder).await,
        &recorder,
    );
    let papers = ddbx::collection::<Paper>("ann");
    assert_refused(
        papers.sealed_for("ann").start_at(&token).fetch_page(&recorder).await,
        &recorder,
    );
}

#[ddbx::test(entities(Order))]
async fn no_other_index_and_no_other_table_takes_it(pool: Pool) {
    let pool = shop(&pool).await;
    let token = first(open(), &pool).await;
    // Their keys have the same form, and the condition names the same field.
    refuse(open().index("by_state"), "ann", token.as_str(), &pool).await;
    let elsewhere = pool.with(|options| options.table_prefix("other-"));
    refuse(open(), "ann", token.as_str(), &elsewhere).await;
    let page = open()
        .sealed_for("ann")
        .start_at(&token)
        .fetch_page(&Recorder::at(&pool, at(0)))
        .await;
    assert_eq!(page.unwrap().items.len(), 3, "the control");
}

/// What sealing is for: a cursor in clear, which a user has changed, reads the orders of another customer.
#[ddbx::test(entities(Order))]
async fn a_plain_cursor_is_taken_anywhere(pool: Pool) {
    let pool = shop(&pool).await;
    let mine = ops::Cursor::after(&order("ann", 3).key().unwrap()).unwrap();
    let anywhere = ops::Cursor::after(&order("ann", 8).key().unwrap()).unwrap();
    let recorder = Recorder::new(&pool);
    let others = ops::Query::new(ddbx::Executor::table(&pool, Order::SCHEMA))
        .key_condition("pk = :pk AND sk > :sk")
        .value(":pk", "CUSTOMER#ann")
        .value(":sk", "ORDER#000000");
    let page = others.start_at(mine).send::<Order>(&recorder).await.unwrap();
    assert!(recorder.was_asked() && page.items.len() == 7, "made for another query");
    let page = of("ann").start_at(anywhere).fetch_page(&pool).await.unwrap();
    assert_eq!(page.items[0].number, 9, "a place that no page ended at");
}

fn order(customer: &str, number: u32) -> Order {
    let (customer, status) = (customer.into(), "open".into());
    Order {
        customer,
        number,
        status,
    }
}

#[ddbx::test(entities(Order))]
async fn it_expires(pool: Pool) {
    let pool = shop(&pool).await;
    let start = Recorder::at(&pool, at(HOUR));
    let page = of("ann")
        .sealed_for("ann")
        .valid_for(Duration::from_secs(60))
        .fetch_page(&start)
        .await
        .unwrap();
    let (hour, minute) = (first(of("ann"), &pool).await, page.token.unwrap());
    for (token, end) in [(hour, HOUR), (minute, HOUR + 60_000)] {
        let before = Recorder::at(&pool, at(end - 1));
        let page = of("ann").sealed_for("ann").start_at(&token).fetch_page(&before).await;
        assert_eq!(page.unwrap().items[0].number, 4);

        let after = Recorder::at(&pool, at(end));
        let page = of("ann").sealed_for("ann").start_at(&token).fetch_page(&after).await;
        let error = page.unwrap_err();
        assert!(error.is_invalid_cursor() && error.to_string().ends_with("has expired; read from the beginning"));
        assert!(!after.was_asked());
    }
}

#[ddbx::test(entities(Order))]
async fn old_keys_open_it_for_a_while(pool: Pool) {
    let pool = shop(&pool).await;
    let token = first(of("ann"), &pool).await;
    let new = || CursorKey::new(2, [2; 32]);
    let rotated = with_keys(
        &pool,
        &CursorKeys::new(new())
            .accepting(CursorKey::new(1, [1; 32]), at(10))
            .unwrap(),
    );
    let within = Recorder::at(&rotated, at(9));
    assert!(
        of("ann")
            .sealed_for("ann")
            .start_at(&token)
            .fetch_page(&within)
            .await
            .is_ok()
    );
    let later = Recorder::at(&rotated, at(10));
    assert_refused(
        of("ann").sealed_for("ann").start_at(&token).fetch_page(&later).await,
        &later,
    );

    refuse(
        of("ann"),
        "ann",
        token.as_str(),
        &with_keys(&pool, &CursorKeys::new(new())),
    )
    .await;
    let same_id = CursorKeys::new(CursorKey::new(1, [2; 32]));
    refuse(of("ann"), "ann", token.as_str(), &with_keys(&pool, &same_id)).await;
}

#[ddbx::test(entities(Order))]
async fn without_a_key_there_are_none(pool: Pool) {
    let token = first(of("ann"), &shop(&pool).await).await;
    for token in [None, Some(token.as_str()), Some("x")] {
        let recorder = Recorder::new(&pool);
        let error = of("ann")
            .sealed_for("ann")
            .start_at(token)
            .fetch_page(&recorder)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("`PoolOptions::cursor_keys`"), "{error}");
        assert!(!recorder.was_asked());
    }
}

#[ddbx::test(entities(Order))]
async fn nobody_is_no_principal(pool: Pool) {
    let pool = shop(&pool).await;
    let recorder = Recorder::new(&pool);
    let error = of("ann").sealed_for("").fetch_page(&recorder).await.unwrap_err();
    assert!(error.is_invalid() && !recorder.was_asked());
    assert!(error.to_string().contains("`.sealed_for(user_id)`"), "{error}");
}

#[ddbx::test(entities(Order, Invoice))]
async fn collections_are_sealed_too(pool: Pool) {
    let pool = shop(&pool).await;
    ddbx::put(Invoice {
        customer: "ann".into(),
        number: 11,
    })
    .execute(&pool)
    .await
    .unwrap();
    let papers = |prefix| ddbx::collection::<Paper>("ann").sort_begins_with(prefix).page_size(8);
    let page = papers("ORDER#").sealed_for("ann").fetch_page(&pool).await.unwrap();
    let token = page.token.unwrap();

    let page = papers("ORDER#")
        .sealed_for("ann")
        .start_at(&token)
        .fetch_page(&pool)
        .await
        .unwrap();
    assert_eq!((page.items.len(), page.token.is_none()), (3, true));
    assert!(matches!(&page.items[2], Paper::Invoice(invoice) if invoice.number == 11));

    let recorder = Recorder::new(&pool);
    for (other, principal) in [
        (papers("ORDER"), "ann"),
        (papers("ORDER#"), "bob"),
        (papers("ORDER#").descending(), "ann"),
        (ddbx::collection::<Paper>("ann"), "ann"),
        (ddbx::collection::<Paper>("bob").sort_begins_with("ORDER#"), "ann"),
        (ddbx::collection::<Paper>("ann").sort_between("ORDER#", "ORDER#"), "ann"),
    ] {
        assert_refused(
            other.sealed_for(principal).start_at(&token).fetch_page(&recorder).await,
            &recorder,
        );
    }
}

#[ddbx::test(entities(Note))]
async fn every_bound_and_operator_counts(pool: Pool) {
    let pool = with_keys(&pool, &keys());
    notes(&pool).await;
    let since = |number| of_ann().filter(move |note| note.number.ge(number));
    let token = first(since(2), &pool).await;
    refuse(since(3), "ann", token.as_str(), &pool).await;
    refuse(since(1), "ann", token.as_str(), &pool).await;
    refuse(of_ann(), "ann", token.as_str(), &pool).await;
    for other in [
        of_ann().filter(|note| note.number.gt(2)),
        of_ann().filter(|note| note.number.eq(2)),
        of_ann().filter(|note| note.number.between(2, 6)),
    ] {
        refuse(other, "ann", token.as_str(), &pool).await;
    }
    let recorder = Recorder::at(&pool, at(0));
    let page = since(2).sealed_for("ann").start_at(&token).fetch_page(&recorder).await;
    assert_eq!(page.unwrap().items[0].number, 4, "the control");
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

/// The time of day is part of such a query's filter, and not of what its tokens are bound to.
#[ddbx::test(entities(Note))]
async fn time_passes_between_pages(pool: Pool) {
    let pool = with_keys(&pool, &keys());
    notes(&pool).await;
    let (mut token, mut seen) = (None::<SealedCursor>, Vec::new());
    for second in 1.. {
        let recorder = Recorder::at(&pool, at(second * 1000));
        let page = of_ann()
            .sealed_for("ann")
            .start_at(token.as_deref())
            .fetch_page(&recorder)
            .await
            .unwrap();
        seen.extend(page.items.iter().map(|note| note.number));
        token = page.token;
        if token.is_none() {
            break;
        }
    }
    assert_eq!(seen, [1, 2, 3, 4, 5, 6]);
}

#[ddbx::test(entities(Order))]
async fn nothing_of_it_is_shown(pool: Pool) {
    let pool = shop(&pool).await;
    let token = first(of("ann"), &pool).await;
    let page = of("ann").sealed_for("CANARY").fetch_page(&pool).await.unwrap();
    let shown = format!("{:?} {:?}", page.token, page.info);
    assert!(
        !shown.contains("CUSTOMER#") && !shown.contains(page.token.as_ref().unwrap().as_str()),
        "{shown}"
    );

    let query = of("ann").sealed_for("CANARY").start_at(&token);
    let shown = format!("{query:?} {pool:?}");
    assert!(!shown.contains("CANARY") && !shown.contains(token.as_str()), "{shown}");
    let error = query.fetch_page(&pool).await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(
        !shown.contains("CANARY") && !shown.contains(token.as_str()) && !shown.contains("ann"),
        "{shown}"
    );
}

/// An application awaits it in handlers that move between threads.
#[ddbx::test(entities(Order))]
async fn its_futures_are_send(pool: Pool) {
    fn send<T: Send>(_: T) {}
    send(of("ann").sealed_for("ann").fetch_page(&pool));
    send(ddbx::collection::<Paper>("ann").sealed_for("ann").fetch_page(&pool));
}
