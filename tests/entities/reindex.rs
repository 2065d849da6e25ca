//! Indexes that share an attribute: an item that leaves one may stay in the other.

#![allow(clippy::duplicated_attributes, reason = "that they share one is the matter here")]

use ddbx::{Entity, Pool, Table};

#[derive(Table)]
#[table(
    name = "tasks",
    index(name = "by_status", pk = "gsi1pk", sk = "gsi1sk"),
    index(name = "by_owner", pk = "gsi1pk", sk = "gsi2sk"),
    index(name = "by_place", pk = "gsi1pk", sk = "gsi3sk")
)]
struct Tasks;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Tasks, pk = "TASK#{id}")]
#[entity(by_status(pk = "S#{status}", sk = "{id:u32}"), by_owner(pk = "S#{status}", sk = owner))]
struct Task {
    id: u32,
    status: String,
    owner: Option<String>,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Tasks, pk = "VISIT#{id}")]
#[entity(by_owner(pk = "S#{id}", sk = owner), by_place(pk = "S#{id}", sk = place))]
struct Visit {
    id: u32,
    owner: Option<String>,
    place: Option<String>,
}

#[ddbx::test(entities(Task))]
async fn what_one_index_leaves_another_keeps(pool: Pool) {
    let task = ddbx::put(Task {
        id: 1,
        status: "open".into(),
        owner: Some("ann".into()),
    });
    task.execute(&pool).await.unwrap();
    let update = ddbx::update::<Task>(1).remove(|task| task.owner);
    let task = update.returning_new().execute(&pool).await.unwrap();
    let open = |index| ddbx::query::<Task>().index(index).filter(|task| task.status.eq("open"));
    assert_eq!(open("by_status").fetch_all(&pool).await.unwrap(), [task]);
    assert_eq!(open("by_owner").count(&pool).await.unwrap(), 0);
}

#[ddbx::test(entities(Visit))]
async fn what_another_index_may_need_must_be_known(pool: Pool) {
    let visit = ddbx::put(Visit {
        id: 1,
        owner: Some("ann".into()),
        place: Some("pier".into()),
    });
    visit.execute(&pool).await.unwrap();
    let leave = || ddbx::update::<Visit>(1).remove(|visit| visit.owner);
    let error = leave().execute(&pool).await.unwrap_err();
    assert_eq!(
        crate::chain(&error),
        "UpdateItem on table `tasks`: this update of `Visit` takes the item out of index `by_owner`, whose attribute \
         `gsi1pk` index `by_place` may need: set `place` too, or remove it, so that it is known\
         \n  index by_place: S#{id}, sorted by gsi3sk"
    );
    let placed = || ddbx::query::<Visit>().index("by_place").filter(|visit| visit.id.eq(1));
    leave().set(|visit| visit.place, "quay").execute(&pool).await.unwrap();
    assert_eq!(placed().count(&pool).await.unwrap(), 1);
    leave().remove(|visit| visit.place).execute(&pool).await.unwrap();
    assert_eq!(placed().count(&pool).await.unwrap(), 0);
    let item = crate::raw::<Visit>(&pool, "pk", "VISIT#1").await;
    assert!(!item.contains("gsi1pk"), "{item:?}");
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "offers", pk = "OFFER#{id}", by_currency(pk = "C#{currency}"))]
struct Offer {
    id: u32,
    #[entity(default = "EUR")]
    currency: String,
}

/// An item without it reads as one with it, and a put of what was read would be in the index.
#[ddbx::test(entities(Offer))]
async fn what_reads_as_a_default_stays_in_the_index(pool: Pool) {
    let put = ddbx::put(Offer {
        id: 1,
        currency: "NOK".into(),
    });
    put.execute(&pool).await.unwrap();
    let removed = ddbx::update::<Offer>(1).remove(|offer| offer.currency).execute(&pool);
    assert_eq!(
        crate::message(&removed.await.unwrap_err()),
        "UpdateItem on table `offers`: `currency` of `Offer` reads as its default where it is missing, and index \
         `by_currency` goes by it: set it to that value instead of removing it"
    );
}
