use std::fmt;
use std::marker::PhantomData;

use super::path::Part;
use crate::codec::{Bound, CodecError};

/// A condition on the fields of the entity `E`.
///
/// Made by the methods of [`Field`](super::Field), combined with [`and`](Self::and), [`or`](Self::or) and `!`.
#[must_use = "a condition does nothing until a statement is given it"]
pub struct Condition<E> {
    node: Node,
    entity: PhantomData<fn() -> E>,
}

impl<E> Condition<E> {
    pub(super) fn leaf(field: FieldRef, part: Part, test: Test) -> Self {
        Self::of(Node::Leaf { field, part, test })
    }

    fn of(node: Node) -> Self {
        Self {
            node,
            entity: PhantomData,
        }
    }

    /// Both must hold.
    pub fn and(self, other: Self) -> Self {
        Self::of(match self.node {
            Node::And(mut nodes) => {
                nodes.push(other.node);
                Node::And(nodes)
            }
            node => Node::And(vec![node, other.node]),
        })
    }

    /// One of them must hold.
    pub fn or(self, other: Self) -> Self {
        Self::of(match self.node {
            Node::Or(mut nodes) => {
                nodes.push(other.node);
                Node::Or(nodes)
            }
            node => Node::Or(vec![node, other.node]),
        })
    }
}

impl<E> std::ops::Not for Condition<E> {
    type Output = Self;

    fn not(self) -> Self {
        Self::of(Node::Not(Box::new(self.node)))
    }
}

impl<E> Clone for Condition<E> {
    fn clone(&self) -> Self {
        Self::of(self.node.clone())
    }
}

impl<E> fmt::Debug for Condition<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.node.fmt(f)
    }
}

impl<E> From<Condition<E>> for Node {
    fn from(condition: Condition<E>) -> Self {
        condition.node
    }
}

/// A condition without its entity: what statements keep.
#[derive(Clone, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "most are leaves, and a box for each would be memory for each"
)]
pub enum Node {
    /// All must hold.
    And(Vec<Self>),
    /// One field is tested.
    Leaf {
        /// The field.
        field: FieldRef,
        /// What of it.
        part: Part,
        /// What must hold for it.
        test: Test,
    },
    /// It must not hold.
    Not(Box<Self>),
    /// One must hold.
    Or(Vec<Self>),
}

impl Node {
    /// A condition whose value could not be stored, which is told when it is written.
    #[must_use]
    pub fn failed(error: CodecError) -> Self {
        Self::Leaf {
            field: FieldRef {
                index: u16::MAX,
                attribute: "",
            },
            part: Part::WHOLE,
            test: Test::Failed(error),
        }
    }
}

/// A field in an expression: its index in the schema and its attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldRef {
    /// The index in [`Schema::fields`](crate::schema::Schema::fields).
    pub index: u16,
    /// The attribute it is stored as.
    pub attribute: &'static str,
}

/// What must hold for a field.
#[derive(Clone, Debug)]
pub enum Test {
    /// It begins with the value.
    BeginsWith(Bound),
    /// It lies between the values, both included.
    Between(Bound, Bound),
    /// It compares so with the value.
    Compare(Comparison, Bound),
    /// It contains the value.
    Contains(Bound),
    /// It is there.
    Exists,
    /// A value could not be stored; reported when the expression is written.
    Failed(CodecError),
    /// It equals one of the values.
    In(Vec<Bound>),
    /// It is `NULL`, or not there.
    IsNull,
    /// It has the type with this descriptor.
    IsType(Bound),
    /// It is not there.
    NotExists,
}

/// A comparison operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `<>`
    NotEqual,
}

impl Comparison {
    /// The operator as expressions write it.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::NotEqual => "<>",
        }
    }
}
