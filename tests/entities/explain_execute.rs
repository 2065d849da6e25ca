//! What was explained is executed: the statement is the same one, and nothing of it has changed.

use std::time::SystemTime;

use ddbx::{Collection, Entity, Pool, View};

use crate::recorder::Recorder;
use crate::{at, chain};

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "ORDER#{id}")]
#[entity(by_status(pk = "STATUS#{status}", sk = "{total:06}"))]
struct Order {
    customer: String,
    #[entity(id = ulid)]
    id: String,
    status: String,
    total: u32,
    #[entity(created_at)]
    created: Option<SystemTime>,
    #[entity(updated_at)]
    updated: Option<SystemTime>,
    #[entity(version)]
    version: u64,
}

/// It cannot be cloned.
#[derive(Entity, Debug, PartialEq)]
#[entity(table = "users", allow_scan)]
struct User {
    #[entity(pk)]
    id: String,
    visits: u32,
    weight: f64,
}

#[derive(View, Debug, PartialEq)]
#[view(User)]
struct Visits {
    visits: u32,
}

fn order(id: &str) -> Order {
    Order {
        customer: "ann".into(),
        id: id.into(),
        status: "open".into(),
        total: 5,
        created: None,
        updated: None,
        version: 0,
    }
}

fn user(id: &str) -> User {
    User {
        id: id.into(),
        visits: 1,
        weight: 0.5,
    }
}

#[ddbx::test(entities(Order))]
async fn a_put_gets_its_id_and_times_when_it_is_stored(pool: Pool) {
    let (before, after) = (Recorder::at(&pool, at(1000)), Recorder::at(&pool, at(2000)));
    let put = ddbx::put(order(""))
        .if_not_exists()
        .when(|order| order.total.not_exists());
    let explanation = put.explain(&before).unwrap();
    assert_eq!(explanation.to_string(), put.explain(&before).unwrap().to_string());
    assert!(!before.was_asked());

    let stored = put.execute(&after).await.unwrap();
    assert_eq!(explanation.item_bytes, Some(size(&stored)));
    assert_eq!(stored.id.len(), 26);
    let expected = Order {
        id: stored.id.clone(),
        created: Some(at(2000)),
        updated: Some(at(2000)),
        version: 1,
        ..order("")
    };
    assert_eq!(stored, expected);

    // The next version: an explanation has not counted it.
    let put = ddbx::put(stored.clone());
    assert!(put.explain(&after).unwrap().condition.unwrap().ends_with("version = …"));
    let returning = put.returning_old();
    assert_eq!(returning.explain(&after).unwrap().indexes.len(), 1);
    assert_eq!(returning.execute(&after).await.unwrap(), Some(stored));
}

fn size(order: &Order) -> u64 {
    ddbx_core::value::item_size(&order.to_item().unwrap()) as u64
}

#[ddbx::test(entities(Order))]
async fn an_explanation_leaves_the_request_as_it_is(pool: Pool) {
    let recorder = Recorder::at(&pool, at(1000));
    let put = || ddbx::put(order("o1")).when(|order| order.status.ne("sent"));
    put().execute(&recorder).await.unwrap();
    let unexplained = recorder.last();
    let delete = || ddbx::delete::<Order>(("ann", "o1")).must_exist();
    delete().execute(&recorder).await.unwrap();
    let deletion = recorder.last();

    let explained = put();
    explained.explain(&recorder).unwrap();
    explained.execute(&recorder).await.unwrap();
    assert_eq!(recorder.last().body, unexplained.body);

    let update = || {
        let update = ddbx::update::<Order>(("ann", "o1")).set(|order| order.status, "sent");
        update.when(|order| order.total.is_in([4, 5]))
    };
    update().execute(&recorder).await.unwrap();
    let unexplained = recorder.last();
    let explained = update().returning_new();
    let explanation = explained.explain(&recorder).unwrap();
    assert_eq!(
        explanation.to_string(),
        update().explain(&recorder).unwrap().to_string()
    );
    assert_eq!(explained.execute(&recorder).await.unwrap().version, 3);
    let returning = String::from_utf8(recorder.last().body.to_vec()).unwrap();
    let unexplained = String::from_utf8(unexplained.body.to_vec()).unwrap();
    assert_eq!(returning.replace(",\"ReturnValues\":\"ALL_NEW\"", ""), unexplained);

    let explained = delete();
    explained.explain(&recorder).unwrap();
    explained.execute(&recorder).await.unwrap();
    assert_eq!(recorder.last().body, deletion.body);
}

#[ddbx::test(entities(User))]
async fn what_cannot_be_cloned_is_explained_but_for_puts(pool: Pool) {
    ddbx::put(user("u1")).execute(&pool).await.unwrap();
    let update = ddbx::update::<User>("u1").add(|user| user.visits, 1);
    assert_eq!(update.explain(&pool).unwrap().changes, ["ADD visits …"]);
    let update = update.clone().returning_old();
    assert_eq!(update.explain(&pool).unwrap().changes, ["ADD visits …"]);
    assert_eq!(update.execute(&pool).await.unwrap().visits, 1);

    let scan = ddbx::scan::<User>().filter(|user| user.visits.gt(1)).all_pages();
    assert_eq!(scan.explain(&pool).unwrap().filter.as_deref(), Some("visits > …"));
    assert_eq!(scan.clone().count(&pool).await.unwrap(), 1);
    let segments = scan.segments(2);
    assert_eq!(segments.explain(&pool).unwrap().segments, Some(2));
    assert_eq!(segments.clone().count(&pool).await.unwrap(), 1);
    assert_eq!(segments.fetch_all(&pool).await.unwrap().len(), 1);

    let query = ddbx::query::<User>().filter(|user| user.id.eq("u1"));
    assert_eq!(query.explain(&pool).unwrap().key, ["id = …"]);
    assert_eq!(query.clone().count(&pool).await.unwrap(), 1);
    let read = query.exactly_one(&pool).await.unwrap();

    let delete = ddbx::delete_entity(read).when(|user| user.visits.eq(2));
    assert_eq!(delete.explain(&pool).unwrap().condition.as_deref(), Some("visits = …"));
    delete.execute(&pool).await.unwrap();
    let delete = ddbx::delete::<User>("u1").returning_old();
    assert_eq!(delete.explain(&pool).unwrap().condition, None);
    assert_eq!(delete.execute(&pool).await.unwrap(), None);
}

/// A get is explained as the query of its key, by which it is read, too.
#[ddbx::test(entities(User, Order))]
async fn a_get_is_a_query_of_its_whole_key(pool: Pool) {
    ddbx::put(user("u1")).execute(&pool).await.unwrap();
    let (get, query) = (ddbx::get::<User>("u1"), ddbx::query!(User, id == "u1"));
    let said = |explanation: ddbx::Explanation| format!("{explanation}{explanation:?}");
    assert_eq!(said(get.explain(&pool).unwrap()), said(query.explain(&pool).unwrap()));
    assert_eq!(
        get.explain(&pool).unwrap().with_item_size(5000).estimate().read_units,
        1.0
    );
    assert_eq!(get.fetch_one(&pool).await.unwrap(), user("u1"));

    let get = ddbx::get::<User>("u1").consistent().select::<Visits>();
    let query = ddbx::query!(User, id == "u1", consistent, select = Visits);
    assert_eq!(said(get.explain(&pool).unwrap()), said(query.explain(&pool).unwrap()));
    assert_eq!(get.explain(&pool).unwrap().estimate().read_units, 100.0, "400 KB");
    assert_eq!(get.fetch_one(&pool).await.unwrap(), Visits { visits: 1 });

    let (customer, id) = ("ann", "o1");
    let get = ddbx::get!(Order { id, customer });
    let query = ddbx::query!(Order, customer == "ann" && id == "o1");
    let key = ["pk = CUSTOMER#{customer}", "sk = ORDER#{id}"];
    assert_eq!(get.explain(&pool).unwrap().key, key);
    assert_eq!(said(get.explain(&pool).unwrap()), said(query.explain(&pool).unwrap()));

    let refused = ddbx::get::<User>("");
    let explained = chain(&refused.explain(&pool).unwrap_err());
    assert_eq!(explained, chain(&refused.fetch_optional(&pool).await.unwrap_err()));
}

#[test]
fn what_holds_no_entity_is_clone_whatever_the_entity_is() {
    fn is_clone<T: Clone>() {}
    #[expect(dead_code, reason = "it is compiled")]
    fn of<E: Entity, V, C: Collection>() {
        is_clone::<(ddbx::Update<E>, ddbx::UpdateReturning<E>)>();
        is_clone::<(ddbx::Delete<E>, ddbx::DeleteReturning<E>)>();
        is_clone::<(ddbx::Get<E, V>, ddbx::Query<E, V>, ddbx::PlannedQuery<E, V>)>();
        is_clone::<(ddbx::Scan<E>, ddbx::ParallelScan<E>, ddbx::CollectionQuery<C>)>();
        is_clone::<ddbx::Condition<E>>();
    }
}

#[ddbx::test(entities(User))]
async fn a_statement_is_the_base_of_others(pool: Pool) {
    for id in ["u1", "u2"] {
        ddbx::put(user(id)).execute(&pool).await.unwrap();
    }
    let visits = ddbx::query!(User, id == "u1").pluck(|user| user.visits);
    assert_eq!(visits.clone().fetch_all(&pool).await.unwrap(), [1]);
    assert_eq!(visits.fetch_all(&pool).await.unwrap(), [1]);
    let get = ddbx::get::<User>("u2").consistent();
    assert_eq!(get.clone().fetch_one(&pool).await.unwrap(), user("u2"));
    ddbx::delete_entity(get.clone().fetch_one(&pool).await.unwrap())
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!(get.fetch_optional(&pool).await.unwrap(), None);
}

/// The value that cannot be stored stays in the statement, and in all of its clones.
#[tokio::test]
async fn a_value_that_cannot_be_stored_is_told_each_time() {
    let pool = Pool::connect("dynamodb::memory:").await.unwrap();
    let update = ddbx::update::<User>("u1").set(|user| user.weight, f64::NAN);
    let delete = ddbx::delete::<User>("u1").when(|user| user.weight.gt(f64::NAN));
    let explained = [update.explain(&pool), delete.explain(&pool)].map(|refused| chain(&refused.unwrap_err()));
    let executed = [
        update.clone().execute(&pool).await,
        update.execute(&pool).await,
        delete.clone().execute(&pool).await,
        delete.execute(&pool).await,
    ]
    .map(|refused| chain(&refused.unwrap_err()));
    assert_eq!(executed[..2], [&*explained[0]; 2]);
    assert_eq!(executed[2..], [&*explained[1]; 2]);

    let query = ddbx::query!(User, id == "u1" && weight > f64::NAN);
    let explained = chain(&query.explain(&pool).unwrap_err());
    assert_eq!(chain(&query.clone().fetch_all(&pool).await.unwrap_err()), explained);
}
