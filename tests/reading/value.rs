//! What the model knows of an attribute.

use std::collections::BTreeSet;
use std::mem::discriminant;
use std::time::{Duration, SystemTime};

/// A value of an attribute. Its order is that of one kind: between two kinds there is none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    Null,
    Number(i128),
    Text(String),
    Texts(BTreeSet<String>),
    /// Milliseconds since 1970.
    Time(u64),
}

impl Value {
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        discriminant(self) == discriminant(other)
    }

    pub(crate) fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            other => unreachable!("{other:?} is no text"),
        }
    }

    pub(crate) fn texts(self) -> BTreeSet<String> {
        match self {
            Self::Texts(texts) => texts,
            other => unreachable!("{other:?} is no set"),
        }
    }

    pub(crate) fn number<T: TryFrom<i128, Error: std::fmt::Debug>>(self) -> T {
        match self {
            Self::Number(number) => T::try_from(number).unwrap(),
            other => unreachable!("{other:?} is no number"),
        }
    }

    pub(crate) fn time(self) -> SystemTime {
        match self {
            Self::Time(millis) => SystemTime::UNIX_EPOCH + Duration::from_millis(millis),
            other => unreachable!("{other:?} is no time"),
        }
    }
}

/// A field's value, as an attribute.
pub(crate) trait Stored {
    fn stored(&self) -> Option<Value>;
}

impl Stored for String {
    fn stored(&self) -> Option<Value> {
        Some(Value::Text(self.clone()))
    }
}

impl Stored for BTreeSet<String> {
    fn stored(&self) -> Option<Value> {
        Some(Value::Texts(self.clone()))
    }
}

impl Stored for SystemTime {
    fn stored(&self) -> Option<Value> {
        let millis = self.duration_since(Self::UNIX_EPOCH).unwrap().as_millis();
        Some(Value::Time(millis.try_into().unwrap()))
    }
}

impl<T: Stored> Stored for Option<T> {
    fn stored(&self) -> Option<Value> {
        self.as_ref().and_then(Stored::stored)
    }
}

macro_rules! numbers {
    ($($type:ty)*) => {$(
        impl Stored for $type {
            fn stored(&self) -> Option<Value> {
                Some(Value::Number((*self).into()))
            }
        }
    )*};
}

numbers!(i64 u32);
