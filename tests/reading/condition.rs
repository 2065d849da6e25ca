//! Conditions: as the model sees them, and made at random.

use std::cmp::Ordering;

use crate::modelled::{Field, Kind, Modelled, Row};
use crate::random::Random;
use crate::value::Value;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Comparison {
    Equal,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    NotEqual,
}

impl Comparison {
    const ALL: [Self; 6] = [
        Self::Equal,
        Self::Greater,
        Self::GreaterOrEqual,
        Self::Less,
        Self::LessOrEqual,
        Self::NotEqual,
    ];

    fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::NotEqual => order.is_ne(),
        }
    }
}

/// What is asked of one field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Test {
    BeginsWith(String),
    Between(Value, Value),
    Compare(Comparison, Value),
    Contains(String),
    Exists,
    In(Vec<Value>),
    IsNull,
    NotExists,
    Size(Comparison, u64),
}

impl Test {
    fn holds(&self, value: Option<&Value>) -> bool {
        let compares = |comparison: Comparison, with: &Value| match value {
            Some(value) if value.is_like(with) => comparison.holds(value.cmp(with)),
            _ => comparison == Comparison::NotEqual,
        };
        match self {
            Self::BeginsWith(prefix) => matches!(value, Some(Value::Text(text)) if text.starts_with(prefix)),
            Self::Between(from, to) => {
                compares(Comparison::GreaterOrEqual, from) && compares(Comparison::LessOrEqual, to)
            }
            Self::Compare(comparison, with) => compares(*comparison, with),
            Self::Contains(part) => match value {
                Some(Value::Text(text)) => text.contains(part),
                Some(Value::Texts(texts)) => texts.contains(part),
                _ => false,
            },
            Self::Exists => value.is_some(),
            Self::In(values) => values.iter().any(|with| compares(Comparison::Equal, with)),
            Self::IsNull => matches!(value, None | Some(Value::Null)),
            Self::NotExists => value.is_none(),
            Self::Size(comparison, with) => {
                let size = match value {
                    Some(Value::Text(text)) => text.chars().count(),
                    Some(Value::Texts(texts)) => texts.len(),
                    _ => return false,
                };
                comparison.holds((size as u64).cmp(with))
            }
        }
    }
}

/// A condition.
#[derive(Clone, Debug)]
pub(crate) enum Tree {
    And(Vec<Tree>),
    Leaf(&'static str, Test),
    Not(Box<Tree>),
    Or(Vec<Tree>),
}

impl Tree {
    pub(crate) fn holds<R: Row>(&self, row: &R) -> bool {
        match self {
            Self::And(trees) => trees.iter().all(|tree| tree.holds(row)),
            Self::Leaf(field, test) => test.holds(row.value(field).as_ref()),
            Self::Not(tree) => !tree.holds(row),
            Self::Or(trees) => trees.iter().any(|tree| tree.holds(row)),
        }
    }

    /// The same, for the library.
    pub(crate) fn condition<E: Modelled>(&self) -> ddbx::Condition<E> {
        let joined = |trees: &[Self], join: fn(ddbx::Condition<E>, ddbx::Condition<E>) -> ddbx::Condition<E>| {
            trees.iter().map(Self::condition).reduce(join).unwrap()
        };
        match self {
            Self::And(trees) => joined(trees, ddbx::Condition::and),
            Self::Leaf(field, test) => E::condition(field, test.clone()),
            Self::Not(tree) => !tree.condition::<E>(),
            Self::Or(trees) => joined(trees, ddbx::Condition::or),
        }
    }

    /// All tests in it, with their fields.
    pub(crate) fn leaves(&self) -> Vec<(&'static str, &Test)> {
        match self {
            Self::And(trees) | Self::Or(trees) => trees.iter().flat_map(Self::leaves).collect(),
            Self::Leaf(field, test) => vec![(field, test)],
            Self::Not(tree) => tree.leaves(),
        }
    }

    /// A condition on any fields but those of keys, mostly.
    pub(crate) fn random<E: Row>(random: &mut Random, depth: usize) -> Self {
        if depth > 0 && random.percent(40) {
            let mut several = || (0..2).map(|_| Self::random::<E>(random, depth - 1)).collect();
            return match several() {
                trees if random.percent(40) => Self::Or(trees),
                trees if random.percent(60) => Self::And(trees),
                mut trees => Self::Not(Box::new(trees.pop().unwrap())),
            };
        }
        let mut field = random.pick(E::MEMBERS);
        while is_of_key::<E>(field) && random.percent(90) {
            field = random.pick(E::MEMBERS);
        }
        Self::Leaf(field.name, test(field, random))
    }
}

/// Whether a filter on it is refused by some index.
fn is_of_key<E: Row>(field: &Field) -> bool {
    field.key_only || E::INDEXES.iter().any(|index| index.attributes.contains(&field.name))
}

pub(crate) fn test(field: &Field, random: &mut Random) -> Test {
    let value = |random: &mut Random| (field.any)(random);
    let comparison = *random.pick(&Comparison::ALL);
    // Whether the size of what is missing differs from a number is not written anywhere.
    let of_size = *random.pick(&Comparison::ALL[..5]);
    match (field.kind, random.below(12)) {
        (_, 0) => Test::Exists,
        (_, 1) => Test::NotExists,
        (_, 2) => Test::IsNull,
        // Functions of text take text: `shapes.rs` has what they make of others.
        (Kind::Text, 3) if !field.is_null => {
            let text = value(random).text();
            Test::BeginsWith(text.chars().next().unwrap().into())
        }
        (Kind::Text, 4) if !field.is_null => {
            let text = value(random).text();
            Test::Contains(text.chars().last().unwrap().into())
        }
        (Kind::Text, 5) if !field.is_null => Test::Size(of_size, random.below(4) as u64),
        (Kind::Texts, 3 | 4) => Test::Size(of_size, random.below(4) as u64),
        (Kind::Texts, 5) => {
            let equal = *random.pick(&[Comparison::Equal, Comparison::NotEqual]);
            Test::Compare(equal, value(random))
        }
        (Kind::Texts, _) => Test::Contains(value(random).texts().pop_first().unwrap()),
        (_, 6) => {
            let (one, other) = (value(random), value(random));
            Test::Between(one.clone().min(other.clone()), one.max(other))
        }
        (_, 7) => Test::In((0..=random.below(3)).map(|_| value(random)).collect()),
        _ => Test::Compare(comparison, value(random)),
    }
}
