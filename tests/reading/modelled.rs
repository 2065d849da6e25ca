//! What the model knows of an entity, beside what the library does.

use ddbx::{Condition, Item};

use crate::condition::Test;
use crate::random::Random;
use crate::value::Value;

/// What time it is, in milliseconds since 1970.
pub(crate) const NOW: u64 = 1_900_000_000_000;

/// What a read finds: an entity of the model, or one of several.
pub(crate) trait Row: Clone + std::fmt::Debug + PartialEq + Send + Sync + 'static {
    const MEMBERS: &'static [Field];
    /// The attributes of the table's key.
    const PRIMARY_KEY: &'static [&'static str];
    /// The table first.
    const INDEXES: &'static [Index];

    fn value(&self, field: &str) -> Option<Value>;

    /// By which the table tells it from all others.
    fn primary_key(&self) -> Item;

    /// Whether its time is over.
    fn has_expired(&self) -> bool {
        let expires = Self::MEMBERS.iter().find(|field| field.expires);
        let until = expires.and_then(|field| self.value(field.name));
        until.is_some_and(|until| until <= Value::Time(NOW))
    }

    fn field(name: &str) -> &'static Field {
        Self::MEMBERS.iter().find(|field| field.name == name).unwrap()
    }
}

/// An entity of the model.
pub(crate) trait Modelled: Row + ddbx::Entity {
    fn condition(field: &str, test: Test) -> Condition<Self>;

    fn random(random: &mut Random) -> Self;
}

/// A field.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) any: fn(&mut Random) -> Value,
    pub(crate) key_only: bool,
    /// Whether it is there without a value.
    pub(crate) is_null: bool,
    /// Whether it says when an entity expires.
    pub(crate) expires: bool,
}

/// Which conditions it takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Number,
    Text,
    Texts,
    Time,
}

/// The table, or an index.
#[derive(Debug)]
pub(crate) struct Index {
    pub(crate) name: &'static str,
    pub(crate) scope: Scope,
    pub(crate) partition: &'static [&'static str],
    /// In the order of the key, which is that of the values.
    pub(crate) sort: &'static [&'static str],
    /// Whether it has no sort key; one of literals has no fields.
    pub(crate) is_unsorted: bool,
    /// Whether each field of the sort key is an attribute of its own.
    pub(crate) is_apart: bool,
    /// The fields whose own attributes are its key.
    pub(crate) attributes: &'static [&'static str],
    pub(crate) has_all: bool,
    /// The fields whose attributes it copies, if that is not all.
    pub(crate) copies: &'static [&'static str],
}

impl Index {
    /// Whether what it has of an entity has the attribute of this field, or of the one that this is inside of.
    pub(crate) fn has(&self, field: &str) -> bool {
        let attribute = field.split('.').next().unwrap_or(field);
        self.has_all || self.copies.contains(&attribute)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(crate) enum Scope {
    Primary,
    Local,
    Global,
}

/// The conditions that a field of a kind takes, for the library.
macro_rules! condition {
    (Text $type:ty, $handle:expr, $test:expr) => {
        match $test {
            Test::BeginsWith(prefix) => $handle.begins_with(prefix),
            Test::Contains(part) => $handle.contains(part),
            Test::Size(comparison, size) => condition!(@compare $handle.size(), comparison, size),
            test => condition!(@ordered $handle, test, Value::text),
        }
    };
    (Texts $type:ty, $handle:expr, $test:expr) => {
        match $test {
            Test::Compare(Comparison::Equal, texts) => $handle.eq(texts.texts()),
            Test::Compare(Comparison::NotEqual, texts) => $handle.ne(texts.texts()),
            Test::Contains(part) => $handle.contains(part),
            Test::Size(comparison, size) => condition!(@compare $handle.size(), comparison, size),
            test => condition!(@there $handle, test),
        }
    };
    (Number $type:ty, $handle:expr, $test:expr) => { condition!(@ordered $handle, $test, Value::number::<$type>) };
    (Time $type:ty, $handle:expr, $test:expr) => { condition!(@ordered $handle, $test, Value::time) };
    (@ordered $handle:expr, $test:expr, $rust:expr) => {
        match $test {
            Test::Between(from, to) => $handle.between($rust(from), $rust(to)),
            Test::Compare(comparison, value) => condition!(@compare $handle, comparison, $rust(value)),
            Test::In(values) => $handle.is_in(values.into_iter().map($rust)),
            test => condition!(@there $handle, test),
        }
    };
    (@compare $handle:expr, $comparison:expr, $value:expr) => {
        match $comparison {
            Comparison::Equal => $handle.eq($value),
            Comparison::Greater => $handle.gt($value),
            Comparison::GreaterOrEqual => $handle.ge($value),
            Comparison::Less => $handle.lt($value),
            Comparison::LessOrEqual => $handle.le($value),
            Comparison::NotEqual => $handle.ne($value),
        }
    };
    (@there $handle:expr, $test:expr) => {
        match $test {
            Test::Exists => $handle.exists(),
            Test::IsNull => $handle.is_null(),
            Test::NotExists => $handle.not_exists(),
            test => unreachable!("no test of this field: {test:?}"),
        }
    };
}

/// `customer: Text String = customers` is a field, its kind, the type of its values, and where they come from;
/// `key_only` stands behind one that has no attribute, `null` behind one whose `None` is stored, and `expires` behind the
/// one by which the entity expires.
macro_rules! modelled {
    (
        $entity:ident,
        $key:expr,
        { $($first:ident $(. $second:ident)?: $kind:ident $type:ty = $any:path $(, $how:ident)?;)* },
        $random:expr,
        $indexes:expr
    ) => {
        impl Row for $entity {
            const MEMBERS: &'static [Field] = &[$(Field {
                name: concat!(stringify!($first) $(, ".", stringify!($second))?),
                kind: Kind::$kind,
                any: $any,
                key_only: modelled!(@key_only $($how)?),
                is_null: modelled!(@is_null $($how)?),
                expires: modelled!(@expires $($how)?),
            }),*];
            const PRIMARY_KEY: &'static [&'static str] = $key;
            const INDEXES: &'static [Index] = $indexes;

            fn value(&self, field: &str) -> Option<Value> {
                $(if field == concat!(stringify!($first) $(, ".", stringify!($second))?) {
                    return modelled!(@value self.$first $(, $second)? $(; $how)?);
                })*
                unreachable!("no field {field}")
            }

            fn primary_key(&self) -> ddbx::Item {
                ddbx::Entity::key(self).unwrap()
            }
        }

        impl Modelled for $entity {
            fn condition(field: &str, test: Test) -> Condition<Self> {
                $(if field == concat!(stringify!($first) $(, ".", stringify!($second))?) {
                    let handle = <Self as ddbx::Entity>::FIELDS.$first;
                    $(let handle = handle.member(|fields| fields.$second);)?
                    return condition!($kind $type, handle, test);
                })*
                unreachable!("no field {field}")
            }

            fn random(random: &mut Random) -> Self {
                $random(random)
            }
        }
    };
    (@key_only key_only) => { true };
    (@key_only $($how:ident)?) => { false };
    (@is_null null) => { true };
    (@is_null $($how:ident)?) => { false };
    (@expires expires) => { true };
    (@expires $($how:ident)?) => { false };
    (@value $value:expr; null) => { $value.stored().or(Some(Value::Null)) };
    (@value $value:expr $(; $how:ident)?) => { $value.stored() };
    (@value $value:expr, $second:ident) => { $value.as_ref().and_then(|value| value.$second.stored()) };
}

pub(crate) use {condition, modelled};
