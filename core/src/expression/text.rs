use std::fmt::Write as _;

use super::condition::{FieldRef, Node, Test};
use crate::codec::{Bound, CodecError, Result, Writer};
use crate::limits::IN_OPERANDS;

/// The names and values of one request's expressions, and their text.
///
/// Names and values go out as placeholders, `#0` and `:0`: a value never reaches an expression's text. Parentheses
/// are written only where they are needed.
#[derive(Debug)]
pub struct Expressions {
    names: Vec<&'static str>,
    values: Writer,
    count: usize,
}

impl Default for Expressions {
    fn default() -> Self {
        Self::new()
    }
}

impl Expressions {
    /// No names and no values yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            names: Vec::new(),
            values: Writer::new(),
            count: 0,
        }
    }

    /// The placeholder of an attribute's name.
    pub fn name(&mut self, attribute: &'static str) -> String {
        let position = self
            .names
            .iter()
            .position(|&name| name == attribute)
            .unwrap_or_else(|| {
                self.names.push(attribute);
                self.names.len() - 1
            });
        format!("#{position}")
    }

    /// The placeholder of a value.
    pub fn value(&mut self, value: &Bound) -> String {
        let placeholder = format!(":{}", self.count);
        self.count += 1;
        self.values.key(&placeholder);
        value.write(&mut self.values);
        placeholder
    }

    /// The text of a condition.
    ///
    /// # Errors
    ///
    /// A value that cannot be stored, more than 100 values in one `is_in`, or none.
    pub fn condition(&mut self, node: Node) -> Result<String> {
        let mut text = String::new();
        self.write(node, Level::Top, &mut text)?;
        Ok(text)
    }

    /// The names by placeholder: the members of `ExpressionAttributeNames`.
    pub fn names(&self) -> impl Iterator<Item = (String, &'static str)> + '_ {
        self.names
            .iter()
            .enumerate()
            .map(|(position, name)| (format!("#{position}"), *name))
    }

    /// The values by placeholder: the members of `ExpressionAttributeValues`, as JSON without the braces.
    #[must_use]
    pub fn values(&self) -> &[u8] {
        self.values.as_slice()
    }

    fn write(&mut self, node: Node, surroundings: Level, text: &mut String) -> Result<()> {
        match node {
            Node::Leaf { field, test } => self.leaf(field, test, text),
            Node::And(nodes) => enclose(text, Level::And < surroundings, |text| {
                self.join(nodes, " AND ", Level::And, text)
            }),
            Node::Or(nodes) => enclose(text, Level::Or < surroundings, |text| {
                self.join(nodes, " OR ", Level::Or, text)
            }),
            Node::Not(inner) => {
                text.push_str("NOT ");
                self.write(*inner, Level::Not, text)
            }
        }
    }

    fn join(&mut self, nodes: Vec<Node>, separator: &str, level: Level, text: &mut String) -> Result<()> {
        for (position, node) in nodes.into_iter().enumerate() {
            if position > 0 {
                text.push_str(separator);
            }
            self.write(node, level, text)?;
        }
        Ok(())
    }

    fn leaf(&mut self, field: FieldRef, test: Test, text: &mut String) -> Result<()> {
        let name = self.name(field.attribute);
        let written = match test {
            Test::BeginsWith(prefix) => write!(text, "begins_with({name}, {})", self.value(&prefix)),
            Test::Between(from, to) => {
                let from = self.value(&from);
                write!(text, "{name} BETWEEN {from} AND {}", self.value(&to))
            }
            Test::Compare(comparison, value) => write!(text, "{name} {} {}", comparison.symbol(), self.value(&value)),
            Test::Contains(element) => write!(text, "contains({name}, {})", self.value(&element)),
            Test::Exists => write!(text, "attribute_exists({name})"),
            Test::Failed(error) => return Err(error.at(field.attribute)),
            Test::In(values) if values.is_empty() => {
                return Err(CodecError::custom("`is_in` needs at least one value").at(field.attribute));
            }
            Test::In(values) if values.len() > IN_OPERANDS => {
                return Err(CodecError::custom("`is_in` takes at most 100 values").at(field.attribute));
            }
            Test::In(values) => {
                let placeholders: Vec<String> = values.iter().map(|value| self.value(value)).collect();
                write!(text, "{name} IN ({})", placeholders.join(", "))
            }
            Test::NotExists => write!(text, "attribute_not_exists({name})"),
        };
        debug_assert!(written.is_ok(), "writing into a `String` never fails");
        Ok(())
    }
}

/// Writes in parentheses, if they are needed: `AND` binds tighter than `OR`, and `NOT` tighter than both.
fn enclose(text: &mut String, needed: bool, write: impl FnOnce(&mut String) -> Result<()>) -> Result<()> {
    if needed {
        text.push('(');
    }
    write(text)?;
    if needed {
        text.push(')');
    }
    Ok(())
}

/// How tightly the surroundings of a node bind: a looser node inside needs parentheses.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Level {
    Top,
    Or,
    And,
    Not,
}
