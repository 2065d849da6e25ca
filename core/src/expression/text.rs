use std::fmt::Write as _;

use super::clause::{Clause, Clauses, Join, Leaf, Operand, Operator, check_in};
use super::condition::{FieldRef, Node};
use super::path::{Part, Step};
use crate::codec::{Bound, Result, Writer};

/// The placeholder of the type descriptor that `is_null` compares with.
pub const NULL: &str = ":null";

/// The attributes that expressions name, by their placeholders: `#0`, `#1`.
#[derive(Debug, Default)]
pub struct Names(Vec<&'static str>);

/// Conditions that are written as text, of which all must hold.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// The conditions.
    pub clauses: &'a [Clause],
    /// Their values: how many a list has is part of the text.
    pub values: &'a [Operand],
    /// The number of the first value's placeholder. That of the value at `n` is `:n`, and those of a list's values are
    /// `:n_0`, `:n_1`.
    pub first: usize,
}

impl Names {
    /// The number of an attribute's placeholder.
    pub fn number(&mut self, attribute: &'static str) -> usize {
        let known = self.0.iter().position(|&name| name == attribute);
        known.unwrap_or_else(|| {
            self.0.push(attribute);
            self.0.len() - 1
        })
    }

    /// The attributes, in the order of their numbers.
    #[must_use]
    pub fn attributes(&self) -> &[&'static str] {
        &self.0
    }

    /// Adds the conditions of the top that are `asked`, by their positions, to a text; others follow it if `beside`.
    /// Parentheses stand only where they are needed: an engine chokes on others.
    pub fn write(&mut self, listed: Listed<'_>, asked: impl Fn(usize) -> bool, beside: bool, text: &mut String) {
        let (mut at, mut written) = (0, Vec::new());
        while let Some(clause) = listed.clauses.get(at) {
            if asked(at) {
                written.push(at);
            }
            at = clause.end(at);
        }
        let around = match written.len() {
            0 | 1 if !beside => Level::Top,
            _ => Level::And,
        };
        let mut writing = Writing {
            listed,
            names: self,
            text,
        };
        for (position, &at) in written.iter().enumerate() {
            if position > 0 {
                writing.text.push_str(" AND ");
            }
            writing.clause(at, around);
        }
    }
}

/// A text on its way.
struct Writing<'a> {
    listed: Listed<'a>,
    names: &'a mut Names,
    text: &'a mut String,
}

impl Writing<'_> {
    /// Writes the clause at `at` and returns where the next one is.
    fn clause(&mut self, at: usize, around: Level) -> usize {
        let clause = self.listed.clauses[at];
        let (level, separator) = match clause {
            Clause::Leaf(leaf) => {
                self.leaf(&leaf, around);
                return at + 1;
            }
            Clause::Group { join: Join::Not, .. } => {
                // Twice is not at all; an engine chokes on it.
                if let Some(Clause::Group { join: Join::Not, .. }) = self.listed.clauses.get(at + 1) {
                    return self.clause(at + 2, around);
                }
                self.text.push_str("NOT ");
                return self.clause(at + 1, Level::Not);
            }
            Clause::Group { join: Join::And, .. } => (Level::And, " AND "),
            Clause::Group { join: Join::Or, .. } => (Level::Or, " OR "),
        };
        let end = clause.end(at);
        self.enclose(level < around, |this| {
            let mut next = at + 1;
            while next < end {
                if next > at + 1 {
                    this.text.push_str(separator);
                }
                next = this.clause(next, level);
            }
        });
        end
    }

    fn enclose(&mut self, needed: bool, write: impl FnOnce(&mut Self)) {
        if needed {
            self.text.push('(');
        }
        write(self);
        if needed {
            self.text.push(')');
        }
    }

    fn leaf(&mut self, leaf: &Leaf, around: Level) {
        let subject = self.subject(leaf.field, &leaf.part);
        let first = self.listed.first + usize::from(leaf.value);
        let text = match leaf.operator {
            Operator::BeginsWith => format!("begins_with({subject}, :{first})"),
            Operator::Between => format!("{subject} BETWEEN :{first} AND :{}", first + 1),
            Operator::Compare(comparison) => format!("{subject} {} :{first}", comparison.symbol()),
            Operator::Contains => format!("contains({subject}, :{first})"),
            Operator::Exists => format!("attribute_exists({subject})"),
            Operator::In => {
                let values = self.listed.values.get(usize::from(leaf.value));
                let count = values.and_then(Operand::count).unwrap_or(0);
                let values: Vec<_> = (0..count).map(|value| format!(":{first}_{value}")).collect();
                format!("{subject} IN ({})", values.join(", "))
            }
            Operator::IsNull => {
                let text = format!("attribute_not_exists({subject}) OR attribute_type({subject}, {NULL})");
                return self.enclose(Level::Or < around, |this| this.text.push_str(&text));
            }
            Operator::IsType => format!("attribute_type({subject}, :{first})"),
            Operator::NotExists => format!("attribute_not_exists({subject})"),
        };
        self.text.push_str(&text);
    }

    fn subject(&mut self, field: FieldRef, part: &Part) -> String {
        let mut subject = format!("#{}", self.names.number(field.attribute));
        for step in part.path() {
            // Writing into a `String` never fails.
            let _ = match step {
                Step::Element(position) => write!(subject, "[{position}]"),
                Step::Member(member) => write!(subject, ".#{}", self.names.number(member)),
            };
        }
        if part.is_size() {
            subject = format!("size({subject})");
        }
        subject
    }
}

/// Writes the values that conditions compare with as members, `":3":{"N":"5"}`, and returns whether they test for `NULL`
/// as well: then [`NULL`] has a value, too.
///
/// # Errors
///
/// More values of one `is_in` than 100, or none.
pub fn write_values(listed: Listed<'_>, asked: impl Fn(usize) -> bool, writer: &mut Writer) -> Result<bool> {
    let (mut at, mut end, mut is_asked, mut tests_null) = (0, 0, false, false);
    while let Some(clause) = listed.clauses.get(at) {
        if at == end {
            is_asked = asked(at);
            end = clause.end(at);
        }
        if let Clause::Leaf(leaf) = clause
            && is_asked
        {
            tests_null |= leaf.operator == Operator::IsNull;
            let first = usize::from(leaf.value);
            let values = &listed.values[first..first + usize::from(leaf.operator.values())];
            for (position, value) in (listed.first + first..).zip(values) {
                write_operand(position, value, writer).map_err(|error| error.at(leaf.field.attribute))?;
            }
        }
        at += 1;
    }
    Ok(tests_null)
}

fn write_operand(position: usize, value: &Operand, writer: &mut Writer) -> Result<()> {
    match value {
        Operand::One(value) => {
            writer.placeholder_key(position, None);
            value.write(writer);
        }
        Operand::Many(values) => {
            check_in(value)?;
            for (of_list, value) in values.iter().enumerate() {
                writer.placeholder_key(position, Some(of_list));
                value.write(writer);
            }
        }
    }
    Ok(())
}

/// The names and values of one request's expressions, and their text.
///
/// Names and values go out as placeholders, `#0` and `:0`: a value never reaches an expression's text.
#[derive(Debug)]
pub struct Expressions {
    names: Names,
    values: Writer,
    count: usize,
    tests_null: bool,
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
            names: Names::default(),
            values: Writer::new(),
            count: 0,
            tests_null: false,
        }
    }

    /// The placeholder of an attribute's name.
    pub fn name(&mut self, attribute: &'static str) -> String {
        format!("#{}", self.names.number(attribute))
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
    /// A value that cannot be stored, more than 100 values in one `is_in`, or none, a path that leads nowhere.
    pub fn condition(&mut self, node: Node) -> Result<String> {
        let mut clauses = Clauses::default();
        clauses.push(node)?;
        let listed = Listed {
            clauses: &clauses.entries,
            values: &clauses.values,
            first: self.count,
        };
        let mut text = String::new();
        self.names.write(listed, |_| true, false, &mut text);
        if write_values(listed, |_| true, &mut self.values)? && !self.tests_null {
            self.tests_null = true;
            self.values.key(NULL);
            self.values.s("NULL");
        }
        self.count += clauses.values.len();
        Ok(text)
    }

    /// The names by placeholder: the members of `ExpressionAttributeNames`.
    pub fn names(&self) -> impl Iterator<Item = (String, &'static str)> + '_ {
        let names = self.names.attributes().iter().enumerate();
        names.map(|(position, name)| (format!("#{position}"), *name))
    }

    /// The values by placeholder: the members of `ExpressionAttributeValues`, as JSON without the braces.
    #[must_use]
    pub fn values(&self) -> &[u8] {
        self.values.as_slice()
    }
}

/// How tightly the surroundings of a condition bind: a looser one inside needs parentheses.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Level {
    Top,
    Or,
    And,
    Not,
}
