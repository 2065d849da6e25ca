//! Who may scan: a pool, its scopes, a table, an entity, one statement.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use ddbx::{Entity, Pool, ScanPolicy, Table};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata, Subscriber, span};

use crate::recorder::Recorder;

#[derive(Entity, Debug)]
#[entity(table = "notes", by_owner(pk = owner))]
struct Note {
    #[entity(pk)]
    id: String,
    owner: String,
}

#[derive(Entity, Debug)]
#[entity(table = "towns", allow_scan)]
struct Town {
    #[entity(pk)]
    name: String,
}

#[derive(Table)]
#[table(name = "shop", allow_scan)]
struct Shop;

#[derive(Entity, Debug)]
#[entity(table = Shop, pk = "P#{id}")]
struct Product {
    id: String,
}

#[derive(Table)]
#[table(name = "office")]
struct Office;

#[derive(Entity, Debug)]
#[entity(table = Office, pk = "DESK#{id}", allow_scan)]
struct Desk {
    id: String,
}

#[derive(Entity, Debug)]
#[entity(table = Office, pk = "CHAIR#{id}")]
struct Chair {
    id: String,
}

async fn may_scan<E: Entity>(pool: &Pool) -> bool {
    match ddbx::scan::<E>().fetch_page(pool).await {
        Ok(_) => true,
        Err(error) => {
            assert!(error.is_invalid(), "{error}");
            false
        }
    }
}

#[ddbx::test(entities(Note, Town, Product, Desk, Chair))]
async fn the_most_special_holds(pool: Pool) {
    use ScanPolicy::{Allow, Deny, Warn};

    // What is said of all; of the table; whether a note may, and a town, which says that it may.
    for (all, table, note, town) in [
        (None, None, false, true),
        (Some(Deny), None, false, true),
        (Some(Warn), None, true, true),
        (Some(Allow), None, true, true),
        (None, Some(Allow), true, true),
        (None, Some(Warn), true, true),
        (Some(Allow), Some(Deny), false, false),
        (Some(Deny), Some(Allow), true, true),
    ] {
        let scope = pool.with(|mut options| {
            if let Some(policy) = all {
                options = options.scan_policy(policy);
            }
            if let Some(policy) = table {
                options = options.scan_policy_of("notes", Deny).scan_policy_of("notes", policy);
                options = options.scan_policy_of("towns", policy);
            }
            options
        });
        let found = (may_scan::<Note>(&scope).await, may_scan::<Town>(&scope).await);
        assert_eq!(found, (note, town), "{all:?}, {table:?}");
        assert!(ddbx::scan::<Note>().allow_scan().fetch_page(&scope).await.is_ok());
    }
    assert!(may_scan::<Product>(&pool).await, "its table says so");
    assert!(may_scan::<Desk>(&pool).await, "it says so");
    assert!(
        !may_scan::<Chair>(&pool).await,
        "its neighbour says so, and it does not"
    );
    let some = pool.with(|options| options.allow_scan_on(["notes", "office"]));
    assert!(may_scan::<Note>(&some).await && may_scan::<Chair>(&some).await);
    // What a scope says is inherited by its own.
    assert!(may_scan::<Note>(&some.with(|options| options)).await);
}

#[ddbx::test(entities(Note))]
async fn a_denied_scan_is_not_sent_and_has_its_ways_out(pool: Pool) {
    let recorder = Recorder::new(&pool);
    let scan = || ddbx::scan::<Note>().filter(|note| note.owner.eq("ann"));
    let said = "Scan on table `notes`: `Note` may not be scanned: a scan reads all of table `notes`, whatever it \
                returns; where that is meant, `.allow_scan()` lets this one scan, \
                `PoolOptions::allow_scan_on([\"notes\"])` those of the table, and \
                `PoolOptions::scan_policy(ScanPolicy::Allow)` all";
    for error in [
        scan().fetch_page(&recorder).await.unwrap_err(),
        scan().all_pages().fetch_all(&recorder).await.unwrap_err(),
        scan().all_pages().fetch_optional(&recorder).await.unwrap_err(),
        scan().max_pages(1).count(&recorder).await.unwrap_err(),
        scan().index("by_owner").fetch_page(&recorder).await.unwrap_err(),
        scan().all_pages().segments(2).fetch_all(&recorder).await.unwrap_err(),
        scan().all_pages().segments(2).count(&recorder).await.unwrap_err(),
    ] {
        assert!(error.is_invalid());
        assert_eq!(crate::message(&error), said);
    }
    assert!(!recorder.was_asked());
    // DynamoDB's operation is not governed: it is what was written.
    let page = ddbx::ops::Scan::new(ddbx::Executor::table(&pool, Note::SCHEMA));
    assert!(page.send::<ddbx::Item>(&recorder).await.is_ok());
}

/// Keeps what is said.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "ddbx::scan"
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        assert_eq!(*event.metadata().level(), Level::WARN);
        let mut line = String::new();
        event.record(&mut Line(&mut line));
        self.0.lock().unwrap().push(line);
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

#[ddbx::test(entities(Note))]
async fn a_warning_is_said_and_counted_once_for_each_scan(pool: Pool) {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let warned = pool.with(|options| options.scan_policy(ScanPolicy::Warn));
    let scan = ddbx::scan::<Note>;
    for id in 0..5 {
        let (id, owner) = (id.to_string(), "ann".to_owned());
        ddbx::put(Note { id, owner }).execute(&pool).await.unwrap();
    }
    assert_eq!(
        scan().page_size(2).all_pages().fetch_all(&warned).await.unwrap().len(),
        5
    );
    assert_eq!(
        scan()
            .index("by_owner")
            .all_pages()
            .segments(3)
            .count(&&warned)
            .await
            .unwrap(),
        5
    );
    // What is refused for another reason, and what was allowed, is not worth a warning.
    assert!(scan().index("by_name").fetch_page(&warned).await.is_err());
    assert!(scan().allow_scan().fetch_page(&warned).await.is_ok());
    assert_eq!((warned.warned_scans(), pool.warned_scans()), (2, 2));

    let lines: Vec<String> = std::mem::take(&mut *log.0.lock().unwrap());
    assert_eq!(lines.len(), 2);
    let table = ddbx::Executor::table(&pool, Note::SCHEMA);
    assert!(
        lines[0].contains(&format!("entity=\"Note\" table=\"{table}\"")),
        "{}",
        lines[0]
    );
    assert!(
        !lines[0].contains("index") && lines[1].contains("index=\"by_owner\""),
        "{}",
        lines[1]
    );
}

#[tokio::test]
async fn a_prefix_is_no_part_of_the_table_that_a_policy_names() {
    let options = ddbx::PoolOptions::new().table_prefix("test-").allow_scan_on(["notes"]);
    let pool = options.connect("dynamodb::memory:").await.unwrap();
    pool.create_tables::<(Note,)>().await.unwrap();
    assert!(may_scan::<Note>(&pool).await);
}
