//! The formats of placeholders, on an engine.

use ddbx::{Entity, Executor as _, Item, Pool, Value, ops};

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "levels", pk = "PLACE#{place:escape}#{level}", sk = "{depth:i32}")]
#[entity(by_depth(pk = "{level:escape}", sk = "{depth:i16}-{place:escape}"))]
struct Reading {
    place: String,
    level: String,
    depth: i32,
    note: Option<String>,
}

fn reading(place: &str, level: &str, depth: i32) -> Reading {
    Reading {
        place: place.to_owned(),
        level: level.to_owned(),
        depth,
        note: None,
    }
}

#[ddbx::test(entities(Reading))]
async fn negative_numbers_sort_before_the_others(pool: Pool) {
    for depth in [7, -30_000, 0, -1, 30_000, 100, -20] {
        ddbx::put(reading("pier", "a", depth)).execute(&pool).await.unwrap();
    }
    let sorted = [-30_000, -20, -1, 0, 7, 100, 30_000];
    let query = ddbx::query::<Reading>().filter(|reading| reading.place.eq("pier").and(reading.level.eq("a")));
    let found = query.fetch_all(&pool).await.unwrap();
    assert_eq!(found.iter().map(|reading| reading.depth).collect::<Vec<_>>(), sorted);
    let query = ddbx::query::<Reading>()
        .index("by_depth")
        .filter(|reading| reading.level.eq("a"));
    let found = query.fetch_all(&pool).await.unwrap();
    assert_eq!(found.iter().map(|reading| reading.depth).collect::<Vec<_>>(), sorted);
}

#[ddbx::test(entities(Reading))]
async fn text_with_separators_is_escaped_and_stays_apart(pool: Pool) {
    let places = ["a", "a#b", "#", "a%23b", "%", "é - #", "{place}"];
    for place in places {
        ddbx::put(reading(place, "x", 1))
            .if_not_exists()
            .execute(&pool)
            .await
            .unwrap();
    }
    for place in places {
        let same = ddbx::get::<Reading>((place, "x", 1)).fetch_one(&pool).await.unwrap();
        assert_eq!(same, reading(place, "x", 1));
        let query = ddbx::query::<Reading>().filter(|reading| reading.place.eq(place).and(reading.level.eq("x")));
        assert_eq!(query.fetch_all(&pool).await.unwrap(), [same]);
        let update = ddbx::update::<Reading>((place, "x", 1)).set(|reading| reading.note, "seen");
        update.execute(&pool).await.unwrap();
    }
    let get = ops::GetItem::new(pool.table(Reading::SCHEMA))
        .key("pk", "PLACE#a%23b#x")
        .key("sk", "2147483649");
    let item: Item = get.send(&pool).await.unwrap().item.unwrap();
    assert_eq!(
        item["by_depth_sk"],
        Value::from("32769-a#b"),
        "`-` alone is a separator there"
    );
}

#[ddbx::test(entities(Reading))]
async fn what_no_placeholder_has_room_for_is_refused(pool: Pool) {
    for (reading, message) in [
        (
            reading("a", "x", 40_000),
            "`Reading.depth`: the number is out of the range of i16, which is all its key template has room for",
        ),
        (reading("", "x", 1), "`Reading.place`: a key cannot be empty"),
        (
            reading("a", "x#", 1),
            "`Reading.level`: the value contains `#`, which separates the parts of the key template \"PLACE#{place:escape}#{level}\"",
        ),
    ] {
        let error = ddbx::put(reading).execute(&pool).await.unwrap_err();
        assert_eq!(
            crate::chain(&error),
            format!("PutItem on table `levels`: a value cannot be stored in DynamoDB: {message}")
        );
    }
}
