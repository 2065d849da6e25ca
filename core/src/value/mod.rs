//! DynamoDB's data, without loss: [`Value`], [`Number`] and [`Item`].

mod item;
pub(crate) mod number;
#[cfg(feature = "aws-sdk-dynamodb-1")]
mod sdk;
mod size;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use bytes::Bytes;

pub use item::{IntoIter, Item, Iter};
pub use number::{Number, NumberError, check_text};
#[cfg(feature = "aws-sdk-dynamodb-1")]
pub use sdk::{SdkValueError, SdkValueReason};
pub use size::{item_size, value_size};

/// A value of any of DynamoDB's types.
///
/// The variants are named as on the wire. Sets hold each element once, by value: `1` and `1.0` are one element.
/// DynamoDB refuses an empty set. See
/// [AttributeValue](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html).
///
/// ```
/// use ddbx_core::{Item, Value};
///
/// let value = Value::from(Item::new().with("city", "Oslo").with("floors", vec![Value::from(1), Value::from(2)]));
/// assert_eq!(value.as_m().and_then(|map| map["city"].as_s()), Some("Oslo"));
/// assert_eq!(value.as_s(), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Text.
    S(String),
    /// A number.
    N(Number),
    /// Binary data.
    B(Bytes),
    /// True or false; `BOOL` on the wire.
    Bool(bool),
    /// Nothing, which is not the same as no attribute; `NULL` on the wire.
    Null,
    /// A list of values of any types.
    L(Vec<Value>),
    /// A map from names to values.
    M(Item),
    /// A set of texts; `SS` on the wire.
    Ss(BTreeSet<String>),
    /// A set of numbers; `NS` on the wire.
    Ns(BTreeSet<Number>),
    /// A set of binary data; `BS` on the wire.
    Bs(BTreeSet<Bytes>),
}

/// Defines an accessor that borrows what one variant holds.
macro_rules! accessors {
    ($( $(#[$doc:meta])* $name:ident: $variant:ident -> $held:ty; )*) => {
        $(
            $(#[$doc])*
            #[must_use]
            pub fn $name(&self) -> Option<&$held> {
                match self {
                    Self::$variant(held) => Some(held),
                    _ => None,
                }
            }
        )*
    };
}

impl Value {
    accessors! {
        /// The text, if this is text.
        as_s: S -> str;
        /// The number, if this is one.
        as_n: N -> Number;
        /// The bytes, if this is binary data.
        as_b: B -> Bytes;
        /// The values, if this is a list.
        as_l: L -> [Value];
        /// The attributes, if this is a map.
        as_m: M -> Item;
        /// The texts, if this is a set of them.
        as_ss: Ss -> BTreeSet<String>;
        /// The numbers, if this is a set of them.
        as_ns: Ns -> BTreeSet<Number>;
        /// The elements, if this is a set of binary data.
        as_bs: Bs -> BTreeSet<Bytes>;
    }

    /// True or false, if this is either.
    #[must_use]
    pub const fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// Whether this is NULL.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

/// Defines `From` for types a variant holds, or that become what it holds.
macro_rules! from {
    ($( $from:ty => $variant:ident; )*) => {
        $(
            impl From<$from> for Value {
                fn from(value: $from) -> Self {
                    Self::$variant(value.into())
                }
            }
        )*
    };
}

from! {
    String => S;
    &str => S;
    &String => S;
    Box<str> => S;
    char => S;
    Number => N;
    i8 => N;
    i16 => N;
    i32 => N;
    i64 => N;
    isize => N;
    u8 => N;
    u16 => N;
    u32 => N;
    u64 => N;
    usize => N;
    bool => Bool;
    Bytes => B;
    Vec<u8> => B;
    Vec<Value> => L;
    Item => M;
    BTreeSet<String> => Ss;
    BTreeSet<Number> => Ns;
    BTreeSet<Bytes> => Bs;
}

/// Defines `TryFrom` for types whose values DynamoDB cannot all hold.
macro_rules! try_from {
    ($($from:ty),*) => {
        $(
            impl TryFrom<$from> for Value {
                type Error = NumberError;

                fn try_from(value: $from) -> Result<Self, NumberError> {
                    Number::try_from(value).map(Self::N)
                }
            }
        )*
    };
}

try_from!(i128, u128, f32, f64);

impl<const LENGTH: usize> From<[Self; LENGTH]> for Value {
    fn from(values: [Self; LENGTH]) -> Self {
        Self::L(values.into())
    }
}

impl FromIterator<Self> for Value {
    fn from_iter<I: IntoIterator<Item = Self>>(values: I) -> Self {
        Self::L(values.into_iter().collect())
    }
}
