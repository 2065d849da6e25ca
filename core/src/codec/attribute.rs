use bytes::Bytes;

use super::{Below, CodecError, Encode, KeyPart, Kind, Result, ShortText, Target, Type, Writer};

/// A type a field of an entity may have: what its values are compared with, and how one is bound to a statement.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the type of an entity's field",
    label = "not an attribute type",
    note = "derive it: `#[derive(ddbx::Attribute)]`, or use a type that is built in"
)]
pub trait Attribute: Encode {
    /// What conditions and updates take a value of: `T` itself, and `T` for `Option<T>`.
    type Cmp: ?Sized;

    /// What a value that it is compared with is given for.
    #[doc(hidden)]
    #[must_use]
    fn compared(_: Target<Self>) -> Target<Self::Cmp>
    where
        Self: Sized,
    {
        Target::NEW
    }

    /// The value in the form a statement carries.
    ///
    /// # Errors
    ///
    /// Those of [`Encode::encode`].
    fn bound(&self) -> Result<Bound> {
        let mut writer = Writer::new();
        self.encode(&mut writer)?;
        Ok(Bound::Encoded {
            json: writer.into_vec().into(),
            kind: Self::KIND,
        })
    }

    /// What a `Vec` of such values is bound as, where that is not a list: bytes.
    #[doc(hidden)]
    #[must_use]
    fn bound_list(_: &[Self]) -> Option<Bound>
    where
        Self: Sized,
    {
        None
    }
}

/// A value that a statement carries until it is written: what keys and templates can look into, or JSON.
///
/// `Debug` shows the type only: values stay out of logs.
#[derive(Clone)]
pub enum Bound {
    /// Binary.
    B(Bytes),
    /// An attribute value that is encoded already.
    Encoded {
        /// Its DynamoDB JSON.
        json: Bytes,
        /// Its type.
        kind: Kind,
    },
    /// An integer.
    Int(i128),
    /// A string.
    S(String),
    /// A string as long as all of its type: that of a timestamp, of a UUID.
    Text(ShortText),
}

impl Bound {
    /// The DynamoDB type of the value.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::B(_) => Kind::B,
            Self::Encoded { kind, .. } => *kind,
            Self::Int(_) => Kind::N,
            Self::S(_) | Self::Text(_) => Kind::S,
        }
    }

    /// Writes the attribute value.
    pub fn write(&self, writer: &mut Writer) {
        match self {
            Self::B(bytes) => writer.b(bytes),
            Self::Encoded { json, .. } => writer.raw(json),
            Self::Int(value) => writer.n(itoa::Buffer::new().format(*value)),
            Self::S(text) => writer.s(text),
            Self::Text(text) => writer.s(text),
        }
    }

    /// The number with the opposite sign; other types stay as they are.
    #[must_use]
    pub fn negated(self) -> Self {
        let text = match self.key_part() {
            Some(KeyPart::Int(value)) => return Self::Int(-value),
            Some(KeyPart::N(number)) => match number.strip_prefix('-') {
                Some(positive) => positive.to_owned(),
                None => format!("-{}", number.trim_start_matches('+')),
            },
            Some(KeyPart::Absent | KeyPart::B(_) | KeyPart::Decimal(_) | KeyPart::S(_) | KeyPart::Text(_)) | None => {
                return self;
            }
        };
        let mut writer = Writer::new();
        writer.n(&text);
        Self::Encoded {
            json: writer.into_vec().into(),
            kind: Kind::N,
        }
    }

    /// Writes the value as a member of a set: its text or base64 alone.
    ///
    /// # Errors
    ///
    /// A type that no set holds.
    pub fn write_member(&self, writer: &mut Writer) -> Result<()> {
        match self.key_part() {
            Some(KeyPart::B(bytes)) => writer.base64(bytes),
            Some(KeyPart::Int(value)) => writer.string(itoa::Buffer::new().format(value)),
            Some(KeyPart::N(number)) => writer.string(number),
            Some(KeyPart::S(text)) => writer.string(text),
            Some(KeyPart::Decimal(text) | KeyPart::Text(text)) => writer.string(&text),
            Some(KeyPart::Absent) | None => {
                return Err(CodecError::custom("DynamoDB's sets hold strings, numbers or binary"));
            }
        }
        Ok(())
    }

    /// The value as a part of a key; `None` for types that cannot be one.
    #[must_use]
    pub fn key_part(&self) -> Option<KeyPart<'_>> {
        Some(match self {
            Self::B(bytes) => KeyPart::B(bytes),
            // Numbers that are not integers: between the quotes of `{"N":"…"}`.
            Self::Encoded { json, kind: Kind::N } => KeyPart::N(
                std::str::from_utf8(json)
                    .ok()?
                    .strip_prefix("{\"N\":\"")?
                    .strip_suffix("\"}")?,
            ),
            Self::Encoded { .. } => return None,
            Self::Int(value) => KeyPart::Int(*value),
            Self::S(text) => KeyPart::S(text),
            Self::Text(text) => KeyPart::Text(*text),
        })
    }
}

impl std::fmt::Debug for Bound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bound({})", self.kind().descriptor())
    }
}

/// Types with an order in DynamoDB: `<`, `<=`, `>`, `>=` and `between`.
#[diagnostic::on_unimplemented(
    message = "`<`, `<=`, `>`, `>=` and `between` need an ordered attribute (number, string or binary), this one is `{Self}`",
    label = "`{Self}` has no order in DynamoDB"
)]
pub trait Ordered {
    /// What the ends of a range are given as: [`Attribute::Cmp`].
    type Of: ?Sized;

    /// What an end of a range is given for.
    #[doc(hidden)]
    #[must_use]
    fn ordered(_: Target<Self>) -> Target<Self::Of>
    where
        Self: Sized,
    {
        Target::NEW
    }
}

/// Types that can begin with something: strings and binary.
#[diagnostic::on_unimplemented(
    message = "`begins_with` needs a string or binary attribute, this one is `{Self}`",
    label = "`{Self}` has no prefix",
    note = "for numbers use `>=` or `between`"
)]
pub trait Prefix {
    /// What a prefix is given as: [`Attribute::Cmp`].
    type Of: ?Sized;

    /// What a prefix is given for.
    #[doc(hidden)]
    #[must_use]
    fn prefix(_: Target<Self>) -> Target<Self::Of>
    where
        Self: Sized,
    {
        Target::NEW
    }
}

/// Types that can contain something: strings, lists and sets.
#[diagnostic::on_unimplemented(
    message = "`contains` needs a string, list or set attribute, this one is `{Self}`",
    label = "`{Self}` contains nothing"
)]
pub trait Container {
    /// What it contains.
    type Element;

    /// What an element is given for.
    #[doc(hidden)]
    #[must_use]
    fn contained(_: Target<Self>) -> Target<Self::Element>
    where
        Self: Sized,
    {
        Target::NEW
    }
}

/// Types that can be added to: integers and [`Number`](crate::Number).
#[diagnostic::on_unimplemented(
    message = "DynamoDB's sums need an integer or `Number` attribute, this one is `{Self}`",
    label = "`{Self}` cannot be added to",
    note = "the sum of two decimals may have more digits than a float holds: use `ddbx::Number`"
)]
pub trait Numeric {}

/// Sets: members are added and deleted.
#[diagnostic::on_unimplemented(
    message = "members are added to and deleted from sets, this attribute is `{Self}`",
    label = "`{Self}` is not a set"
)]
pub trait SetLike {
    /// Its members.
    type Member;
}

/// Types whose attributes have fields of their own: nested structs. Implemented by `#[derive(Attribute)]`.
#[diagnostic::on_unimplemented(message = "`{Self}` has no fields to name in a path", label = "not a nested struct")]
pub trait Document: Sized {
    /// The handles of the fields: a struct with one [`Field`](crate::expression::Field) for each.
    type Fields: 'static;

    /// The handles of the fields.
    const FIELDS: &'static Self::Fields;

    /// How a field of it is reached.
    #[doc(hidden)]
    const BELOW: Below<Self, &'static Self::Fields> = Below::new(Self::FIELDS);
}

/// Types whose elements have a number: lists.
#[diagnostic::on_unimplemented(
    message = "elements are numbered in lists only, this attribute is `{Self}`",
    label = "not a list"
)]
pub trait Indexed: Type + Sized {
    /// What it is a list of.
    type Element;

    /// How an element of it is reached.
    #[doc(hidden)]
    const BELOW: Below<Self, (Kind, Target<Self::Element>)> = Below::new((Self::KIND, Target::NEW));
}

/// Types whose members have a name that is not a field's: maps.
#[diagnostic::on_unimplemented(
    message = "members are named by a string in maps only, this attribute is `{Self}`",
    label = "not a map"
)]
pub trait Keyed: Sized {
    /// What it maps names to.
    type Value;

    /// How a member of it is reached.
    #[doc(hidden)]
    const BELOW: Below<Self, Target<Self::Value>> = Below::new(Target::NEW);
}

#[diagnostic::do_not_recommend]
impl<T: Numeric> Numeric for Option<T> {}

#[diagnostic::do_not_recommend]
impl<T: Ordered> Ordered for Option<T> {
    type Of = T::Of;
}

#[diagnostic::do_not_recommend]
impl<T: Prefix> Prefix for Option<T> {
    type Of = T::Of;
}

#[diagnostic::do_not_recommend]
impl<T: Document> Document for Option<T> {
    type Fields = T::Fields;

    const FIELDS: &'static Self::Fields = T::FIELDS;
}

#[diagnostic::do_not_recommend]
impl<T: Indexed> Indexed for Option<T> {
    type Element = T::Element;
}

#[diagnostic::do_not_recommend]
impl<T: Keyed> Keyed for Option<T> {
    type Value = T::Value;
}

#[diagnostic::do_not_recommend]
impl<T: Container> Container for Option<T> {
    type Element = T::Element;
}

#[diagnostic::do_not_recommend]
impl<T: SetLike> SetLike for Option<T> {
    type Member = T::Member;
}
