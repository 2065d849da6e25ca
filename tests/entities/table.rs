use std::sync::Mutex;
use std::time::Duration;

use ddbx::transport::{Attempt, Backend};
use ddbx::{Entity, ErrorKind, Operation, Pool, PoolOptions, Request, Response, ops};

#[derive(Entity, Debug, PartialEq)]
#[entity(table = "shop", pk = "C#{id}")]
struct Customer {
    id: String,
}

#[derive(Entity, Debug, PartialEq)]
#[entity(table = "shop", pk = "S#{id}")]
struct Supplier {
    id: u32,
}

#[derive(Entity, Debug)]
#[entity(table = "shop", pk = "O#{id}", sk = "L#{line}")]
struct Line {
    id: String,
    line: String,
}

#[tokio::test]
async fn creating_twice_changes_nothing() {
    let pool = crate::engine::connect().await;
    pool.create_tables::<(Customer, Supplier)>().await.unwrap();
    ddbx::put(Customer { id: "c1".into() }).execute(&pool).await.unwrap();
    pool.create_tables::<(Supplier, Customer)>().await.unwrap();
    ddbx::put(Supplier { id: 7 }).execute(&pool).await.unwrap();
    assert_eq!(ddbx::get::<Customer>("c1").fetch_one(&pool).await.unwrap().id, "c1");
    assert_eq!(ddbx::get::<Supplier>(7).fetch_one(&pool).await.unwrap().id, 7);
}

#[tokio::test]
async fn entities_of_one_table_must_agree() {
    let pool = crate::engine::connect().await;
    let error = pool.create_tables::<(Customer, Line)>().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "table `shop`: `Customer` and `Line` are in one table and disagree on its key: \
         partition key `pk` (S) against partition key `pk` (S) and sort key `sk` (S)"
    );
    let tables = ops::ListTables::new().send(&pool).await.unwrap().names;
    assert_eq!(tables, [""; 0], "nothing was created before all were compared");
}

#[derive(Entity, Debug)]
#[entity(table = "t")]
struct Short {
    #[entity(pk)]
    id: String,
}

#[tokio::test]
async fn a_table_has_a_name_of_three_characters_at_least() {
    let pool = crate::engine::connect().await;
    let error = pool.create_tables::<(Short,)>().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "table `t`: the table of `Short` cannot be called so: a name has 3 to 255 characters, with the pool's prefix"
    );
    let pool = PoolOptions::new()
        .table_prefix("my-")
        .connect(&crate::engine::url())
        .await
        .unwrap();
    pool.create_tables::<(Short,)>().await.unwrap();
}

#[tokio::test]
async fn a_table_with_another_key_is_not_taken_for_ours() {
    let pool = crate::engine::connect().await;
    crate::engine::create(
        &pool,
        ops::CreateTable::new("shop").partition_key("id", ops::KeyType::N),
    )
    .await;
    let error = pool.create_tables::<(Customer,)>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert_eq!(
        error.to_string(),
        "table `shop`: the table exists with another key than `Customer` has: \
         partition key `id` (N) against partition key `pk` (S)"
    );
}

#[tokio::test]
async fn a_prefix_goes_before_the_names_of_entities() {
    let pool = PoolOptions::new()
        .table_prefix("test-")
        .connect(&crate::engine::url())
        .await
        .unwrap();
    pool.create_tables::<(Customer,)>().await.unwrap();
    assert_eq!(ops::ListTables::new().send(&pool).await.unwrap().names, ["test-shop"]);
    ddbx::put(Customer { id: "c1".into() }).execute(&pool).await.unwrap();
    let error = ddbx::get::<Customer>("c2").fetch_one(&pool).await.unwrap_err();
    assert_eq!(error.table(), Some("test-shop"));
}

/// A server on which a table is unknown at first, then being created, and ready when it is asked often enough.
#[derive(Debug)]
struct Slow {
    /// How often it is asked until the table is ready.
    ready_after: usize,
    asked: Mutex<usize>,
}

impl Backend for Slow {
    fn send(&self, request: Request) -> Attempt {
        let response = if request.operation == Operation::CreateTable {
            Response::new(200, "{}")
        } else {
            let mut asked = self.asked.lock().unwrap();
            *asked += 1;
            match *asked {
                1 => Response::new(
                    400,
                    r#"{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"}"#,
                ),
                asked if asked < self.ready_after => described("CREATING"),
                _ => described("ACTIVE"),
            }
        };
        Box::pin(async { Ok(response) })
    }
}

fn described(status: &str) -> Response {
    let keys = r#""KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]"#;
    let types = r#""AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}]"#;
    let table = format!(r#"{{"Table":{{"TableName":"shop","TableStatus":"{status}",{keys},{types}}}}}"#);
    Response::new(200, table)
}

fn slow(ready_after: usize) -> Pool {
    PoolOptions::new().connect_with(Slow {
        ready_after,
        asked: Mutex::new(0),
    })
}

#[tokio::test(start_paused = true)]
async fn a_table_is_waited_for_until_it_is_ready() {
    let start = tokio::time::Instant::now();
    slow(4).create_tables::<(Customer,)>().await.unwrap();
    assert_eq!(start.elapsed(), Duration::from_millis(50 + 100 + 200));
}

#[tokio::test(start_paused = true)]
async fn a_table_that_is_never_ready_is_given_up() {
    let error = slow(usize::MAX).create_tables::<(Customer,)>().await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(
        error.to_string(),
        "table `shop`: the table is not ready after 120 seconds: its status is CREATING"
    );
}
