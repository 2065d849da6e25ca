//! Indexes that do not copy all attributes.

use ddbx::{Entity, Executor as _, Item, Pool, Table, ops};
use futures_util::TryStreamExt as _;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "{number:06}")]
#[entity(by_status(pk = "{status}", sk = "{number:06}", projection = keys_only))]
#[entity(by_total(local, sk = total, projection = include("note", "customer", "number", "status")))]
#[entity(by_note(pk = note, projection = include("total", "status")))]
struct Order {
    #[entity(key_only)]
    customer: String,
    #[entity(key_only)]
    number: u32,
    status: String,
    total: u32,
    note: Option<String>,
}

fn order(number: u32) -> Order {
    Order {
        customer: "ann".into(),
        number,
        status: "open".into(),
        total: 10 * number,
        note: Some("late".into()),
    }
}

#[ddbx::test(entities(Order))]
async fn an_index_copies_what_it_is_told_to(pool: Pool) {
    ddbx::put(order(1)).execute(&pool).await.unwrap();
    let query = ops::Query::new(pool.table(Order::SCHEMA))
        .index("by_status")
        .key_condition("by_status_pk = :status")
        .value(":status", "open");
    let keys = query.send::<Item>(&pool).await.unwrap().items;
    let names: Vec<_> = keys[0].iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["by_status_pk", "by_status_sk", "pk", "sk"]);

    // All fields are there, in the key, in the index's key and besides.
    let query = ddbx::query::<Order>()
        .index("by_total")
        .filter(|order| order.customer.eq("ann").and(order.total.eq(10)));
    assert_eq!(query.fetch_all(&pool).await.unwrap(), [order(1)]);
    let query = ddbx::query::<Order>()
        .index("by_note")
        .filter(|order| order.note.eq("late"));
    assert_eq!(query.fetch_all(&pool).await.unwrap(), [order(1)]);
}

#[ddbx::test(entities(Order))]
async fn what_is_not_there_is_not_read_as_nothing(pool: Pool) {
    ddbx::put(order(1)).execute(&pool).await.unwrap();
    let open = || {
        ddbx::query::<Order>()
            .index("by_status")
            .filter(|order| order.status.eq("open"))
    };
    let refusal = "Query on table `orders`: the index that serves this query on `Order` does not copy \
                   `status`, `total`, `note`\n  \
                   index by_status: {status}, sorted by {number:06}\n  \
                   help: say `hydrate` to read whole items from the table, `select` a view of fields it copies, \
                   or let the index project them";
    let error = open().fetch_all(&pool).await.unwrap_err();
    assert!(error.is_invalid());
    assert_eq!(crate::chain(&error), refusal);
    assert_eq!(crate::chain(&open().fetch_page(&pool).await.unwrap_err()), refusal);
    assert_eq!(crate::chain(&open().fetch_optional(&pool).await.unwrap_err()), refusal);
    assert_eq!(open().count(&pool).await.unwrap(), 1, "a count reads none of them");
}

#[derive(Table)]
#[table(
    name = "shop",
    sk = "sk",
    index(name = "by_status", pk = "gsi1pk", projection = keys_only),
    index(name = "by_kind", pk = "gsi2pk", projection = include("_type", "status")),
    local_index(name = "by_total", sk = "lsi1sk", projection = all)
)]
struct Shop;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "L#{id}", sk = "L", by_status(pk = status), by_kind(pk = "L"), by_total(sk = status))]
struct Line {
    #[entity(key_only)]
    id: String,
    status: String,
}

#[ddbx::test(entities(Line))]
async fn entities_of_a_shared_table_need_their_tag(pool: Pool) {
    let line = ddbx::put(Line {
        id: "1".into(),
        status: "open".into(),
    });
    let line = line.execute(&pool).await.unwrap();
    let open = || {
        ddbx::query::<Line>()
            .index("by_status")
            .filter(|line| line.status.eq("open"))
    };
    for (error, lacks) in [
        (open().fetch_all(&pool).await.unwrap_err(), "`status`, the tag `_type`"),
        (open().count(&pool).await.unwrap_err(), "the tag `_type`"),
    ] {
        let said = format!("the index that serves this query on `Line` does not copy {lacks}\n");
        assert!(crate::chain(&error).contains(&said), "{}", crate::chain(&error));
    }
    let kind = ddbx::query::<Line>().index("by_kind");
    assert_eq!(kind.fetch_all(&pool).await.unwrap(), std::slice::from_ref(&line));
    let sorted = ddbx::query::<Line>().index("by_total").filter(|line| line.id.eq("1"));
    assert_eq!(sorted.fetch_all(&pool).await.unwrap(), [line]);
}

#[derive(Entity)]
#[entity(table = "orders", pk = "OTHER#{id}", sk = "{id}")]
#[entity(by_status(pk = "{id}", sk = "X"), by_note(pk = note, projection = include("status", "total")))]
struct Other {
    id: String,
    note: String,
}

#[tokio::test]
async fn entities_of_one_table_agree_on_what_its_indexes_copy() {
    let pool = crate::engine::connect().await;
    let error = pool.create_tables::<(Order, Other)>().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "table `orders`: `Order` and `Other` are in one table and disagree on its index `by_status`: \
         the keys only against all attributes"
    );
}

#[ddbx::test]
async fn a_table_that_is_there_copies_what_its_entities_say(pool: Pool) {
    let table = pool.table(Line::SCHEMA);
    let create = ops::CreateTable::new(&table)
        .partition_key("pk", ops::KeyType::S)
        .sort_key("sk", ops::KeyType::S)
        .global_index(
            ops::GlobalIndex::new("by_status")
                .partition_key("gsi1pk", ops::KeyType::S)
                .keys_only(),
        )
        .global_index(
            ops::GlobalIndex::new("by_kind")
                .partition_key("gsi2pk", ops::KeyType::S)
                .include(["status"]),
        )
        .local_index(ops::LocalIndex::new("by_total").sort_key("lsi1sk", ops::KeyType::S));
    create.send(&pool).await.unwrap();
    let error = pool.create_tables::<(Line,)>().await.unwrap_err();
    assert_eq!(
        crate::message(&error),
        "table `shop`: the table exists with another projection of index `by_kind` than `Line` has: \
         `status` against `_type`, `status`"
    );
}

#[derive(ddbx::Attribute, Clone, Debug, PartialEq)]
struct Place {
    city: Option<String>,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "parcels", pk = id)]
#[entity(by_owner(pk = owner, projection = include("until")))]
#[entity(by_city(pk = owner, projection = keys_only))]
struct Parcel {
    id: String,
    owner: String,
    #[entity(flatten)]
    place: Option<Place>,
    #[entity(expires)]
    until: Option<u64>,
}

#[ddbx::test(entities(Parcel))]
async fn what_is_flattened_or_over_is_not_read_as_nothing(pool: Pool) {
    let owned = |index| {
        ddbx::query::<Parcel>()
            .index(index)
            .filter(|parcel| parcel.owner.eq("ann"))
    };
    let parcel = |id: &str, until| Parcel {
        id: id.into(),
        owner: "ann".into(),
        place: Some(Place { city: None }),
        until,
    };
    ddbx::put(parcel("p1", None)).execute(&pool).await.unwrap();
    ddbx::put(parcel("p2", Some(1))).execute(&pool).await.unwrap();
    assert_eq!(owned("by_owner").count(&pool).await.unwrap(), 1);
    for (refused, said) in [
        (
            owned("by_owner").fetch_all(&pool).await.err(),
            "does not copy flattened fields, or the rest\n",
        ),
        (owned("by_city").count(&pool).await.err(), "does not copy `until`\n"),
    ] {
        let refused = refused.unwrap();
        assert!(refused.is_invalid() && refused.to_string().contains(said), "{refused}");
    }
}

#[ddbx::test(entities(Order))]
async fn whole_entities_are_read_from_the_table(pool: Pool) {
    let mut orders = Vec::new();
    for number in 1..=5 {
        orders.push(ddbx::put(order(number)).execute(&pool).await.unwrap());
    }
    let open = || ddbx::query::<Order>().filter(|order| order.status.eq("open")).hydrate();
    assert_eq!(open().fetch_all(&pool).await.unwrap(), orders);
    assert_eq!(open().count(&pool).await.unwrap(), 5);
    let planned = ddbx::query!(Order, status == "open", hydrate);
    assert_eq!(
        planned.descending().take(2).fetch_all(&pool).await.unwrap(),
        [orders[4].clone(), orders[3].clone()]
    );
    let mut found = open().page_size(2).fetch(&pool);
    for order in &orders[..3] {
        assert_eq!(found.try_next().await.unwrap().as_ref(), Some(order));
    }
    let rest = open().start_at(found.cursor()).fetch_all(&pool).await.unwrap();
    assert_eq!(rest, orders[3..]);
}
