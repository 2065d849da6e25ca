//! Plain entities, whose fields are their keys: of numbers, and of text.

use ddbx::{Condition, Entity};

use crate::condition::{Comparison, Test};
use crate::modelled::{Field, Index, Kind, Modelled, Scope, condition, modelled};
use crate::random::Random;
use crate::value::{Stored as _, Value};

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "samples", by_level(pk = level, sk = weight))]
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

fn maybe(random: &mut Random, value: fn(&mut Random) -> Value) -> Option<Value> {
    random.percent(70).then(|| value(random))
}

modelled!(
    Sample,
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
            attributes: &["sensor", "at"],
            has_all: true,
        },
        Index {
            name: "by_level",
            scope: Scope::Global,
            partition: &["level"],
            sort: &["weight"],
            attributes: &["level", "weight"],
            has_all: true,
        },
    ]
);

modelled!(
    Word,
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
        attributes: &["language", "word"],
        has_all: true,
    }]
);
