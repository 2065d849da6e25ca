//! Statements of `query!`, whose conditions are also read for the model and for the builder.

use std::time::SystemTime;

use ddbx::PlannedQuery;

use crate::case::{Case, Limits};
use crate::condition::Tree;
use crate::modelled::Row;
use crate::planning::Asked;
use crate::random::Random;
use crate::value::Value;

/// The values that a name in a statement stands for: one, or those of a list.
pub(crate) type Operands = Vec<Value>;

/// A statement. What its conditions compare with is drawn for each run.
pub(crate) struct Planned<R> {
    pub(crate) text: &'static str,
    /// The fields that its values are of, and whether there is a list of them.
    pub(crate) values: &'static [(&'static str, bool)],
    pub(crate) query: fn(&[Operands]) -> PlannedQuery<R>,
    pub(crate) conditions: fn(&[Operands]) -> Vec<Tree>,
    /// The options behind the conditions.
    pub(crate) asked: Asked,
}

impl<R: Row> Planned<R> {
    pub(crate) fn draw(&self, random: &mut Random) -> Vec<Operands> {
        draw::<R>(self.values, random)
    }

    /// With these values, and whatever else can be said of it.
    pub(crate) fn case(&self, values: &[Operands], random: &mut Random) -> Case {
        Case {
            conditions: (self.conditions)(values),
            asked: Asked {
                descending: random.percent(35),
                sees_expired: random.percent(20),
                ..self.asked
            },
            limits: Limits::random(random),
        }
    }
}

/// Values of these fields, of which two of one field are in their order.
pub(crate) fn draw<R: Row>(fields: &[(&str, bool)], random: &mut Random) -> Vec<Operands> {
    let mut drawn: Vec<Operands> = Vec::new();
    for (at, (field, is_list)) in fields.iter().enumerate() {
        let count = if *is_list { 1 + random.below(4) } else { 1 };
        let mut value = || match *field {
            "size" => Value::Number(i128::try_from(random.below(4)).unwrap()),
            field => (R::field(field).any)(random),
        };
        drawn.push((0..count).map(|_| value()).collect());
        if at > 0 && fields[at - 1].0 == *field && !is_list {
            drawn[at - 1..].sort();
        }
    }
    drawn
}

/// A value as a statement takes it.
pub(crate) trait Operand {
    fn of(values: Operands) -> Self;
}

macro_rules! operands {
    ($($type:ty: $of:ident)*) => {$(
        impl Operand for $type {
            fn of(mut values: Operands) -> Self {
                values.pop().unwrap().$of()
            }
        }

        impl Operand for Vec<$type> {
            fn of(values: Operands) -> Self {
                values.into_iter().map(Value::$of).collect()
            }
        }
    )*};
}

operands!(String: text SystemTime: time u32: number u64: number i64: number);

/// One of them by itself, or any of them.
pub(crate) fn any(mut trees: Vec<Tree>) -> Tree {
    match trees.len() {
        1 => trees.remove(0),
        _ => Tree::Or(trees),
    }
}

/// One of them by itself, or all of them.
pub(crate) fn all(mut trees: Vec<Tree>) -> Tree {
    match trees.len() {
        1 => trees.remove(0),
        _ => Tree::And(trees),
    }
}

/// `planned!(Order [one: customer String, some: rank Vec<i64>] { customer == one && rank.is_in(some) }, consistent)`: the
/// names in brackets are of values of these fields. Conditions are joined by `&&`, and inside of parentheses by `||` too.
macro_rules! planned {
    (
        $row:ident [$($name:ident: $field:ident $first:ident $(<$of:ident>)?),* $(,)?]
        { $($condition:tt)* } $(, $($options:tt)+)?
    ) => {
        Planned::<$row> {
            text: stringify!($row, $($condition)* $(, $($options)+)?),
            values: &[$((stringify!($field), planned!(@is_list $($of)?))),*],
            query: |values| {
                let mut values = values.iter().cloned();
                $(let $name: $first $(<$of>)? = Operand::of(values.next().unwrap());)*
                ddbx::query!($row, $($condition)* $(, $($options)+)?)
            },
            conditions: |values| {
                let mut values = values.iter().cloned();
                $(let $name: Operands = values.next().unwrap();)*
                planned!(@all [] [] $($condition)*)
            },
            asked: planned!(@asked $($($options)+)?),
        }
    };

    (@is_list) => { false };
    (@is_list $of:ident) => { true };

    (@asked) => { Asked::NOTHING };
    (@asked consistent) => { Asked { consistent: true, ..Asked::NOTHING } };
    (@asked hydrate) => { Asked { hydrate: true, ..Asked::NOTHING } };
    (@asked index = $name:literal) => { Asked { index: Some($name), ..Asked::NOTHING } };
    (@asked index = $name:literal, hydrate) => { Asked { index: Some($name), hydrate: true, ..Asked::NOTHING } };
    (@asked index = $name:literal, consistent) => { Asked { index: Some($name), consistent: true, ..Asked::NOTHING } };

    (@all [$($done:expr,)*] [$($leaf:tt)*] && $($rest:tt)*) => {
        planned!(@all [$($done,)* planned!(@one $($leaf)*),] [] $($rest)*)
    };
    (@all [$($done:expr,)*] [$($leaf:tt)*] $next:tt $($rest:tt)*) => {
        planned!(@all [$($done,)*] [$($leaf)* $next] $($rest)*)
    };
    (@all [$($done:expr,)*] [$($leaf:tt)*]) => { vec![$($done,)* planned!(@one $($leaf)*)] };

    (@any [$($done:expr,)*] [$($part:tt)*] || $($rest:tt)*) => {
        planned!(@any [$($done,)* all(planned!(@all [] [] $($part)*)),] [] $($rest)*)
    };
    (@any [$($done:expr,)*] [$($part:tt)*] $next:tt $($rest:tt)*) => {
        planned!(@any [$($done,)*] [$($part)* $next] $($rest)*)
    };
    (@any [$($done:expr,)*] [$($part:tt)*]) => { any(vec![$($done,)* all(planned!(@all [] [] $($part)*))]) };

    (@one ! $($inner:tt)*) => { Tree::Not(Box::new(planned!(@one $($inner)*))) };
    (@one ($($inner:tt)*)) => { planned!(@any [] [] $($inner)*) };
    (@one $field:ident.size() $compares:tt $than:ident) => {
        Tree::Leaf(stringify!($field), Test::Size(planned!(@compares $compares), $than[0].clone().number()))
    };
    (@one $first:ident.$second:ident.$test:ident($($value:ident),*)) => {
        Tree::Leaf(concat!(stringify!($first), ".", stringify!($second)), planned!(@test $test $($value)*))
    };
    (@one $field:ident.$test:ident($($value:ident),*)) => {
        Tree::Leaf(stringify!($field), planned!(@test $test $($value)*))
    };
    (@one $first:ident.$second:ident $compares:tt $with:ident) => {
        Tree::Leaf(
            concat!(stringify!($first), ".", stringify!($second)),
            Test::Compare(planned!(@compares $compares), $with[0].clone()),
        )
    };
    (@one $field:ident $compares:tt $with:ident) => {
        Tree::Leaf(stringify!($field), Test::Compare(planned!(@compares $compares), $with[0].clone()))
    };

    (@test begins_with $prefix:ident) => { Test::BeginsWith($prefix[0].clone().text()) };
    (@test between $from:ident $to:ident) => { Test::Between($from[0].clone(), $to[0].clone()) };
    (@test contains $part:ident) => { Test::Contains($part[0].clone().text()) };
    (@test exists) => { Test::Exists };
    (@test is_in $values:ident) => { Test::In($values.clone()) };
    (@test is_null) => { Test::IsNull };
    (@test not_exists) => { Test::NotExists };

    (@compares ==) => { Comparison::Equal };
    (@compares !=) => { Comparison::NotEqual };
    (@compares >) => { Comparison::Greater };
    (@compares >=) => { Comparison::GreaterOrEqual };
    (@compares <) => { Comparison::Less };
    (@compares <=) => { Comparison::LessOrEqual };
}

pub(crate) use planned;
