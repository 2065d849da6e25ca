//! Sets of enums.

use std::collections::{BTreeSet, HashSet};

use ddbx::codec::from_slice;
use ddbx::{Attribute, Entity, Pool};

use super::{json, raw};

#[derive(Attribute, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[attribute(rename_all = "snake_case")]
enum Colour {
    Red,
    DarkBlue,
    #[attribute(rename = "\"green\"")]
    Green,
}

#[derive(Attribute, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[attribute(number)]
enum Level {
    Low = -1,
    Normal,
    High = 10,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "sets")]
struct Sets {
    #[entity(pk)]
    id: String,
    colours: HashSet<Colour>,
    levels: BTreeSet<Level>,
    none: Option<BTreeSet<Colour>>,
    lists: Vec<BTreeSet<Level>>,
}

#[ddbx::test(entities(Sets))]
async fn enums_are_members_of_sets(pool: Pool) {
    let sets = Sets {
        id: "s".into(),
        colours: [Colour::DarkBlue].into(),
        levels: [Level::Low, Level::High].into(),
        none: None,
        lists: vec![[Level::Normal].into()],
    };
    ddbx::put(sets.clone()).execute(&pool).await.unwrap();
    assert_eq!(ddbx::get::<Sets>("s").fetch_one(&pool).await.unwrap(), sets);
    let expected = r#"{"id": {"S": "s"}, "colours": {"SS": ["dark_blue"]}, "levels": {"NS": ["-1", "10"]},
        "lists": {"L": [{"NS": ["0"]}]}}"#;
    assert_eq!(raw::<Sets>(&pool, "id", "s").await, json(expected));

    let updated = ddbx::update::<Sets>("s")
        .add_members(|s| s.colours, [Colour::Red, Colour::Green])
        .delete_members(|s| s.levels, [Level::Low, Level::High])
        .add_members(|s| s.none, [Colour::Red])
        .when(|s| s.colours.contains(Colour::DarkBlue).and(s.levels.contains(Level::High)))
        .when(|s| s.levels.eq(BTreeSet::from([Level::High, Level::Low])))
        .returning_new()
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!(updated.colours, [Colour::Red, Colour::DarkBlue, Colour::Green].into());
    assert_eq!((updated.levels, updated.none), ([].into(), Some([Colour::Red].into())));
}

#[test]
fn a_member_that_is_no_variant_is_refused() {
    let error = from_slice::<HashSet<Colour>>(br#"{"SS":["red","secret"]}"#).unwrap_err();
    let expected = "unknown variant; `Colour` knows `red`, `dark_blue` and `\"green\"`";
    assert_eq!(error.to_string(), expected);
    let error = from_slice::<BTreeSet<Level>>(br#"{"NS":["1e1","7"]}"#).unwrap_err();
    let expected = "unknown number; `Level` knows `Low = -1`, `Normal = 0` and `High = 10`";
    assert_eq!(error.to_string(), expected);
    assert_eq!(
        from_slice::<BTreeSet<Level>>(br#"{"NS":["1e1"]}"#).unwrap(),
        [Level::High].into()
    );
    assert!(from_slice::<BTreeSet<Level>>(br#"{"SS":["0"]}"#).is_err());
}
