//! A table that four entities share. Their keys are neighbours: in the partition of a customer, all that an order's key
//! may be mistaken for stands right before and right behind the orders.

use std::collections::BTreeSet;
use std::time::SystemTime;

use ddbx::{Attribute, Condition, Entity, Table};

use crate::condition::{Comparison, Test};
use crate::modelled::{Field, Index, Kind, Modelled, Row, Scope, condition, modelled};
use crate::random::Random;
use crate::value::{Stored as _, Value};

#[derive(Table)]
#[table(name = "shop", pk = "pk", sk = "sk")]
#[table(index(name = "by_status", pk = "gsi1pk", sk = "gsi1sk"))]
#[table(index(name = "by_courier", pk = "gsi2pk"))]
#[table(index(name = "by_town", pk = "gsi3pk", sk = "gsi3sk", projection = keys_only))]
#[table(index(name = "by_kind", pk = "gsi4pk", sk = "gsi4sk", projection = include("_type", "note", "total")))]
#[table(local_index(name = "by_rank", sk = "lsi1sk"))]
#[table(local_index(name = "by_place", sk = "lsi2sk", projection = keys_only))]
pub(crate) struct Shop;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "CUSTOMER#{customer}", sk = "ORDER#{placed_at}#{number:04}")]
#[entity(by_status(pk = "STATUS#{status}", sk = "{placed_at}"))]
#[entity(by_courier(pk = "COURIER#{courier}"))]
#[entity(by_town(pk = "TOWN#{town}", sk = "{number:04}"))]
#[entity(by_kind(pk = "KIND#{courier}", sk = "AT#{placed_at}"))]
#[entity(by_rank(sk = "RANK#{rank:i64}#{number:04}"))]
#[entity(by_place(sk = "IN#{town}"))]
pub(crate) struct Order {
    pub(crate) customer: String,
    #[entity(iso)]
    pub(crate) placed_at: SystemTime,
    pub(crate) number: u32,
    pub(crate) status: String,
    pub(crate) courier: Option<String>,
    pub(crate) town: String,
    pub(crate) rank: i64,
    pub(crate) note: Option<String>,
    #[entity(null)]
    pub(crate) gone: Option<String>,
    pub(crate) total: Option<u32>,
    pub(crate) tags: Option<BTreeSet<String>>,
    pub(crate) address: Option<Address>,
}

#[derive(Attribute, Clone, Debug, PartialEq)]
pub(crate) struct Address {
    pub(crate) street: String,
    pub(crate) zip: Option<u32>,
}

/// In the key of its order, and behind it.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "CUSTOMER#{customer}", sk = "ORDER#{placed_at}#{number:04}#LINE#{name}")]
#[entity(by_status(pk = "STATUS#{status}", sk = "{placed_at}"))]
#[entity(by_kind(pk = "KIND#{status}", sk = "AT#{placed_at}"))]
#[entity(by_rank(sk = "RANK#{rank:i64}#{number:04}"))]
#[entity(by_place(sk = "IN#{status}"))]
pub(crate) struct Line {
    pub(crate) customer: String,
    #[entity(iso)]
    pub(crate) placed_at: SystemTime,
    pub(crate) number: u32,
    pub(crate) name: String,
    pub(crate) status: String,
    pub(crate) rank: i64,
    pub(crate) note: Option<String>,
}

/// Right behind all orders.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "CUSTOMER#{customer}", sk = "ORDERS")]
#[entity(by_status(pk = "STATUS#{status}", sk = "{placed_at}"))]
pub(crate) struct Orders {
    pub(crate) customer: String,
    pub(crate) status: String,
    #[entity(iso)]
    pub(crate) placed_at: SystemTime,
}

/// Right behind them, too. Its key has the customer once more, and the only copy of the entry.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "CUSTOMER#{customer}", sk = "ORDER$#{customer}#{entry}")]
#[entity(by_rank(sk = "{rank:i64}"))]
pub(crate) struct Entry {
    pub(crate) customer: String,
    #[entity(key_only)]
    pub(crate) entry: String,
    pub(crate) rank: Option<i64>,
    pub(crate) note: Option<String>,
}

fn text(random: &mut Random, of: &[&str]) -> Value {
    Value::Text((*random.pick(of)).to_owned())
}

pub(crate) fn customers(random: &mut Random) -> Value {
    text(random, &["ann", "an", "bob", "nobody"])
}

fn statuses(random: &mut Random) -> Value {
    text(random, &["open", "paid", "opened"])
}

fn couriers(random: &mut Random) -> Value {
    text(random, &["fox", "owl"])
}

fn towns(random: &mut Random) -> Value {
    text(random, &["Oslo", "Rome"])
}

fn notes(random: &mut Random) -> Value {
    text(random, &["a", "ab", "b", "LINE", "a#b"])
}

fn names(random: &mut Random) -> Value {
    text(random, &["a", "a!", "ab", "b", "~"])
}

/// Around the ends of what digits and offsets hold.
fn numbers(random: &mut Random) -> Value {
    Value::Number(*random.pick(&[0, 1, 2, 9, 10, 99, 100, 999, 1000, 9999]))
}

fn ranks(random: &mut Random) -> Value {
    Value::Number(*random.pick(&[i64::MIN.into(), -10, -9, -1, 0, 1, 9, 10, i64::MAX.into()]))
}

fn times(random: &mut Random) -> Value {
    Value::Time(*random.pick(&[0, 1, 999, 1_000, 1_001, 1_000_000]))
}

fn tag_sets(random: &mut Random) -> Value {
    let tags = ["new", "old", "vip"];
    Value::Texts(
        (0..=random.below(2))
            .map(|_| (*random.pick(&tags)).to_owned())
            .collect(),
    )
}

fn maybe<T>(random: &mut Random, value: fn(&mut Random) -> T) -> Option<T> {
    random.percent(60).then(|| value(random))
}

fn order(random: &mut Random) -> Order {
    Order {
        customer: customers(random).text(),
        placed_at: times(random).time(),
        number: numbers(random).number(),
        status: statuses(random).text(),
        courier: maybe(random, couriers).map(Value::text),
        town: towns(random).text(),
        rank: ranks(random).number(),
        note: maybe(random, notes).map(Value::text),
        gone: maybe(random, notes).map(Value::text),
        total: maybe(random, numbers).map(Value::number),
        tags: maybe(random, tag_sets).map(Value::texts),
        address: maybe(random, |random| Address {
            street: notes(random).text(),
            zip: maybe(random, numbers).map(Value::number),
        }),
    }
}

pub(crate) const PRIMARY: Index = Index {
    name: "primary",
    scope: Scope::Primary,
    partition: &["customer"],
    sort: &["placed_at", "number"],
    is_unsorted: false,
    is_apart: false,
    attributes: &[],
    has_all: true,
    copies: &[],
};

pub(crate) const BY_STATUS: Index = Index {
    name: "by_status",
    scope: Scope::Global,
    partition: &["status"],
    sort: &["placed_at"],
    ..PRIMARY
};

pub(crate) const BY_RANK: Index = Index {
    name: "by_rank",
    scope: Scope::Local,
    sort: &["rank", "number"],
    ..PRIMARY
};

modelled!(
    Order,
    &["pk", "sk"],
    {
        customer: Text String = customers;
        placed_at: Time SystemTime = times;
        number: Number u32 = numbers;
        status: Text String = statuses;
        courier: Text String = couriers;
        town: Text String = towns;
        rank: Number i64 = ranks;
        note: Text String = notes;
        gone: Text String = notes, null;
        total: Number u32 = numbers;
        tags: Texts String = tag_sets;
        address.street: Text String = notes;
        address.zip: Number u32 = numbers;
    },
    order,
    &[
        PRIMARY,
        BY_STATUS,
        Index { name: "by_courier", scope: Scope::Global, partition: &["courier"], sort: &[], is_unsorted: true, ..PRIMARY },
        Index {
            name: "by_town", scope: Scope::Global, partition: &["town"], sort: &["number"], has_all: false, ..PRIMARY
        },
        Index {
            name: "by_kind",
            scope: Scope::Global,
            partition: &["courier"],
            sort: &["placed_at"],
            has_all: false,
            copies: &["note", "total"],
            ..PRIMARY
        },
        BY_RANK,
        Index { name: "by_place", scope: Scope::Local, sort: &["town"], has_all: false, ..PRIMARY },
    ]
);

modelled!(
    Line,
    &["pk", "sk"],
    {
        customer: Text String = customers;
        placed_at: Time SystemTime = times;
        number: Number u32 = numbers;
        name: Text String = names;
        status: Text String = statuses;
        rank: Number i64 = ranks;
        note: Text String = notes;
    },
    |random: &mut Random| Line {
        customer: customers(random).text(),
        placed_at: times(random).time(),
        number: numbers(random).number(),
        name: names(random).text(),
        status: statuses(random).text(),
        rank: ranks(random).number(),
        note: maybe(random, notes).map(Value::text),
    },
    &[
        Index { sort: &["placed_at", "number", "name"], ..PRIMARY },
        BY_STATUS,
        Index {
            name: "by_kind",
            scope: Scope::Global,
            partition: &["status"],
            sort: &["placed_at"],
            has_all: false,
            copies: &["note"],
            ..PRIMARY
        },
        BY_RANK,
        Index { name: "by_place", scope: Scope::Local, sort: &["status"], has_all: false, ..PRIMARY },
    ]
);

modelled!(
    Orders,
    &["pk", "sk"],
    {
        customer: Text String = customers;
        status: Text String = statuses;
        placed_at: Time SystemTime = times;
    },
    |random: &mut Random| Orders {
        customer: customers(random).text(),
        status: statuses(random).text(),
        placed_at: times(random).time(),
    },
    &[Index { sort: &[], ..PRIMARY }, BY_STATUS]
);

modelled!(
    Entry,
    &["pk", "sk"],
    {
        customer: Text String = customers;
        entry: Text String = names, key_only;
        rank: Number i64 = ranks;
        note: Text String = notes;
    },
    |random: &mut Random| Entry {
        customer: customers(random).text(),
        entry: names(random).text(),
        rank: maybe(random, ranks).map(Value::number),
        note: maybe(random, notes).map(Value::text),
    },
    &[Index { sort: &["customer", "entry"], ..PRIMARY }, Index { sort: &["rank"], ..BY_RANK }]
);
