//! The safety table: one row for each form of a request, with the class it must have. Each is sent twice to an engine,
//! as if the first answer had been lost.
//!
//! A request that is `Repeatable` must leave the item as the first one left it, and succeed. One that is `Conditional`
//! must leave the item as well, and may fail of its condition. Those that are `Unsafe` say what they do: most of them
//! would leave another item, which shows that the table can tell.

mod random;
#[cfg(feature = "aws-sdk-dynamodb-1")]
mod sdk;
mod statements;
mod typed;
mod updates;
mod writes;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use ddbx::executor::{Execution, Executor};
use ddbx::request::TableName;
use ddbx::schema::Schema;
use ddbx::{Entity, Error, Item, Pool, Request, Safety, Value, ops};

const REPEATABLE: Safety = Safety::Repeatable;
const CONDITIONAL: Safety = Safety::Conditional;
const UNSAFE: Safety = Safety::Unsafe;

/// The entity whose table all rows write to; `n` and what else they need is in no struct.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "users")]
struct User {
    #[entity(pk)]
    id: String,
    name: String,
    note: Option<String>,
    #[entity(default)]
    visits: u32,
    #[entity(default)]
    version: u32,
    tags: BTreeSet<String>,
}

/// What the second request must do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Again {
    /// It succeeds, and the item is as before.
    Same,
    /// Its condition fails, and the item is as before.
    Refused,
    /// It succeeds, and the item is another one.
    Doubled,
}

use Again::{Doubled, Refused, Same};

/// A pool that tells the safety of the last request.
#[derive(Clone)]
struct Watch {
    pool: Pool,
    last: Arc<Mutex<Option<Safety>>>,
}

impl Executor for Watch {
    fn execute(&self, request: Request) -> Execution {
        *self.last.lock().unwrap() = Some(request.safety);
        self.pool.execute(request)
    }

    fn table(&self, schema: &'static Schema) -> TableName {
        self.pool.table(schema)
    }
}

impl Watch {
    fn new(pool: Pool) -> Self {
        Self {
            pool,
            last: Arc::default(),
        }
    }

    fn users(&self) -> TableName {
        self.pool.table(User::SCHEMA)
    }

    /// The item that is there.
    async fn item(&self) -> Option<Item> {
        let get = ops::GetItem::new(self.users()).key("id", "u1").consistent();
        get.send(&self.pool).await.unwrap().item
    }

    /// Makes this the item that is there.
    async fn store(&self, item: Option<&Item>) {
        match item {
            Some(item) => drop(
                ops::PutItem::new(self.users())
                    .item(item)
                    .send(&self.pool)
                    .await
                    .unwrap(),
            ),
            None => {
                let delete = ops::DeleteItem::new(self.users()).key("id", "u1");
                delete.send(&self.pool).await.unwrap();
            }
        }
    }

    /// One row: stores the item, sends the request twice, and compares.
    async fn row(
        &self,
        row: &str,
        stored: Option<Item>,
        (safety, again): (Safety, Again),
        send: impl AsyncFn(&Self) -> Result<(), Error>,
    ) {
        self.store(stored.as_ref()).await;
        let first = send(self).await;
        assert!(first.is_ok(), "{row}: the first request fails: {first:?}");
        let known = self.last.lock().unwrap().take();
        assert_eq!(known, Some(safety), "{row}");
        let once = self.item().await;
        let second = send(self).await;
        let twice = self.item().await;
        let found = match &second {
            Ok(()) if once == twice => Same,
            Ok(()) => Doubled,
            Err(error) => {
                assert!(error.is_condition_failed() || error.is_not_found(), "{row}: {error:?}");
                assert_eq!(once, twice, "{row}");
                Refused
            }
        };
        assert_eq!(found, again, "{row}: {once:?} and then {twice:?}");
        let allowed = match safety {
            Safety::Read | Safety::Repeatable => found == Same,
            Safety::Conditional => found != Doubled,
            Safety::Unsafe => true,
        };
        assert!(allowed, "{row}: {found:?}");
    }
}

/// An item with an attribute of each kind that the rows are about.
fn stored() -> Option<Item> {
    let item = Item::new()
        .with("id", "u1")
        .with("n", 1)
        .with("version", 1)
        .with("name", "Ann")
        .with("list", Value::L(vec![1.into(), 2.into(), 3.into()]))
        .with("tags", BTreeSet::from(["a".to_owned()]));
    let map = Item::new().with("x", 1).with("list", Value::L(vec![1.into()]));
    Some(item.with("map", Value::M(map)))
}
