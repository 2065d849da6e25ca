//! Times of writing, expiry and generated ids.

use std::time::{Duration, SystemTime};

use ddbx::{Entity, Error, ErrorKind, Pool, Safety, ops};

use super::at;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "notes", pk = "NOTE#{id}")]
struct Note {
    #[entity(id = uuid)]
    id: String,
    text: String,
    #[entity(created_at)]
    created: Option<SystemTime>,
    #[entity(updated_at, unix_millis(truncate))]
    updated: Option<SystemTime>,
}

fn note() -> Note {
    Note {
        id: String::new(),
        text: "a".into(),
        created: None,
        updated: None,
    }
}

#[ddbx::test(entities(Note))]
async fn times_and_ids_are_filled_when_it_is_put(pool: Pool) -> Result<(), Error> {
    let first = ddbx::put(note()).at(at(1_000)).execute(&pool).await?;
    assert_eq!((first.created, first.updated), (Some(at(1_000)), Some(at(1_000))));
    assert_eq!(first.id.len(), 36);
    let get = || ddbx::get::<Note>(first.id.as_str()).consistent();
    assert_eq!(get().fetch_one(&pool).await?, first);

    // What is set stays: the id, and the time it was created.
    let second = ddbx::put(Note {
        text: "b".into(),
        ..first.clone()
    })
    .at(at(2_000))
    .execute(&pool)
    .await?;
    assert_eq!(
        (&second.id, second.created, second.updated),
        (&first.id, first.created, Some(at(2_000)))
    );

    let update = ddbx::update::<Note>(first.id.as_str())
        .set(|note| note.text, "c")
        .at(at(3_000));
    assert_eq!(update.returning_new().execute(&pool).await?.updated, Some(at(3_000)));
    let update = ddbx::update::<Note>(first.id.as_str()).set(|note| note.updated, at(1));
    assert_eq!(
        update.returning_new().execute(&pool).await?.updated,
        Some(at(1)),
        "the caller's own"
    );
    ddbx::update::<Note>(first.id.as_str())
        .touch()
        .at(at(4_000))
        .execute(&pool)
        .await?;
    let touched = get().fetch_one(&pool).await?;
    assert_eq!((touched.updated, touched.text.as_str()), (Some(at(4_000)), "c"));

    let other = ddbx::put(note()).execute(&pool).await?;
    assert!(other.id > first.id, "ids sort by their time");
    assert!(other.created.unwrap().elapsed().unwrap() < Duration::from_secs(60));
    Ok(())
}

#[ddbx::test(entities(Note))]
async fn a_write_that_is_applied_once_has_its_times(pool: Pool) -> Result<(), Error> {
    let put = ddbx::put(note()).at(at(1_000)).exactly_once();
    let saved = put.clone().execute(&pool).await?;
    put.execute(&pool).await?; // the same request
    let update = ddbx::update::<Note>(saved.id.as_str())
        .set(|note| note.text, "b")
        .at(at(2_000))
        .exactly_once();
    update.execute(&pool).await?;
    let read = ddbx::get::<Note>(saved.id.as_str())
        .consistent()
        .fetch_one(&pool)
        .await?;
    assert_eq!((read.created, read.updated), (Some(at(1_000)), Some(at(2_000))));
    Ok(())
}

/// All types that ids, times and expiry may have.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "many", pk = "{uuid}", sk = "{ulid}")]
#[entity(by_time(pk = "ALL", sk = "{updated}"))]
struct Many {
    #[entity(id = uuid)]
    uuid: uuid::Uuid,
    #[entity(id = ulid)]
    ulid: ulid::Ulid,
    #[entity(id = ulid)]
    text: Option<String>,
    #[entity(created_at)]
    created: chrono::DateTime<chrono::Utc>,
    #[entity(updated_at)]
    updated: jiff::Timestamp,
    #[entity(expires(after = "90s"))]
    expires: u64,
}

fn many() -> Many {
    Many {
        uuid: uuid::Uuid::nil(),
        ulid: ulid::Ulid::nil(),
        text: None,
        created: chrono::DateTime::UNIX_EPOCH,
        updated: jiff::Timestamp::UNIX_EPOCH,
        expires: 0,
    }
}

#[ddbx::test(entities(Many))]
async fn other_types_are_filled_too(pool: Pool) -> Result<(), Error> {
    let now = ddbx::Executor::now(&pool);
    let seconds = now.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let saved = ddbx::put(many()).at(now).execute(&pool).await?;
    assert!(!saved.uuid.is_nil() && !saved.ulid.is_nil());
    assert_eq!(saved.text.as_deref().map(str::len), Some(26));
    assert_eq!(
        (SystemTime::from(saved.created), saved.updated),
        (now, jiff::Timestamp::try_from(now).unwrap())
    );
    assert_eq!(saved.expires, seconds + 90);

    // The index follows the time.
    let later = now + Duration::from_secs(1);
    let update = ddbx::update::<Many>((saved.uuid, saved.ulid)).touch().at(later);
    let touched = update.returning_new().execute(&pool).await?;
    let raw = ddbx::codec::item_to_vec(&touched).unwrap();
    let raw = super::json(&String::from_utf8(raw).unwrap());
    let get = ops::GetItem::new(ddbx::Executor::table(&pool, Many::SCHEMA));
    let get = get.key("pk", raw["pk"].as_s()).key("sk", raw["sk"].as_s());
    assert_eq!(get.send::<ddbx::Item>(&pool).await?.item, Some(raw));
    Ok(())
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "sessions", pk = "USER#{user}", sk = "SESSION#{id}")]
struct Session {
    user: String,
    id: String,
    hits: u32,
    #[entity(expires)]
    expires: Option<SystemTime>,
}

const NOW: u64 = 1_900_000_000_000;

fn session(id: &str, expires: Option<u64>) -> Session {
    Session {
        user: "ann".into(),
        id: id.into(),
        hits: 0,
        expires: expires.map(at),
    }
}

/// Three that are alive, and two whose time is over.
async fn sessions(pool: &Pool) -> Result<(), Error> {
    for (id, expires) in [
        ("a", None),
        ("b", Some(NOW + 1_000)),
        ("c", Some(NOW)),
        ("d", Some(1_000)),
        ("e", Some(NOW + 5_000)),
    ] {
        ddbx::put(session(id, expires)).execute(pool).await?;
    }
    Ok(())
}

#[ddbx::test(entities(Session))]
async fn expired_items_are_not_there_to_reads(pool: Pool) -> Result<(), Error> {
    let pool = super::Recorder::at(&pool, at(NOW));
    sessions(pool.pool()).await?;
    for (id, there) in [("a", true), ("b", true), ("c", false), ("d", false), ("e", true)] {
        let get = || ddbx::get::<Session>(("ann", id)).consistent();
        assert_eq!(get().fetch_optional(&pool).await?.is_some(), there, "{id}");
        let error = get().fetch_one(&pool).await.err().map(|error| error.kind());
        assert_eq!(error, (!there).then_some(ErrorKind::NotFound), "{id}");
        assert!(get().include_expired().fetch_optional(&pool).await?.is_some(), "{id}");
    }
    let query = || {
        ddbx::query::<Session>()
            .filter(|session| session.user.eq("ann"))
            .consistent()
    };
    let ids = |found: Vec<Session>| found.into_iter().map(|session| session.id).collect::<String>();
    assert_eq!(ids(query().fetch_all(&pool).await?), "abe");
    assert_eq!(query().count(&pool).await?, 3);
    assert_eq!(ids(query().page_size(1).fetch_all(&pool).await?), "abe");
    assert_eq!(ids(query().descending().take(2).fetch_all(&pool).await?), "eb");
    assert_eq!(ids(query().include_expired().fetch_all(&pool).await?), "abcde");
    Ok(())
}

/// What each verb does with an item that has expired, and with one that has not.
#[ddbx::test(entities(Session))]
async fn expired_items_are_not_there_to_writes(pool: Pool) -> Result<(), Error> {
    let pool = super::Recorder::at(&pool, at(NOW));
    for expired in [true, false] {
        let stored = session("s", Some(if expired { NOW - 1 } else { NOW + 1_000 }));
        let again = async || ddbx::put(stored.clone()).execute(&pool).await.map(drop);
        let put = || ddbx::put(session("s", None));
        let update = || ddbx::update::<Session>(("ann", "s")).add(|session| session.hits, 1);
        let delete = || ddbx::delete::<Session>(("ann", "s"));

        again().await?;
        assert_eq!(put().if_not_exists().execute(&pool).await.is_ok(), expired);
        again().await?;
        assert_eq!(
            put()
                .when(|session| session.hits.eq(0_u32))
                .execute(&pool)
                .await
                .is_err(),
            expired
        );
        again().await?;
        assert_eq!(
            put()
                .when(|session| session.hits.ne(0_u32))
                .execute(&pool)
                .await
                .is_ok(),
            expired
        );
        again().await?;
        assert_eq!(
            put()
                .when(|session| !session.hits.exists())
                .execute(&pool)
                .await
                .is_ok(),
            expired
        );
        again().await?;
        assert_eq!(put().returning_old().execute(&pool).await?.is_none(), expired);

        again().await?;
        let updated = update().execute(&pool).await;
        assert_eq!(
            updated.err().map(|error| error.kind()),
            expired.then_some(ErrorKind::NotFound)
        );
        let updated = update().when(|session| session.id.ne("x")).execute(&pool).await;
        assert_eq!(
            updated.err().map(|error| error.kind()),
            expired.then_some(ErrorKind::NotFound)
        );
        let updated = update().exactly_once().execute(&pool).await;
        // Its own clock is the system's, which is not there yet.
        assert!(updated.is_ok());
        assert!(update().include_expired().execute(&pool).await.is_ok());

        again().await?;
        let deleted = delete().must_exist().execute(&pool).await;
        assert_eq!(
            deleted.err().map(|error| error.kind()),
            expired.then_some(ErrorKind::NotFound)
        );
        again().await?;
        assert_eq!(delete().returning_old().execute(&pool).await?.is_none(), expired);
        assert!(delete().execute(&pool).await.is_ok());
    }
    Ok(())
}

#[ddbx::test(entities(Session))]
async fn expiry_leaves_the_safety_of_a_write_as_it_is(pool: Pool) -> Result<(), Error> {
    let recorder = super::Recorder::at(&pool, at(NOW));
    let create = ddbx::put(session("s", Some(NOW + 1_000))).if_not_exists();
    create.execute(&recorder).await?;
    assert_eq!(recorder.last().safety, Safety::Conditional);
    let update = ddbx::update::<Session>(("ann", "s")).set(|session| session.hits, 1_u32);
    update.execute(&recorder).await?;
    assert_eq!(recorder.last().safety, Safety::Repeatable);
    Ok(())
}

#[ddbx::test(entities(Session))]
async fn the_time_is_stored_in_whole_seconds(pool: Pool) -> Result<(), Error> {
    let saved = ddbx::put(session("s", Some(1_999))).execute(&pool).await?;
    assert_eq!(saved.expires, Some(at(1_999)), "as it was given");
    let get = ddbx::get::<Session>(("ann", "s")).include_expired().consistent();
    assert_eq!(get.fetch_one(&pool).await?.expires, Some(at(1_000)));
    Ok(())
}

/// The items of a shared table expire by the table's attribute.
#[derive(ddbx::Table)]
#[table(name = "cache", sk = "sk", ttl = "until", provisioned(read = 3, write = 4))]
#[table(index(name = "by_size", pk = "gsi1pk"))]
struct Cache;

#[derive(Entity)]
#[entity(table = Cache, pk = "PAGE#{url}", sk = "PAGE")]
struct CachedPage {
    url: String,
    #[entity(expires(after = "1h"), rename = "until")]
    expires: Option<SystemTime>,
}

#[derive(Entity)]
#[entity(table = Cache, pk = "PAGE#{url}", sk = "SIZE", by_size(pk = "{size:010}"))]
struct Size {
    url: String,
    size: u32,
}

#[ddbx::test(entities(Size, CachedPage))]
async fn a_shared_table_says_by_what_its_items_expire(pool: Pool) -> Result<(), Error> {
    let page = CachedPage {
        url: "/".into(),
        expires: None,
    };
    ddbx::put(page).at(at(NOW)).execute(&pool).await?;
    let read = ddbx::get::<CachedPage>("/")
        .consistent()
        .include_expired()
        .fetch_one(&pool)
        .await?;
    assert_eq!(read.expires, Some(at(NOW + 3_600_000)));

    let table = ddbx::Executor::table(&pool, Size::SCHEMA);
    let described = ops::DescribeTable::new(&table).send(&pool).await?.table;
    let capacity = described
        .provisioned
        .map(|provisioned| (provisioned.read, provisioned.write));
    assert_eq!(capacity, Some((3, 4)));
    pool.create_tables::<(Size, CachedPage)>().await?; // nothing left to do
    Ok(())
}

#[ddbx::test(entities(Size, CachedPage))]
async fn the_engine_is_told_by_what_items_expire(pool: Pool) -> Result<(), Error> {
    let table = ddbx::Executor::table(&pool, Size::SCHEMA);
    let described = ops::DescribeTimeToLive::new(&table).send(&pool).await?;
    assert_eq!(described.attribute.as_deref(), Some("until"));
    Ok(())
}

#[tokio::test]
async fn entities_of_one_table_agree_on_when_its_items_expire() -> Result<(), Error> {
    #[derive(Entity)]
    #[entity(table = "sessions", pk = "OTHER#{id}", sk = "OTHER")]
    struct Other {
        id: String,
        #[entity(expires)]
        until: Option<u64>,
    }

    let pool = Pool::connect("dynamodb::memory:").await?;
    let error = pool.create_tables::<(Session, Other)>().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "table `sessions`: `Session` and `Other` are in one table and disagree on when its items expire: by `expires` \
         against `until`"
    );

    pool.create_tables::<(Session,)>().await?;
    let error = pool.create_tables::<(Other,)>().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "table `sessions`: the items of the table expire by `expires`, not by `until`"
    );
    Ok(())
}

/// Forms of other precision than the clock's: of a field, of the entity, and of its table.
#[derive(ddbx::Table)]
#[table(name = "coarse", timestamps = unix)]
struct Coarse;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Coarse, pk = "A#{id}")]
struct InSeconds {
    id: u8,
    #[entity(created_at)]
    created: Option<SystemTime>,
    #[entity(updated_at, unix_millis)]
    updated: SystemTime,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "fine", timestamps = unix_millis)]
struct InMilliseconds {
    #[entity(pk)]
    id: u8,
    #[entity(created_at, unix)]
    created: SystemTime,
    #[entity(updated_at)]
    updated: Option<SystemTime>,
}

#[ddbx::test(entities(InSeconds, InMilliseconds))]
async fn times_are_as_precise_as_they_are_stored(pool: Pool) -> Result<(), Error> {
    let now = at(5_678) + Duration::from_micros(9);
    let later = now + Duration::from_secs(2);
    let (epoch, id) = (SystemTime::UNIX_EPOCH, 1);
    let put = ddbx::put(InSeconds {
        id,
        created: None,
        updated: epoch,
    })
    .at(now);
    let saved = put.execute(&pool).await?;
    assert_eq!((saved.created, saved.updated), (Some(at(5_000)), at(5_678)));
    assert_eq!(ddbx::get::<InSeconds>(1_u8).consistent().fetch_one(&pool).await?, saved);
    let touched = ddbx::update::<InSeconds>(1_u8)
        .touch()
        .at(later)
        .returning_new()
        .execute(&pool)
        .await?;
    assert_eq!((touched.created, touched.updated), (Some(at(5_000)), at(7_678)));

    let put = ddbx::put(InMilliseconds {
        id,
        created: epoch,
        updated: None,
    })
    .at(now);
    let saved = put.execute(&pool).await?;
    assert_eq!((saved.created, saved.updated), (at(5_000), Some(at(5_678))));
    let touch = ddbx::update::<InMilliseconds>(1_u8).touch().at(later);
    assert_eq!(touch.returning_new().execute(&pool).await?.updated, Some(at(7_678)));
    Ok(())
}
