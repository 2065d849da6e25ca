//! What of a field is tested: all of it, what a path leads to, or the size of that.

use std::fmt;
use std::marker::PhantomData;

use super::condition::FieldRef;
use crate::codec::{Kind, Target};

/// What of a field is tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    // None without steps, as of most conditions: the compiler copies bytes of no value faster than seven steps.
    path: Option<[Step; Self::STEPS]>,
    // Read by the planner without a call: the compiler interprets it, and a call takes it longest.
    pub(crate) len: u8,
    pub(crate) size: bool,
    pub(crate) fault: Option<PartFault>,
}

/// One step into a map or a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The element at this position of a list, counted from zero.
    Element(u32),
    /// The member of a map that has this name.
    Member(&'static str),
}

/// Why there is no such part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartFault {
    /// Its type is no list.
    NoList,
    /// Its type has no size.
    NoSize,
    /// The path has more steps than there is room for.
    TooDeep,
}

impl PartFault {
    /// What is said of it.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::NoList => "elements are numbered in lists only: this attribute is binary",
            Self::NoSize => "`size` is for strings, binary, sets, lists and maps: this attribute has none",
            Self::TooDeep => "a path has at most seven steps below its field",
        }
    }
}

impl Part {
    /// How many steps a path has at most.
    pub const STEPS: usize = 7;

    /// All of the field.
    pub const WHOLE: Self = Self {
        path: None,
        len: 0,
        size: false,
        fault: None,
    };

    /// What one more step leads to.
    #[must_use]
    pub const fn then(mut self, step: Step) -> Self {
        if self.len as usize == Self::STEPS {
            self.fault = Some(PartFault::TooDeep);
            return self;
        }
        let mut path = match self.path {
            Some(path) => path,
            None => [Step::Element(0); Self::STEPS],
        };
        path[self.len as usize] = step;
        self.path = Some(path);
        self.len += 1;
        self
    }

    /// An element of it, which is of this type.
    pub(super) const fn element(mut self, position: u32, kind: Kind) -> Self {
        if !matches!(kind, Kind::L | Kind::Any) {
            self.fault = Some(PartFault::NoList);
        }
        self.then(Step::Element(position))
    }

    /// The size of it, which is of this type.
    pub(super) const fn sized(mut self, kind: Kind) -> Self {
        if matches!(kind, Kind::Bool | Kind::N | Kind::Null) {
            self.fault = Some(PartFault::NoSize);
        }
        self.size = true;
        self
    }

    /// Whether it is the value of the field, all of it.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.len == 0 && !self.size
    }

    /// Whether it is a size.
    #[must_use]
    pub const fn is_size(&self) -> bool {
        self.size
    }

    /// Why there is no such part, if there is none.
    #[must_use]
    pub const fn fault(&self) -> Option<PartFault> {
        self.fault
    }

    /// The steps below the field.
    #[must_use]
    pub const fn path(&self) -> &[Step] {
        match &self.path {
            Some(path) => path.split_at(self.len as usize).0,
            None => &[],
        }
    }
}

/// What a path leads to, of the type `T`, in a field of the entity `E`: a member of a nested struct, an element of a
/// list. It takes the conditions that a [`Field`](super::Field) takes.
pub struct Path<E, T> {
    pub(super) field: FieldRef,
    pub(super) part: Part,
    /// What its values are given for.
    #[doc(hidden)]
    pub target: Target<T>,
    marker: PhantomData<fn() -> E>,
}

impl<E, T> Path<E, T> {
    pub(super) const fn new(field: FieldRef, part: Part) -> Self {
        Self {
            field,
            part,
            target: Target::NEW,
            marker: PhantomData,
        }
    }
}

impl<E, T> Clone for Path<E, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E, T> Copy for Path<E, T> {}

/// The size of an attribute: what [`size`](super::Field::size) tests.
pub struct Size<E> {
    pub(super) field: FieldRef,
    pub(super) part: Part,
    /// What its values are given for: all sizes are of this type.
    #[doc(hidden)]
    pub target: Target<u64>,
    marker: PhantomData<fn() -> E>,
}

impl<E> Size<E> {
    pub(super) const fn new(field: FieldRef, part: Part) -> Self {
        Self {
            field,
            part,
            target: Target::NEW,
            marker: PhantomData,
        }
    }
}

impl<E> Clone for Size<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Size<E> {}

/// The attribute, the steps, and that it is a size.
fn show(f: &mut fmt::Formatter<'_>, name: &str, field: FieldRef, part: &Part) -> fmt::Result {
    write!(f, "{name}({}", field.attribute)?;
    for step in part.path() {
        match step {
            Step::Element(position) => write!(f, "[{position}]")?,
            Step::Member(member) => write!(f, ".{member}")?,
        }
    }
    f.write_str(")")
}

impl<E, T> fmt::Debug for Path<E, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(f, "Path", self.field, &self.part)
    }
}

impl<E> fmt::Debug for Size<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(f, "Size", self.field, &self.part)
    }
}
