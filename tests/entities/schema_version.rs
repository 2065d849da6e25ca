//! Items that an older, or a newer, program has stored.

use ddbx::error::BoxError;
use ddbx::{Entity, Error, ErrorKind, Item, Pool, Value, ops};

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "users", pk = "USER#{id}", schema_version = 3, upcast = upcast)]
struct User {
    id: String,
    given: String,
    family: String,
    #[entity(default)]
    visits: u32,
}

/// Version 1 had one `name`; version 2 called the parts `first` and `last`.
fn upcast(from: u32, mut item: Item) -> Result<Item, BoxError> {
    if from < 2 {
        let name = item.remove("name");
        let name = name
            .as_ref()
            .and_then(Value::as_s)
            .ok_or("an item of version 1 has a name")?;
        let (first, last) = name.split_once(' ').unwrap_or((name, ""));
        let (first, last) = (first.to_owned(), last.to_owned());
        item.insert("first", first);
        item.insert("last", last);
    }
    for (from, to) in [("first", "given"), ("last", "family")] {
        if let Some(value) = item.remove(from) {
            item.insert(to, value);
        }
    }
    Ok(item)
}

async fn store(pool: &Pool, rest: &str) -> Result<(), Error> {
    let item = super::json(&format!(r#"{{"pk":{{"S":"USER#u1"}},"id":{{"S":"u1"}},{rest}}}"#));
    let put = ops::PutItem::new(ddbx::Executor::table(pool, User::SCHEMA)).item(item);
    put.send(pool).await.map(drop)
}

async fn read(pool: &Pool) -> Result<User, Error> {
    ddbx::get::<User>("u1").consistent().fetch_one(pool).await
}

#[ddbx::test(entities(User))]
async fn older_items_are_read_in_the_form_of_now(pool: Pool) -> Result<(), Error> {
    let ann = User {
        id: "u1".into(),
        given: "Ann".into(),
        family: "Lee".into(),
        visits: 0,
    };
    for older in [
        r#""name":{"S":"Ann Lee"}"#,
        r#""_v":{"N":"1"},"name":{"S":"Ann Lee"}"#,
        r#""first":{"S":"Ann"},"last":{"S":"Lee"},"_v":{"N":"2"}"#,
    ] {
        store(&pool, older).await?;
        assert_eq!(read(&pool).await?, ann, "{older}");
        let found = ddbx::query::<User>().filter(|user| user.id.eq("u1")).consistent();
        assert_eq!(found.fetch_all(&pool).await?, std::slice::from_ref(&ann));

        // An update would mix the forms.
        let update = || ddbx::update::<User>("u1").add(|user| user.visits, 1);
        let error = update().execute(&pool).await.unwrap_err();
        let stored = if older.contains(r#""2""#) { 2 } else { 1 };
        assert_eq!(error.kind(), ErrorKind::ConditionFailed);
        assert!(
            super::message(&error).starts_with(&format!(
                "UpdateItem on table `users`: the `User` is stored in schema version {stored}, and this program updates \
                 version 3: get it and put it back first"
            )),
            "{error}"
        );
        ddbx::put(read(&pool).await?).execute(&pool).await?;
        update().execute(&pool).await?;
        assert_eq!(super::raw::<User>(&pool, "pk", "USER#u1").await["_v"], Value::from(3));
    }
    Ok(())
}

#[ddbx::test(entities(User))]
async fn an_item_that_cannot_be_read_says_why(pool: Pool) -> Result<(), Error> {
    for (item, said) in [
        (
            r#""_v":{"N":"4"},"given":{"S":"Ann"},"family":{"S":"Lee"}"#,
            "the item is of schema version 4, and this program knows 3 versions: a newer one stored it",
        ),
        (
            r#""names":{"S":"Ann Lee"}"#,
            "the item of schema version 1 could not be brought to version 3: an item of version 1 has a name",
        ),
        (
            r#""_v":{"N":"2"},"first":{"S":"Ann"}"#,
            "the attribute is missing from the item; make the field an `Option`, or mark it `default`",
        ),
    ] {
        store(&pool, item).await?;
        let error = read(&pool).await.unwrap_err();
        assert!(error.is_decode());
        assert!(super::chain(&error).ends_with(said), "{}", super::chain(&error));
    }
    Ok(())
}

#[tokio::test]
async fn without_an_upcast_older_items_are_an_error() -> Result<(), Error> {
    #[derive(Entity, Debug)]
    #[entity(table = "users", pk = "USER#{id}", schema_version = 2)]
    struct Strict {
        id: String,
    }

    let pool = Pool::connect("dynamodb::memory:").await?;
    pool.create_tables::<(Strict,)>().await?;
    store(&pool, r#""name":{"S":"Ann Lee"}"#).await?;
    let error = ddbx::get::<Strict>("u1").fetch_one(&pool).await.unwrap_err();
    assert_eq!(
        super::chain(&error),
        "GetItem on table `users`: an item does not fit its struct: `Strict`: the item of schema version 1 could not be \
         brought to version 2: add `upcast = function` to the entity, which gives an older item the attributes of now"
    );
    Ok(())
}

#[derive(Entity, Debug, PartialEq)]
#[entity(table = "users", pk = "USER#{id}", schema_version = 2, upcast = nothing_to_do, hooks)]
struct Read {
    id: String,
    #[entity(skip)]
    times: u32,
}

fn nothing_to_do(_: u32, item: Item) -> Result<Item, BoxError> {
    Ok(item)
}

impl ddbx::Hooks for Read {
    fn after_read(&mut self) -> Result<(), BoxError> {
        self.times += 1;
        Ok(())
    }
}

#[test]
fn an_older_item_is_read_once() {
    for item in [r#""_v":{"N":"1"}"#, r#""_v":{"N":"2"}"#] {
        let json = format!(r#"{{"pk":{{"S":"USER#u1"}},"id":{{"S":"u1"}},{item}}}"#);
        let read: Read = ddbx::codec::item_from_slice(json.as_bytes()).unwrap();
        assert_eq!(read.times, 1);
    }
}
