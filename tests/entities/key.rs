use ddbx::{Entity, Executor as _, Item, Pool, Value, ops};

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "shop", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:010}#{line}")]
struct Line {
    customer: String,
    number: u64,
    line: String,
    amount: u32,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "readings", pk = sensor, sk = at)]
struct Reading {
    sensor: Vec<u8>,
    at: i64,
}

fn line(number: u64) -> Line {
    Line {
        customer: "c1".into(),
        number,
        line: "a".into(),
        amount: 3,
    }
}

#[ddbx::test(entities(Line))]
async fn a_template_is_an_attribute_of_its_own(pool: Pool) {
    ddbx::put(line(42)).execute(&pool).await.unwrap();
    let key = ("CUSTOMER#c1", "ORDER#0000000042#a");
    let get = ops::GetItem::new(pool.table(Line::SCHEMA))
        .key("pk", key.0)
        .key("sk", key.1);
    let item: Item = get.send(&pool).await.unwrap().item.unwrap();
    assert_eq!(item.len(), 6);
    assert_eq!(
        item["number"],
        Value::from(42),
        "the fields of a template are stored too"
    );
    assert_eq!(
        ddbx::get::<Line>(("c1", 42, "a")).fetch_one(&pool).await.unwrap(),
        line(42)
    );
}

#[ddbx::test(entities(Line))]
async fn every_verb_finds_the_key_of_a_template(pool: Pool) {
    ddbx::put(line(42)).execute(&pool).await.unwrap();
    let updated = ddbx::update::<Line>(("c1", 42, "a"))
        .add(|line| line.amount, 1)
        .returning_new();
    assert_eq!(updated.execute(&pool).await.unwrap().amount, 4);
    let found = ddbx::query::<Line>()
        .filter(|line| line.customer.eq("c1").and(line.number.eq(42)).and(line.line.eq("a")))
        .fetch_all(&pool)
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    ddbx::delete::<Line>(("c1", 42, "a"))
        .must_exist()
        .execute(&pool)
        .await
        .unwrap();
}

#[ddbx::test(entities(Line))]
async fn padded_numbers_sort_as_numbers(pool: Pool) {
    for number in [100, 9, 10] {
        ddbx::put(line(number)).execute(&pool).await.unwrap();
    }
    let lines = ddbx::query::<Line>()
        .filter(|line| line.customer.eq("c1"))
        .fetch_all(&pool)
        .await
        .unwrap();
    assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), [9, 10, 100]);
}

#[ddbx::test(entities(Reading))]
async fn keys_may_be_binary_and_numbers(pool: Pool) {
    for at in [-5, 100, 20] {
        ddbx::put(Reading {
            sensor: vec![0, 255],
            at,
        })
        .execute(&pool)
        .await
        .unwrap();
    }
    let sensor: &[u8] = &[0, 255];
    let reading = ddbx::get::<Reading>((sensor, -5)).fetch_one(&pool).await.unwrap();
    assert_eq!(
        reading,
        Reading {
            sensor: sensor.to_vec(),
            at: -5
        }
    );
    let recent = ddbx::query::<Reading>()
        .filter(|reading| reading.sensor.eq(sensor).and(reading.at.ge(20)))
        .fetch_all(&pool)
        .await
        .unwrap();
    assert_eq!(recent.iter().map(|reading| reading.at).collect::<Vec<_>>(), [20, 100]);
}

#[ddbx::test(entities(Line))]
async fn no_two_keys_become_one(pool: Pool) {
    // With its separator let through, `c1#…` could pass for another customer's key.
    let error = ddbx::put(Line {
        customer: "c1#x".into(),
        ..line(1)
    })
    .execute(&pool)
    .await
    .unwrap_err();
    assert_eq!(
        crate::chain(&error),
        "PutItem on table `shop`: a value cannot be stored in DynamoDB: `Line.customer`: the value contains `#`, \
         which separates the parts of the key template \"CUSTOMER#{customer}\""
    );
    // Nor does the last placeholder let it through, nor any other verb.
    assert!(
        ddbx::put(Line {
            line: "a#b".into(),
            ..line(1)
        })
        .execute(&pool)
        .await
        .unwrap_err()
        .is_invalid()
    );
    assert!(
        ddbx::get::<Line>(("c1#x", 1, "a"))
            .fetch_one(&pool)
            .await
            .unwrap_err()
            .is_invalid()
    );
    assert!(
        ddbx::delete::<Line>(("c1", 1, "a#b"))
            .execute(&pool)
            .await
            .unwrap_err()
            .is_invalid()
    );
    let query = ddbx::query::<Line>().filter(|line| line.customer.eq("c#1"));
    assert!(query.fetch_all(&pool).await.unwrap_err().is_invalid());
}

#[ddbx::test(entities(Line))]
async fn a_number_that_outgrows_its_width_is_refused(pool: Pool) {
    let error = ddbx::put(line(10_000_000_000)).execute(&pool).await.unwrap_err();
    assert!(crate::chain(&error).contains("`Line.number`: the number has more than the 10 digits"));
}

#[test]
fn a_key_is_written_from_the_entity() {
    let mut writer = ddbx::codec::Writer::new();
    line(7).write_key(&mut writer).unwrap();
    let expected = br#"{"pk":{"S":"CUSTOMER#c1"},"sk":{"S":"ORDER#0000000007#a"}}"#;
    assert_eq!(writer.into_vec(), expected);
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "settings", pk = "SETTINGS")]
struct Settings {
    theme: String,
}

#[ddbx::test(entities(Settings))]
async fn a_key_of_text_alone_has_one_item(pool: Pool) {
    let settings = Settings { theme: "dark".into() };
    ddbx::put(settings.clone()).execute(&pool).await.unwrap();
    assert_eq!(ddbx::get::<Settings>(()).fetch_one(&pool).await.unwrap(), settings);
    assert_eq!(ddbx::query::<Settings>().count(&pool).await.unwrap(), 1);
}

#[derive(Entity, Clone, Debug)]
#[entity(table = "versions", pk = "{major}.{minor}", sk = "{build:06}")]
struct Version {
    major: ddbx::Number,
    minor: i32,
    build: ddbx::Number,
}

#[ddbx::test(entities(Version))]
async fn numbers_in_templates_keep_to_its_rules(pool: Pool) {
    let version = |major: &str, build: &str| Version {
        major: major.parse().unwrap(),
        minor: 2,
        build: build.parse().unwrap(),
    };
    ddbx::put(version("1", "42")).execute(&pool).await.unwrap();
    let mut writer = ddbx::codec::Writer::new();
    version("1", "42").write_key(&mut writer).unwrap();
    assert_eq!(writer.into_vec(), br#"{"pk":{"S":"1.2"},"sk":{"S":"000042"}}"#);
    for (refused, why) in [
        (version("1.5", "42"), "the value contains `.`"),
        (version("1", "4.2"), "a number with a fraction"),
        (version("1", "-4"), "a negative number"),
        (version("1", "1000000"), "more than the 6 digits"),
    ] {
        let error = ddbx::put(refused).execute(&pool).await.unwrap_err();
        assert!(crate::chain(&error).contains(why), "{}", crate::chain(&error));
    }
}
