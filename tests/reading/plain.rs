//! Plain entities, whose fields are their keys: of numbers, of text, and of several attributes. Some expire.

use std::time::SystemTime;

use ddbx::{Condition, Entity};

use crate::condition::{Comparison, Test};
use crate::modelled::{Field, Index, Kind, Modelled, NOW, Row, Scope, condition, modelled};
use crate::random::Random;
use crate::value::{Stored as _, Value};

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "samples", by_level(pk = level, sk = weight), by_note(pk = note, sk = weight, projection = keys_only))]
pub(crate) struct Sample {
    #[entity(pk)]
    pub(crate) sensor: String,
    #[entity(sk)]
    pub(crate) at: i64,
    pub(crate) level: Option<u32>,
    pub(crate) weight: Option<i64>,
    pub(crate) note: Option<String>,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "words")]
pub(crate) struct Word {
    #[entity(pk)]
    pub(crate) language: u32,
    #[entity(sk)]
    pub(crate) word: String,
    pub(crate) note: Option<String>,
}

/// Expires, and is read by its owner or by who may see it.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "secrets", by_reader(pk = reader, sk = until), by_moment(pk = at, projection = keys_only))]
pub(crate) struct Secret {
    #[entity(pk)]
    pub(crate) owner: String,
    #[entity(sk)]
    pub(crate) at: i64,
    pub(crate) reader: Option<String>,
    #[entity(expires)]
    pub(crate) until: Option<SystemTime>,
}

/// With an index of several partition and several sort attributes.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "places", by_place(pk = [country, level], sk = [road, house, note]))]
pub(crate) struct Place {
    #[entity(pk)]
    pub(crate) id: i64,
    pub(crate) country: String,
    pub(crate) level: u32,
    pub(crate) road: Option<String>,
    pub(crate) house: u32,
    pub(crate) note: Option<String>,
    pub(crate) weight: Option<i64>,
}

fn text(random: &mut Random, of: &[&str]) -> Value {
    Value::Text((*random.pick(of)).to_owned())
}

fn sensors(random: &mut Random) -> Value {
    text(random, &["s", "s1"])
}

fn words(random: &mut Random) -> Value {
    text(random, &["a", "a\0", "aa", "ab", "b", "\u{e9}", "\u{10FFFF}"])
}

fn notes(random: &mut Random) -> Value {
    text(random, &["a", "ab", "b"])
}

fn levels(random: &mut Random) -> Value {
    Value::Number(*random.pick(&[0, 1, 2]))
}

fn moments(random: &mut Random) -> Value {
    let close = i128::try_from(random.below(40)).unwrap() - 20;
    Value::Number(*random.pick(&[close, close, close, i64::MIN.into(), i64::MAX.into()]))
}

/// In whole seconds, right before now, now, and right after it.
fn times(random: &mut Random) -> Value {
    Value::Time(*random.pick(&[NOW - 1_000, NOW, NOW + 1_000, NOW + 1_000_000]))
}

fn maybe(random: &mut Random, value: fn(&mut Random) -> Value) -> Option<Value> {
    random.percent(70).then(|| value(random))
}

modelled!(
    Sample,
    &["sensor", "at"],
    {
        sensor: Text String = sensors;
        at: Number i64 = moments;
        level: Number u32 = levels;
        weight: Number i64 = moments;
        note: Text String = notes;
    },
    |random: &mut Random| Sample {
        sensor: sensors(random).text(),
        at: moments(random).number(),
        level: maybe(random, levels).map(Value::number),
        weight: maybe(random, moments).map(Value::number),
        note: maybe(random, notes).map(Value::text),
    },
    &[
        Index {
            name: "primary",
            scope: Scope::Primary,
            partition: &["sensor"],
            sort: &["at"],
            is_unsorted: false,
            is_apart: false,
            attributes: &["sensor", "at"],
            has_all: true,
            copies: &[],
        },
        Index {
            name: "by_level",
            scope: Scope::Global,
            partition: &["level"],
            sort: &["weight"],
            is_unsorted: false,
            is_apart: false,
            attributes: &["level", "weight"],
            has_all: true,
            copies: &[],
        },
        Index {
            name: "by_note",
            scope: Scope::Global,
            partition: &["note"],
            sort: &["weight"],
            is_unsorted: false,
            is_apart: false,
            attributes: &["note", "weight"],
            has_all: false,
            copies: &["sensor", "at", "note", "weight"],
        },
    ]
);

modelled!(
    Word,
    &["language", "word"],
    {
        language: Number u32 = levels;
        word: Text String = words;
        note: Text String = notes;
    },
    |random: &mut Random| Word {
        language: levels(random).number(),
        word: words(random).text(),
        note: maybe(random, notes).map(Value::text),
    },
    &[Index {
        name: "primary",
        scope: Scope::Primary,
        partition: &["language"],
        sort: &["word"],
        is_unsorted: false,
        is_apart: false,
        attributes: &["language", "word"],
        has_all: true,
        copies: &[],
    }]
);

modelled!(
    Secret,
    &["owner", "at"],
    {
        owner: Text String = sensors;
        at: Number i64 = moments;
        reader: Text String = notes;
        until: Time SystemTime = times, expires;
    },
    |random: &mut Random| Secret {
        owner: sensors(random).text(),
        at: moments(random).number(),
        reader: maybe(random, notes).map(Value::text),
        until: maybe(random, times).map(Value::time),
    },
    &[
        Index {
            name: "primary",
            scope: Scope::Primary,
            partition: &["owner"],
            sort: &["at"],
            is_unsorted: false,
            is_apart: false,
            attributes: &["owner", "at"],
            has_all: true,
            copies: &[],
        },
        Index {
            name: "by_reader",
            scope: Scope::Global,
            partition: &["reader"],
            sort: &["until"],
            is_unsorted: false,
            is_apart: false,
            attributes: &["reader", "until"],
            has_all: true,
            copies: &[],
        },
        Index {
            name: "by_moment",
            scope: Scope::Global,
            partition: &["at"],
            sort: &[],
            is_unsorted: true,
            is_apart: false,
            attributes: &["at"],
            has_all: false,
            copies: &["owner", "at"],
        },
    ]
);

modelled!(
    Place,
    &["id"],
    {
        id: Number i64 = moments;
        country: Text String = sensors;
        level: Number u32 = levels;
        road: Text String = notes;
        house: Number u32 = levels;
        note: Text String = notes;
        weight: Number i64 = moments;
    },
    |random: &mut Random| Place {
        id: random.below(10_000).try_into().unwrap(),
        country: sensors(random).text(),
        level: levels(random).number(),
        road: maybe(random, notes).map(Value::text),
        house: levels(random).number(),
        note: maybe(random, notes).map(Value::text),
        weight: maybe(random, moments).map(Value::number),
    },
    &[
        Index {
            name: "primary",
            scope: Scope::Primary,
            partition: &["id"],
            sort: &[],
            is_unsorted: true,
            is_apart: false,
            attributes: &["id"],
            has_all: true,
            copies: &[],
        },
        Index {
            name: "by_place",
            scope: Scope::Global,
            partition: &["country", "level"],
            sort: &["road", "house", "note"],
            is_unsorted: false,
            is_apart: true,
            attributes: &["country", "level", "road", "house", "note"],
            has_all: true,
            copies: &[],
        },
    ]
);
