use ddbx::{Condition, Entity, Pool};

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "things")]
struct Thing {
    #[entity(pk)]
    id: String,
    name: String,
    size: u32,
    note: Option<String>,
    tags: std::collections::HashSet<String>,
    parts: Vec<u32>,
}

type Fields = &'static <Thing as Entity>::Fields;

/// Whether a delete of the thing goes through under the condition.
async fn holds(pool: &Pool, condition: impl FnOnce(Fields) -> Condition<Thing>) -> bool {
    let thing = Thing {
        id: "t1".into(),
        name: "lamp".into(),
        size: 5,
        note: None,
        tags: ["red".to_owned()].into(),
        parts: vec![1, 2],
    };
    ddbx::put(thing).execute(pool).await.unwrap();
    match ddbx::delete::<Thing>("t1").when(condition).execute(pool).await {
        Ok(()) => true,
        Err(error) if error.is_condition_failed() => false,
        Err(error) => panic!("{error}"),
    }
}

macro_rules! table {
    ($pool:ident: $($expected:literal, |$thing:ident| $condition:expr;)*) => {$(
        assert_eq!(holds(&$pool, |$thing| $condition).await, $expected, "{}", stringify!($condition));
    )*};
}

#[ddbx::test(entities(Thing))]
async fn every_operator_says_what_it_says(pool: Pool) {
    table! { pool:
        true, |thing| thing.name.eq("lamp");
        false, |thing| thing.name.eq("Lamp");
        true, |thing| thing.name.ne("chair");
        true, |thing| thing.note.ne("x");
        true, |thing| thing.size.lt(6);
        false, |thing| thing.size.lt(5);
        true, |thing| thing.size.le(5);
        false, |thing| thing.size.gt(5);
        true, |thing| thing.size.ge(5);
        true, |thing| thing.size.between(5, 9);
        false, |thing| thing.size.between(6, 9);
        true, |thing| thing.name.begins_with("la");
        false, |thing| thing.name.begins_with("am");
        true, |thing| thing.name.contains("am");
        true, |thing| thing.tags.contains("red");
        false, |thing| thing.tags.contains("re");
        true, |thing| thing.parts.contains(2);
        false, |thing| thing.parts.contains(3);
        true, |thing| thing.size.is_in([1, 5]);
        false, |thing| thing.size.is_in([1, 6]);
        true, |thing| thing.name.exists();
        false, |thing| thing.note.exists();
        true, |thing| thing.note.not_exists();
    }
}

#[ddbx::test(entities(Thing))]
async fn conditions_combine_as_they_are_nested(pool: Pool) {
    table! { pool:
        true, |thing| thing.size.eq(1).or(thing.name.eq("lamp"));
        false, |thing| thing.size.eq(1).and(thing.name.eq("lamp"));
        true, |thing| !thing.size.eq(1);
        true, |thing| !thing.size.eq(1).and(thing.name.eq("lamp"));
        false, |thing| !thing.size.eq(5).or(thing.name.eq("chair"));
        // Without parentheses, `or` beside `and` would mean something else.
        false, |thing| thing.size.eq(5).or(thing.size.eq(6)).and(thing.name.eq("chair"));
        true, |thing| thing.size.eq(5).or(thing.size.eq(6).and(thing.name.eq("chair")));
    }
}

#[ddbx::test(entities(Thing))]
async fn two_conditions_must_both_hold(pool: Pool) {
    assert!(holds(&pool, |thing| thing.size.eq(5)).await);
    let thing = Thing {
        id: "t2".into(),
        name: "a".into(),
        size: 1,
        note: None,
        tags: [].into(),
        parts: vec![],
    };
    ddbx::put(thing).execute(&pool).await.unwrap();
    let delete = ddbx::delete::<Thing>("t2")
        .when(|thing| thing.size.eq(1))
        .when(|thing| thing.name.eq("b"));
    assert!(delete.execute(&pool).await.unwrap_err().is_condition_failed());
}
