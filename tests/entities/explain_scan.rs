//! What a scan says it will do.

use ddbx::{Entity, ErrorKind, Pool, ScanPolicy, Table, View, ops};

use crate::message;
use crate::recorder::Recorder;

#[derive(Entity, Debug)]
#[entity(table = "users", by_town(pk = town, projection = include("age")))]
struct User {
    #[entity(pk)]
    id: String,
    town: Option<String>,
    age: u32,
    photo: Vec<u8>,
}

#[derive(View)]
#[view(User)]
#[expect(dead_code, reason = "it is not read")]
struct UserAge {
    id: String,
    age: u32,
}

#[derive(Table)]
#[table(name = "shop", pk = "pk", ttl = "until", allow_scan)]
struct Shop;

#[derive(Entity, Debug)]
#[entity(table = Shop, pk = "CART#{id}")]
struct Cart {
    id: String,
    #[entity(expires)]
    until: Option<u64>,
    total: u32,
}

/// A table of a million items of 400 bytes, half of which are in the index, with 50 bytes each.
fn described() -> ops::TableDescription {
    let mut table = ops::TableDescription::default();
    (table.item_count, table.size_bytes) = (1_000_000, 400_000_000);
    let mut index = ops::IndexDescription::default();
    index.name = "by_town".into();
    (index.item_count, index.size_bytes) = (500_000, 25_000_000);
    table.global_indexes = vec![index];
    table
}

#[tokio::test]
async fn a_scan_reads_all_of_its_table() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    let recorder = Recorder::new(&pool);
    let scan = ddbx::scan::<User>().filter(|user| user.age.ge(18).or(user.town.exists()));
    let explanation = scan.explain(&recorder).unwrap().with_table(&described());
    assert!(!recorder.was_asked());
    assert_eq!(explanation.scan_policy, Some(ScanPolicy::Deny));
    assert_eq!(
        explanation.filter.as_deref(),
        Some("age >= … OR attribute_exists(town)")
    );
    assert_eq!(
        explanation.to_string(),
        "\
Scan of `User` on table `users`, all of it
  filter    age >= … OR attribute_exists(town)
  order     none
  reads     all fields
  estimate  128 read units, 0.000016 USD, for a page of 2621 items of 400 bytes
            48828.5 read units, 0.006104 USD, for all 382 pages with 1000000 items
  policy    denied here, unless it says `.allow_scan()`
  note      all of the table is read, and paid for, whatever is returned
            the filter is applied to what was read: items that it drops are paid for
"
    );
}

#[tokio::test]
async fn a_scan_in_segments_of_an_index_reads_the_index() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    let scan = ddbx::scan::<User>().index("by_town").select::<UserAge>().allow_scan();
    let explanation = scan.all_pages().segments(50).explain(&pool).unwrap();
    assert_eq!(explanation.segments, Some(50));
    let explanation = explanation.with_table(&described());
    assert_eq!(
        explanation.to_string(),
        "\
Scan of `User` on table `users`, all of index `by_town`
  segments  50, side by side
  filter    none
  order     none
  reads     id, age
  estimate  128 read units, 0.000016 USD, for a page of 20971 items of 50 bytes
            3052 read units, 0.000382 USD, for all 50 pages with 500000 items
  policy    allowed
  note      all of the index is read, and paid for, whatever is returned
            a global index follows its table after a moment
            entities without `town` are not in the index
"
    );
}

#[tokio::test]
async fn neighbours_and_what_is_over_are_left_out() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    let scan = || ddbx::scan::<Cart>().filter(|cart| cart.total.gt(5).or(cart.total.eq(1)));
    let explanation = scan().consistent().page_size(10).explain(&pool).unwrap();
    assert_eq!(
        explanation.with_item_size(4000).to_string(),
        "\
Scan of `Cart` on table `shop`, all of it
  filter    (total > … OR total = …) AND _type is Cart AND until is not over
  order     none
  reads     all fields, consistently
  estimate  10 read units, 0.000001 USD, for a page of 10 items of 4000 bytes
  policy    allowed
  note      all of the table is read, and paid for, whatever is returned
            items of the table's other entities are read, too
            the filter is applied to what was read: items that it drops are paid for
"
    );
    let filter = scan().include_expired().explain(&pool).unwrap().filter;
    assert_eq!(filter.as_deref(), Some("(total > … OR total = …) AND _type is Cart"));
}

#[tokio::test]
async fn limits_bound_the_whole_scan() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    let all = |scan: ddbx::Scan<User, ops::ManyPages>| {
        let estimate = scan.explain(&pool).unwrap().with_table(&described()).estimate();
        let all = estimate.all_pages.unwrap();
        (all.items, all.bytes, all.pages, all.read_units)
    };
    let scan = || ddbx::scan::<User>().all_pages();
    assert_eq!(all(scan()), (1_000_000, 400_000_000, 382, 48_828.5));
    assert_eq!(all(scan().consistent()), (1_000_000, 400_000_000, 382, 97_657.0));
    assert_eq!(all(scan().max_pages(1)), (2617, 1_047_120, 1, 128.0));
    assert_eq!(all(scan().max_scanned(1000)), (1000, 400_000, 1, 49.0));
    assert_eq!(all(scan().take(10)), (10, 4000, 1, 0.5));
    // Without a match, everything is read.
    assert_eq!(all(scan().take(10).filter(|user| user.age.gt(99))).0, 1_000_000);
    assert_eq!(all(scan().page_size(10)), (1_000_000, 400_000_000, 100_000, 50_000.0));

    let small = ops::TableDescription::default();
    let estimate = ddbx::scan::<User>()
        .explain(&pool)
        .unwrap()
        .with_table(&small)
        .estimate();
    assert_eq!(estimate.all_pages.unwrap().read_units, 0.5);
    assert_eq!(estimate.items_per_page, Some(1));
}

#[tokio::test]
async fn the_policy_is_the_pools() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    let policy = |pool: &Pool| ddbx::scan::<User>().explain(pool).unwrap().scan_policy;
    assert_eq!(policy(&pool), Some(ScanPolicy::Deny));
    let warned = pool.with(|options| options.scan_policy(ScanPolicy::Warn));
    assert_eq!(policy(&warned), Some(ScanPolicy::Warn));
    let text = ddbx::scan::<User>().explain(&warned).unwrap().to_string();
    assert!(text.contains("\n  policy    allowed here, with a warning\n"), "{text}");
    assert_eq!(warned.warned_scans(), 0, "it was not run");
}

#[tokio::test]
async fn what_the_scan_would_refuse_is_refused() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    let refused = |scan: ddbx::Scan<User>| message(&scan.explain(&pool).unwrap_err());
    assert!(refused(ddbx::scan().index("by_age")).starts_with("Scan on table `users`: `User` has no index `by_age`"));
    assert!(refused(ddbx::scan().index("by_town")).contains("`photo` would be missing"));
    assert!(refused(ddbx::scan().index("by_town").consistent()).contains("is global"));
    assert!(refused(ddbx::scan().page_size(0)).contains("a page has at least one item"));
    let error = ddbx::scan::<User>().filter(|user| user.age.is_in(Vec::<u32>::new()));
    assert!(
        error
            .explain(&pool)
            .is_err_and(|error| error.kind() == ErrorKind::Encode)
    );
}

#[tokio::test]
async fn a_page_of_a_query_has_its_size_with_a_filter_too() {
    #[derive(Entity)]
    #[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}")]
    struct Order {
        customer: String,
        number: u32,
        total: u32,
    }
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    let query = || ddbx::query::<Order>().filter(|order| order.customer.eq("ann").and(order.total.gt(5)));
    let items = |query: ddbx::Query<Order>| {
        let explanation = query.explain(&pool).unwrap().with_item_size(1000);
        explanation.estimate().items_per_page
    };
    assert_eq!(items(query()), Some(1048));
    assert_eq!(items(query().page_size(10)), Some(10));
    // How many are read until as many are found is not known.
    assert_eq!(items(query().take(10)), Some(1048));
}
