//! A collection of two entities, whose keys are alike in all indexes but in the table itself.

use ddbx::{Collection, Item, Pool};

use crate::modelled::{Field, Index, Kind, Row, Scope};
use crate::random::Random;
use crate::random_queries::fill;
use crate::shop::{BY_RANK, BY_STATUS, Entry, Line, Order, Orders, PRIMARY};
use crate::value::Value;

#[derive(Collection, Clone, Debug, PartialEq)]
pub(crate) enum Business {
    Order(Order),
    Line(Line),
}

impl Business {
    /// Some of both, and neighbours that are neither.
    pub(crate) async fn fill(pool: &Pool, random: &mut Random) -> Vec<Self> {
        let orders = fill(pool, 150, random).await.into_iter().map(Self::Order);
        let lines = fill(pool, 150, random).await.into_iter().map(Self::Line);
        let stored = orders.chain(lines).collect();
        fill::<Orders>(pool, 8, random).await;
        fill::<Entry>(pool, 30, random).await;
        stored
    }
}

/// A field of the first one, as the others have it too.
const fn of(name: &'static str) -> Field {
    let mut at = 0;
    while at < Order::MEMBERS.len() {
        let field = Order::MEMBERS[at];
        if is(field.name, name) {
            return field;
        }
        at += 1;
    }
    panic!("an order has all fields of the collection")
}

const fn is(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// The sort key of the table, which each of them makes in its own way.
const SORT_KEY: Field = Field {
    name: "sk",
    kind: Kind::Text,
    any: |_| unreachable!("no condition is on it"),
    key_only: true,
    is_null: false,
    expires: false,
};

impl Row for Business {
    const MEMBERS: &'static [Field] = &[
        SORT_KEY,
        of("customer"),
        of("placed_at"),
        of("number"),
        of("status"),
        of("courier"),
        of("town"),
        of("rank"),
        of("note"),
    ];
    const PRIMARY_KEY: &'static [&'static str] = &["pk", "sk"];
    const INDEXES: &'static [Index] = &[
        Index {
            sort: &["sk"],
            ..PRIMARY
        },
        BY_STATUS,
        Index {
            name: "by_kind",
            scope: Scope::Global,
            partition: &["courier"],
            sort: &["placed_at"],
            has_all: false,
            copies: &["note"],
            ..PRIMARY
        },
        BY_RANK,
        Index {
            name: "by_place",
            scope: Scope::Local,
            sort: &["town"],
            has_all: false,
            ..PRIMARY
        },
    ];

    fn value(&self, field: &str) -> Option<Value> {
        match (self, field) {
            (_, "sk") => match self.primary_key().get("sk") {
                Some(ddbx::Value::S(text)) => Some(Value::Text(text.clone())),
                other => unreachable!("{other:?} is no sort key"),
            },
            (Self::Order(order), field) => order.value(field),
            // In its keys, this is what stands in the place of both.
            (Self::Line(line), "courier" | "town") => line.value("status"),
            (Self::Line(line), field) => line.value(field),
        }
    }

    fn primary_key(&self) -> Item {
        match self {
            Self::Order(order) => order.primary_key(),
            Self::Line(line) => line.primary_key(),
        }
    }
}
