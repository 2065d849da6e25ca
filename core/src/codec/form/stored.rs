use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use super::{Form, FromKeyForm, KeyForm};
use crate::codec::{
    Attribute, Bind, Bound, Decode, Encode, FromKey, KeyAttribute, KeyPart, Kind, Ordered, Parser, Result, SetMember,
    Type, Writer,
};

/// A `T` that is stored in the form `F`.
///
/// It is what statements take a field with a storage form for, and may be written where an option cannot: in lists,
/// maps, sets and newtypes. See the [module](crate::codec::form).
pub struct As<T, F> {
    value: T,
    form: Named<F>,
}

/// The form is a name only: whether it could be sent or copied does not matter.
type Named<F> = PhantomData<fn() -> F>;

impl<T, F> As<T, F> {
    /// The value, to be stored in the form `F`.
    #[must_use]
    pub const fn new(value: T) -> Self {
        Self {
            value,
            form: PhantomData,
        }
    }

    /// The value.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T, F> From<T> for As<T, F> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T, F> std::ops::Deref for As<T, F> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug, F> fmt::Debug for As<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: Clone, F> Clone for As<T, F> {
    fn clone(&self) -> Self {
        Self::new(self.value.clone())
    }
}

impl<T: Copy, F> Copy for As<T, F> {}

impl<T: PartialEq, F> PartialEq for As<T, F> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq, F> Eq for As<T, F> {}

impl<T: PartialOrd, F> PartialOrd for As<T, F> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Ord, F> Ord for As<T, F> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl<T: Hash, F> Hash for As<T, F> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl<T, F: Form<T>> Type for As<T, F> {
    const KIND: Kind = F::KIND;
}

impl<T, F: Form<T>> Encode for As<T, F> {
    fn encode(&self, writer: &mut Writer) -> Result<()> {
        F::encode(&self.value, writer)
    }
}

impl<'de, T, F: Form<T>> Decode<'de> for As<T, F> {
    fn decode(parser: &mut Parser<'de>) -> Result<Self> {
        F::decode(parser).map(Self::new)
    }
}

impl<T, F: Form<T>> Attribute for As<T, F> {
    type Cmp = Self;

    fn bound(&self) -> Result<Bound> {
        F::bound(&self.value)
    }
}

impl<T, F: KeyForm<T>> KeyAttribute for As<T, F> {
    const WIDTH: usize = F::WIDTH;

    fn key_part(&self) -> Result<KeyPart<'_>> {
        F::key_part(&self.value)
    }
}

impl<T, F: FromKeyForm<T>> FromKey for As<T, F> {
    fn from_key(text: &str) -> Result<Self> {
        F::from_key(text).map(Self::new)
    }
}

#[diagnostic::do_not_recommend]
impl<T, F: KeyForm<T>> Ordered for As<T, F> {
    type Of = <Self as Attribute>::Cmp;
}

impl<T, F: KeyForm<T>> SetMember for As<T, F> {
    const SET: Kind = match F::KIND {
        Kind::N => Kind::Ns,
        Kind::B => Kind::Bs,
        _ => Kind::Ss,
    };

    fn write_member(&self, writer: &mut Writer) -> Result<()> {
        self.bound()?.write_member(writer)
    }

    fn read_member(parser: &mut Parser<'_>) -> Result<Self> {
        // A form reads attribute values, and a member is one without its type.
        let mut value = Writer::new();
        value.begin_object();
        value.key(F::KIND.descriptor());
        value.string(&parser.string()?);
        value.end_object();
        F::decode(&mut Parser::from_slice(value.as_slice())?).map(Self::new)
    }
}

#[diagnostic::do_not_recommend]
impl<T, F: Form<T>> Bind<As<T, F>> for T {
    fn bind(self) -> Result<Bound> {
        F::bound(&self)
    }
}

#[diagnostic::do_not_recommend]
impl<T, F: Form<T>> Bind<As<T, F>> for &T {
    fn bind(self) -> Result<Bound> {
        F::bound(self)
    }
}

/// A borrowed value that is written in the form `F`: a field, by `#[derive(Entity)]`.
pub struct Borrowed<'a, T, F> {
    value: &'a T,
    form: Named<F>,
}

impl<'a, T, F> Borrowed<'a, T, F> {
    /// The value, to be written in the form `F`.
    #[must_use]
    pub const fn new(value: &'a T) -> Self {
        Self {
            value,
            form: PhantomData,
        }
    }
}

/// Without the value.
impl<T, F> fmt::Debug for Borrowed<'_, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Borrowed").finish_non_exhaustive()
    }
}

impl<T, F: Form<T>> Type for Borrowed<'_, T, F> {
    const KIND: Kind = F::KIND;
}

impl<T, F: Form<T>> Encode for Borrowed<'_, T, F> {
    fn encode(&self, writer: &mut Writer) -> Result<()> {
        F::encode(self.value, writer)
    }
}

/// An option whose `None` is written as `NULL`, not left out: a field marked `null`.
#[derive(Debug)]
pub struct OrNull<T>(pub Option<T>);

impl<T: Type> Type for OrNull<T> {
    const KIND: Kind = T::KIND;
    const OPTIONAL: bool = true;
}

impl<T: Encode> Encode for OrNull<T> {
    fn encode(&self, writer: &mut Writer) -> Result<()> {
        self.0.encode(writer)
    }

    fn is_absent(&self) -> bool {
        // An empty set has no form at all.
        self.0.as_ref().is_some_and(Encode::is_absent)
    }
}
