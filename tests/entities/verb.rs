use std::collections::BTreeSet;

use ddbx::{Entity, Executor as _, Item, Pool, ops};

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "users")]
struct User {
    #[entity(pk)]
    id: String,
    #[entity(rename = "full_name")]
    name: String,
    note: Option<String>,
    #[entity(default)]
    visits: u32,
    tags: BTreeSet<String>,
}

fn ann() -> User {
    User {
        id: "u1".into(),
        name: "Ann".into(),
        note: Some("new".into()),
        visits: 1,
        tags: BTreeSet::new(),
    }
}

/// The item as it is stored.
async fn stored(pool: &Pool) -> Option<Item> {
    ops::GetItem::new(pool.table(User::SCHEMA))
        .key("id", "u1")
        .send(pool)
        .await
        .unwrap()
        .item
}

#[ddbx::test(entities(User))]
async fn a_put_stores_what_the_struct_says(pool: Pool) {
    let saved = ddbx::put(ann()).execute(&pool).await.unwrap();
    assert_eq!(saved, ann());
    let expected = Item::new()
        .with("id", "u1")
        .with("full_name", "Ann")
        .with("note", "new")
        .with("visits", 1);
    assert_eq!(stored(&pool).await, Some(expected), "renamed, and no empty set");
    assert_eq!(ddbx::get::<User>("u1").fetch_one(&pool).await.unwrap(), ann());
}

#[ddbx::test(entities(User))]
async fn a_put_replaces_and_returns_the_old_one_if_asked(pool: Pool) {
    ddbx::put(ann()).execute(&pool).await.unwrap();
    let other = User {
        name: "Anne".into(),
        note: None,
        ..ann()
    };
    let old = ddbx::put(other.clone()).returning_old().execute(&pool).await.unwrap();
    assert_eq!(old, Some(ann()));
    assert_eq!(
        ddbx::get::<User>("u1").consistent().fetch_one(&pool).await.unwrap(),
        other
    );
    let first = ddbx::put(User {
        id: "u2".into(),
        ..ann()
    })
    .returning_old()
    .execute(&pool)
    .await
    .unwrap();
    assert_eq!(first, None);
}

#[ddbx::test(entities(User))]
async fn if_not_exists_refuses_the_second_one(pool: Pool) {
    ddbx::put(ann()).if_not_exists().execute(&pool).await.unwrap();
    let error = ddbx::put(ann()).if_not_exists().execute(&pool).await.unwrap_err();
    assert!(error.is_condition_failed());
    assert_eq!(
        error.old_item::<User>().unwrap(),
        Some(ann()),
        "the error holds the one that is there"
    );
    assert_eq!(
        crate::message(&error),
        "PutItem on table `users`: the condition was false"
    );
}

#[ddbx::test(entities(User))]
async fn a_missing_attribute_reads_as_its_default(pool: Pool) {
    let item = Item::new()
        .with("id", "u1")
        .with("full_name", "Ann")
        .with("unknown", "ignored");
    ops::PutItem::new(pool.table(User::SCHEMA))
        .item(item)
        .send(&pool)
        .await
        .unwrap();
    let user = ddbx::get::<User>("u1").fetch_one(&pool).await.unwrap();
    assert_eq!(
        user,
        User {
            note: None,
            visits: 0,
            ..ann()
        }
    );
}

#[ddbx::test(entities(User))]
async fn an_update_changes_only_what_it_names(pool: Pool) {
    ddbx::put(ann()).execute(&pool).await.unwrap();
    ddbx::update::<User>("u1")
        .set(|user| user.name, "Anne")
        .add(|user| user.visits, 2)
        .add_members(|user| user.tags, ["vip", "old"])
        .remove(|user| user.note)
        .execute(&pool)
        .await
        .unwrap();
    let tags = BTreeSet::from(["vip".to_owned(), "old".to_owned()]);
    let expected = User {
        name: "Anne".into(),
        note: None,
        visits: 3,
        tags,
        ..ann()
    };
    assert_eq!(ddbx::get::<User>("u1").fetch_one(&pool).await.unwrap(), expected);

    let before = ddbx::update::<User>("u1")
        .delete_members(|user| user.tags, ["old"])
        .returning_old();
    assert_eq!(before.execute(&pool).await.unwrap(), expected);
    let after = ddbx::update::<User>("u1")
        .subtract(|user| user.visits, 3)
        .returning_new()
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!((after.visits, after.tags.len()), (0, 1));
}

#[ddbx::test(entities(User))]
async fn an_update_never_creates(pool: Pool) {
    let error = ddbx::update::<User>("u1")
        .add(|user| user.visits, 1)
        .execute(&pool)
        .await
        .unwrap_err();
    assert!(error.is_not_found() && !error.is_condition_failed());
    assert_eq!(
        crate::message(&error),
        "UpdateItem on table `users`: there is no `User` with this key"
    );
    assert_eq!(stored(&pool).await, None);
}

#[ddbx::test(entities(User))]
async fn an_update_tells_no_item_from_a_false_condition(pool: Pool) {
    let update = || {
        ddbx::update::<User>("u1")
            .add(|user| user.visits, 1)
            .when(|user| user.visits.gt(5))
    };
    assert!(update().execute(&pool).await.unwrap_err().is_not_found());
    ddbx::put(ann()).execute(&pool).await.unwrap();
    let error = update().execute(&pool).await.unwrap_err();
    assert!(error.is_condition_failed());
    assert_eq!(error.old_item::<User>().unwrap(), Some(ann()));
}

#[ddbx::test(entities(User))]
async fn a_delete_of_nothing_is_an_error_only_if_asked(pool: Pool) {
    ddbx::delete::<User>("u1").execute(&pool).await.unwrap();
    assert!(
        ddbx::delete::<User>("u1")
            .must_exist()
            .execute(&pool)
            .await
            .unwrap_err()
            .is_not_found()
    );
    ddbx::put(ann()).execute(&pool).await.unwrap();
    let old = ddbx::delete::<User>("u1")
        .must_exist()
        .returning_old()
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!(old, Some(ann()));
    assert_eq!(stored(&pool).await, None);
}

#[ddbx::test(entities(User))]
async fn a_get_of_nothing_is_none_or_not_found(pool: Pool) {
    assert_eq!(ddbx::get::<User>("u1").fetch_optional(&pool).await.unwrap(), None);
    let error = ddbx::get::<User>("u1").fetch_one(&pool).await.unwrap_err();
    assert!(error.is_not_found() && !error.is_table_not_found());
    assert_eq!(
        crate::message(&error),
        "GetItem on table `users`: there is no `User` with this key"
    );
}

#[ddbx::test(entities(User))]
async fn a_member_given_twice_counts_once(pool: Pool) {
    ddbx::put(ann()).execute(&pool).await.unwrap();
    let tagged = ddbx::update::<User>("u1")
        .add_members(|user| user.tags, ["vip", "vip"])
        .returning_new();
    assert_eq!(tagged.execute(&pool).await.unwrap().tags.len(), 1);
    let error = ddbx::update::<User>("u1")
        .add_members(|user| user.tags, [""; 0])
        .execute(&pool)
        .await
        .unwrap_err();
    assert!(crate::chain(&error).contains("`User.tags`: no members were given"));
}

#[ddbx::test(entities(User))]
async fn an_error_of_any_verb_says_where_it_was(pool: Pool) {
    let missing = ddbx::get::<User>("u1").fetch_one(&pool).await.unwrap_err();
    assert!(missing.request_id().is_some() && missing.attempts() == 1);
    let missing = ddbx::update::<User>("u1")
        .add(|user| user.visits, 1)
        .execute(&pool)
        .await
        .unwrap_err();
    assert!(missing.request_id().is_some() && missing.attempts() == 1);
    let nothing: [u32; 0] = [];
    let error = ddbx::put(ann())
        .when(|user| user.visits.is_in(nothing))
        .execute(&pool)
        .await
        .unwrap_err();
    assert_eq!(
        crate::chain(&error),
        "PutItem on table `users`: a value cannot be stored in DynamoDB: `User.visits`: `is_in` needs at least one value"
    );
}

#[test]
fn a_statement_does_not_print_its_values() {
    let secret = User {
        name: "CANARY".into(),
        note: Some("CANARY".into()),
        ..ann()
    };
    let put = ddbx::put(secret).when(|user| user.name.eq("CANARY"));
    assert_eq!(format!("{put:?}").matches("CANARY").count(), 0, "{put:?}");
    let update = ddbx::update::<User>("CANARY")
        .set(|user| user.name, "CANARY")
        .when(|user| user.name.ne("CANARY"));
    assert!(!format!("{update:?}").contains("CANARY"), "{update:?}");
    let query = ddbx::query::<User>().filter(|user| user.id.eq("CANARY"));
    assert!(!format!("{query:?}").contains("CANARY"), "{query:?}");
}
