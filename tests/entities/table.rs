use ddbx::{Entity, ErrorKind, Pool, PoolOptions, ops};

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
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    pool.create_tables::<(Customer, Supplier)>().await.unwrap();
    ddbx::put(Customer { id: "c1".into() }).execute(&pool).await.unwrap();
    pool.create_tables::<(Supplier, Customer)>().await.unwrap();
    ddbx::put(Supplier { id: 7 }).execute(&pool).await.unwrap();
    assert_eq!(ddbx::get::<Customer>("c1").fetch_one(&pool).await.unwrap().id, "c1");
    assert_eq!(ddbx::get::<Supplier>(7).fetch_one(&pool).await.unwrap().id, 7);
}

#[tokio::test]
async fn entities_of_one_table_must_agree() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    let error = pool.create_tables::<(Customer, Line)>().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "table `shop`: `Customer` and `Line` are in one table and disagree on its key: \
         partition key `pk` (S) against partition key `pk` (S) and sort key `sk` (S)"
    );
}

#[tokio::test]
async fn a_table_with_another_key_is_not_taken_for_ours() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    ops::CreateTable::new("shop")
        .partition_key("id", ops::KeyType::N)
        .send(&pool)
        .await
        .unwrap();
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
        .connect("dynamodb::memory:")
        .await
        .unwrap();
    pool.create_tables::<(Customer,)>().await.unwrap();
    assert_eq!(ops::ListTables::new().send(&pool).await.unwrap().names, ["test-shop"]);
    ddbx::put(Customer { id: "c1".into() }).execute(&pool).await.unwrap();
    let error = ddbx::get::<Customer>("c2").fetch_one(&pool).await.unwrap_err();
    assert_eq!(error.table(), Some("test-shop"));
}
