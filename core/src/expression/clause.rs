use super::condition::{Comparison, FieldRef, Node, Test};
use super::path::Part;
use crate::codec::{Bound, CodecError, Result};
use crate::limits::IN_OPERANDS;

/// An entry of a condition that is written as a list: a test of one field, or what joins the entries after it.
///
/// The query macros write these as constants, where a tree cannot be: the values are elsewhere, by their positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clause {
    /// The next entries, `len` of them, are joined so.
    Group {
        /// How.
        join: Join,
        /// How many entries it has, those of groups inside it included.
        len: u16,
    },
    /// One field is tested.
    Leaf(Leaf),
}

/// How conditions are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// `AND`
    And,
    /// `NOT`, of one condition.
    Not,
    /// `OR`
    Or,
}

/// A test of one field, without its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The field.
    pub field: FieldRef,
    /// What of it is tested.
    pub part: Part,
    /// The test.
    pub operator: Operator,
    /// The position of its first value.
    pub value: u8,
}

/// A test, without its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are those of `Test`")]
pub enum Operator {
    BeginsWith,
    Between,
    Compare(Comparison),
    Contains,
    Exists,
    In,
    IsNull,
    IsType,
    NotExists,
}

impl Operator {
    /// How many values it takes; a list of them counts as one.
    #[must_use]
    pub const fn values(self) -> u8 {
        match self {
            Self::Exists | Self::IsNull | Self::NotExists => 0,
            Self::BeginsWith | Self::Compare(_) | Self::Contains | Self::In | Self::IsType => 1,
            Self::Between => 2,
        }
    }
}

impl Clause {
    /// The next entry that does not belong to this one, which stands at `at`.
    #[must_use]
    pub const fn end(&self, at: usize) -> usize {
        match self {
            Self::Group { len, .. } => at + 1 + *len as usize,
            Self::Leaf(_) => at + 1,
        }
    }
}

/// What a test compares with: a value, or the values of `is_in`.
#[derive(Clone, Debug)]
pub enum Operand {
    /// Several values.
    Many(Vec<Bound>),
    /// One value.
    One(Bound),
}

impl From<Bound> for Operand {
    fn from(value: Bound) -> Self {
        Self::One(value)
    }
}

impl Operand {
    /// What stands where there is no value.
    pub(super) const NONE: Self = Self::Many(Vec::new());

    /// The value, if it is one.
    #[must_use]
    pub const fn one(&self) -> Option<&Bound> {
        match self {
            Self::Many(_) => None,
            Self::One(value) => Some(value),
        }
    }

    /// How many values it is: `None` for one that is no list.
    #[must_use]
    pub fn count(&self) -> Option<usize> {
        match self {
            Self::Many(values) => Some(values.len()),
            Self::One(_) => None,
        }
    }
}

/// An error of the value at this position, with the attribute that it is compared with.
pub(super) fn named(error: CodecError, clauses: &[Clause], position: usize) -> CodecError {
    match attribute(clauses, position) {
        Some(attribute) => error.at(attribute),
        None => error,
    }
}

/// The attribute that the value at this position is compared with.
fn attribute(clauses: &[Clause], position: usize) -> Option<&'static str> {
    clauses.iter().find_map(|clause| match clause {
        Clause::Leaf(leaf) => {
            let first = usize::from(leaf.value);
            let values = first..first + usize::from(leaf.operator.values());
            values.contains(&position).then_some(leaf.field.attribute)
        }
        Clause::Group { .. } => None,
    })
}

/// Refuses more values than `IN` takes, and none.
///
/// # Errors
///
/// Those lists.
pub fn check_in(values: &Operand) -> Result<()> {
    match values.count() {
        Some(0) => Err(CodecError::custom("`is_in` needs at least one value")),
        Some(count) if count > IN_OPERANDS => Err(CodecError::custom("`is_in` takes at most 100 values")),
        _ => Ok(()),
    }
}

/// A condition as a list, and its values by position.
#[derive(Clone, Debug, Default)]
pub struct Clauses {
    /// The entries.
    pub entries: Vec<Clause>,
    /// The values.
    pub values: Vec<Operand>,
}

impl Clauses {
    /// Adds a condition, which must hold with those before.
    ///
    /// # Errors
    ///
    /// A value that cannot be stored; a part that there is not; more than 64 conditions.
    pub fn push(&mut self, node: Node) -> Result<()> {
        let start = self.entries.len();
        self.push_for_plan(node)?;
        for entry in &self.entries[start..] {
            if let Clause::Leaf(leaf) = entry
                && let Some(fault) = leaf.part.fault()
            {
                return Err(CodecError::custom(fault.message()).at(leaf.field.attribute));
            }
        }
        Ok(())
    }

    /// Adds a condition to those that are planned: the plan says which parts there are not.
    ///
    /// # Errors
    ///
    /// A value that cannot be stored; more than 64 conditions.
    pub fn push_for_plan(&mut self, node: Node) -> Result<()> {
        match node {
            // Those of the top stand side by side.
            Node::And(nodes) => nodes.into_iter().try_for_each(|node| self.push_for_plan(node)),
            node => self.entry(node),
        }
    }

    /// The conditions as trees again, which must all hold. A list that lacks a value, or ends too early, loses what it
    /// cannot say: macros write none.
    #[must_use]
    pub fn into_nodes(self) -> Vec<Node> {
        let mut values = self.values.into_iter();
        let mut entries = self.entries.into_iter();
        let mut nodes = Vec::new();
        while let Some(node) = node(&mut entries, &mut values) {
            nodes.push(node);
        }
        nodes
    }

    fn group(&mut self, join: Join, nodes: Vec<Node>) -> Result<()> {
        let start = self.entries.len();
        self.entries.push(Clause::Group { join, len: 0 });
        nodes.into_iter().try_for_each(|node| self.entry(node))?;
        let len = u16::try_from(self.entries.len() - start - 1).map_err(|_| too_many())?;
        self.entries[start] = Clause::Group { join, len };
        Ok(())
    }

    fn entry(&mut self, node: Node) -> Result<()> {
        let (field, part, test) = match node {
            Node::And(nodes) => return self.group(Join::And, nodes),
            Node::Or(nodes) => return self.group(Join::Or, nodes),
            Node::Not(node) => return self.group(Join::Not, vec![*node]),
            Node::Leaf { field, part, test } => (field, part, test),
        };
        let value = u8::try_from(self.values.len()).map_err(|_| too_many())?;
        let operator = match test {
            Test::BeginsWith(prefix) => self.with(Operator::BeginsWith, [prefix]),
            Test::Between(from, to) => self.with(Operator::Between, [from, to]),
            Test::Compare(comparison, value) => self.with(Operator::Compare(comparison), [value]),
            Test::Contains(element) => self.with(Operator::Contains, [element]),
            Test::Exists => Operator::Exists,
            // It names its attribute already where nothing else does.
            Test::Failed(error) if field.attribute.is_empty() => return Err(error),
            Test::Failed(error) => return Err(error.at(field.attribute)),
            Test::In(values) => {
                self.values.push(Operand::Many(values));
                Operator::In
            }
            Test::IsNull => Operator::IsNull,
            Test::IsType(kind) => self.with(Operator::IsType, [kind]),
            Test::NotExists => Operator::NotExists,
        };
        self.entries.push(Clause::Leaf(Leaf {
            field,
            part,
            operator,
            value,
        }));
        Ok(())
    }

    fn with<const N: usize>(&mut self, operator: Operator, values: [Bound; N]) -> Operator {
        self.values.extend(values.map(Operand::One));
        operator
    }
}

/// The condition that begins with the next entry, whose values are the next ones.
fn node(entries: &mut std::vec::IntoIter<Clause>, values: &mut std::vec::IntoIter<Operand>) -> Option<Node> {
    let leaf = match entries.next()? {
        Clause::Group { join, len } => {
            let end = entries.len().saturating_sub(len.into());
            let mut nodes = Vec::new();
            while entries.len() > end {
                nodes.push(node(entries, values)?);
            }
            return match join {
                Join::And => Some(Node::And(nodes)),
                Join::Not => nodes.pop().map(|node| Node::Not(Box::new(node))),
                Join::Or => Some(Node::Or(nodes)),
            };
        }
        Clause::Leaf(leaf) => leaf,
    };
    let mut one = || match values.next()? {
        Operand::One(value) => Some(value),
        Operand::Many(_) => None,
    };
    let test = match leaf.operator {
        Operator::BeginsWith => Test::BeginsWith(one()?),
        Operator::Between => Test::Between(one()?, one()?),
        Operator::Compare(comparison) => Test::Compare(comparison, one()?),
        Operator::Contains => Test::Contains(one()?),
        Operator::Exists => Test::Exists,
        Operator::In => match values.next()? {
            Operand::Many(values) => Test::In(values),
            Operand::One(value) => Test::In(vec![value]),
        },
        Operator::IsNull => Test::IsNull,
        Operator::IsType => Test::IsType(one()?),
        Operator::NotExists => Test::NotExists,
    };
    Some(Node::Leaf {
        field: leaf.field,
        part: leaf.part,
        test,
    })
}

fn too_many() -> CodecError {
    CodecError::custom("a statement takes at most 64 conditions")
}
