//! A plan as what goes out: the text of the key condition, and its values.

use std::fmt::Write as _;

use super::Plan;
use super::binding::{Binding, NONE};
use super::range::{Ends, Form, Range, Valued, form};
use super::sort::{Bounds, End, SortUse, excluded};
use crate::codec::{Bound, CodecError, KeyPart, Result, Writer, from_slice};
use crate::expression::{Clause, Names, Operand};
use crate::limits::{PARTITION_KEY_BYTES, SORT_KEY_BYTES};
use crate::schema::{Key, Schema};
use crate::value::Value;

/// A query whose values are known.
#[derive(Clone, Copy, Debug)]
pub struct Lowering<'a> {
    /// The entity.
    pub schema: &'static Schema,
    /// The plan of the query.
    pub plan: &'a Plan,
    /// The conditions.
    pub clauses: &'a [Clause],
    /// Their values.
    pub values: &'a [Operand],
}

/// A value of an item's key attribute at which it lies outside the range, although the key condition lets it pass.
#[derive(Clone, Debug, PartialEq)]
pub struct Excluded {
    /// The attribute.
    pub attribute: &'static str,
    /// The value.
    pub value: Value,
}

impl Plan {
    /// The text of the key condition.
    #[must_use]
    pub fn key_condition(&self, schema: &Schema, clauses: &[Clause], names: &mut Names) -> String {
        let index = self.index(schema);
        let mut text = String::new();
        for (position, key) in index.partition().iter().enumerate() {
            let and = if position > 0 { " AND " } else { "" };
            // Writing into a `String` never fails.
            let _ = write!(text, "{and}#{} = :p{position}", names.number(key.attribute()));
        }
        for (position, key) in index.sort().iter().enumerate() {
            let sort = SortUse::of(schema, key, clauses);
            if sort == SortUse::Unknown {
                break;
            }
            let name = names.number(key.attribute());
            let _ = match sort {
                SortUse::Equal | SortUse::Unknown => write!(text, " AND #{name} = :s{position}"),
                SortUse::Range { part, bounds } => match form(key, part.into(), bounds) {
                    Form::BeginsWith => write!(text, " AND begins_with(#{name}, :s{position})"),
                    Form::Between => write!(text, " AND #{name} BETWEEN :s{position} AND :t{position}"),
                    Form::Compare(operator) => write!(text, " AND #{name} {operator} :s{position}"),
                },
            };
            if sort != SortUse::Equal {
                break;
            }
        }
        text
    }
}

impl<'a> Lowering<'a> {
    /// Writes the values of the key condition as members; `partition` is the one of the `is_in` that is read now.
    ///
    /// # Errors
    ///
    /// A value that no key can hold; it names the field.
    pub fn write_key_values(&self, partition: Option<&Bound>, writer: &mut Writer) -> Result<()> {
        let index = self.plan.index(self.schema);
        for (position, key) in index.partition().iter().enumerate() {
            writer.key(placeholder(Kind::Partition, position));
            self.write_key(key, PARTITION_KEY_BYTES, partition, writer)?;
        }
        for (position, key) in index.sort().iter().enumerate() {
            let sort = SortUse::of(self.schema, key, self.clauses);
            match sort {
                SortUse::Unknown => break,
                SortUse::Equal => {
                    writer.key(placeholder(Kind::Sort, position));
                    self.write_key(key, SORT_KEY_BYTES, partition, writer)?;
                }
                SortUse::Range { part, bounds } => {
                    self.write_range(key, position, part.into(), bounds, partition, writer)?;
                    break;
                }
            }
        }
        Ok(())
    }

    /// Writes the whole key of the index as a JSON object.
    ///
    /// # Errors
    ///
    /// A value that no key can hold; it names the field.
    pub fn write_whole_key(&self, writer: &mut Writer) -> Result<()> {
        let index = self.plan.index(self.schema);
        writer.begin_object();
        for (keys, limit) in [(index.partition(), PARTITION_KEY_BYTES), (index.sort(), SORT_KEY_BYTES)] {
            for key in keys {
                writer.key(key.attribute());
                self.write_key(key, limit, None, writer)?;
            }
        }
        writer.end_object();
        Ok(())
    }

    /// The ends of the range that neither the key condition excludes nor the filter.
    ///
    /// # Errors
    ///
    /// A value that no key can hold; it names the field.
    pub fn excluded(&self) -> Result<Vec<Excluded>> {
        let mut all = Vec::new();
        let Some((key, part, bounds)) = self.ranged() else {
            return Ok(all);
        };
        for end in self.passing(key, part, bounds) {
            let mut writer = Writer::new();
            self.write_end(key, part, end, &mut writer)?;
            all.push(Excluded {
                attribute: key.attribute(),
                value: from_slice(writer.as_slice())?,
            });
        }
        Ok(all)
    }

    /// Whether an end of the range must be left out of what is read.
    #[must_use]
    pub fn excludes(&self) -> bool {
        self.ranged()
            .is_some_and(|(key, part, bounds)| self.passing(key, part, bounds).next().is_some())
    }

    /// Whether nothing can lie in the range: it ends before it begins. DynamoDB refuses to look for it.
    ///
    /// # Errors
    ///
    /// A value that no key can hold; it names the field.
    pub fn is_empty_range(&self) -> Result<bool> {
        match self.ranged() {
            // What the text before a placeholder bounds has room for every value.
            Some((_, 1.., Bounds::Between(None, _) | Bounds::Between(_, None))) | None => Ok(false),
            Some((_, _, Bounds::BeginsWith(_) | Bounds::Open)) => Ok(false),
            Some((key, part, bounds)) => Ok(self.ends(key, part, bounds, None)?.is_empty),
        }
    }

    /// The key attribute that is a range: the last one that the key condition names.
    fn ranged(&self) -> Option<(&'static Key, usize, Bounds)> {
        for key in self.plan.index(self.schema).sort() {
            match SortUse::of(self.schema, key, self.clauses) {
                SortUse::Equal => {}
                SortUse::Range { part, bounds } => return Some((key, part.into(), bounds)),
                SortUse::Unknown => return None,
            }
        }
        None
    }

    /// The excluded ends that neither the key condition excludes nor the filter.
    fn passing(&self, key: &Key, part: usize, bounds: Bounds) -> impl Iterator<Item = End> + use<> {
        let filter = self.plan.filter();
        let ends = excluded(key, part, bounds).into_iter().flatten();
        ends.filter(move |end| !filter.has(end.clause.into()))
    }

    fn write_end(&self, key: &Key, part: usize, end: End, writer: &mut Writer) -> Result<()> {
        let value = self.value(end)?;
        if key.is_field() {
            value.write(writer);
            return Ok(());
        }
        let bound = |field| self.part(field, None);
        let text = self.range(key, part, &bound).text(Some(value));
        writer.s(&text.map_err(|error| error.of(self.schema.entity()))?);
        Ok(())
    }

    fn range<'b>(&self, key: &'b Key, part: usize, bound: &'b dyn Fn(u16) -> Result<KeyPart<'b>>) -> Range<'b> {
        Range {
            schema: self.schema,
            key,
            part,
            bound,
        }
    }

    fn write_key(&self, key: &Key, limit: usize, partition: Option<&Bound>, writer: &mut Writer) -> Result<()> {
        key.write(self.schema, writer, limit, &mut |field| self.part(field, partition))
            .map_err(|error| error.of(self.schema.entity()))
    }

    fn write_range(
        &self,
        key: &Key,
        position: usize,
        part: usize,
        bounds: Bounds,
        partition: Option<&Bound>,
        writer: &mut Writer,
    ) -> Result<()> {
        let entity = |error: CodecError| error.of(self.schema.entity());
        if let (false, Bounds::Between(from, to)) = (key.is_field(), bounds) {
            let bound = |field| self.part(field, partition);
            let range = self.range(key, part, &bound);
            let (from, to) = (self.valued(from)?, self.valued(to)?);
            writer.key(placeholder(Kind::Sort, position));
            return match (form(key, part, bounds), from) {
                (Form::Between, from) => range.write_from(writer, from).and_then(|()| {
                    writer.key(placeholder(Kind::To, position));
                    range.write_to(writer, to)
                }),
                (Form::BeginsWith | Form::Compare(_), Some(from)) => range.write_alone(writer, from),
                (Form::BeginsWith | Form::Compare(_), None) => range.write_to(writer, to),
            }
            .map_err(entity);
        }
        let ends = self.ends(key, part, bounds, partition)?;
        writer.key(placeholder(Kind::Sort, position));
        ends.first.write(writer);
        if let Some(second) = ends.second {
            writer.key(placeholder(Kind::To, position));
            second.write(writer);
        }
        Ok(())
    }

    fn ends(&self, key: &Key, part: usize, bounds: Bounds, partition: Option<&Bound>) -> Result<Ends> {
        let bound = |field| self.part(field, partition);
        let range = self.range(key, part, &bound);
        match bounds {
            Bounds::BeginsWith(clause) => range.beginning(Some(self.one(clause, 0)?)),
            Bounds::Between(from, to) => range.between(self.valued(from)?, self.valued(to)?),
            Bounds::Open => range.beginning(None),
        }
        .map_err(|error| error.of(self.schema.entity()))
    }

    /// The value of a field that is bound by equality.
    fn part(&self, field: u16, partition: Option<&'a Bound>) -> Result<KeyPart<'a>> {
        let value = match Binding::of(self.clauses, field).equal {
            NONE => partition.ok_or_else(CodecError::missing)?,
            clause => self.one(clause, 0)?,
        };
        value
            .key_part()
            .ok_or_else(|| CodecError::custom("this type cannot stand in a key"))
    }

    /// An end, and its value.
    fn valued(&self, end: Option<End>) -> Result<Option<Valued<'a>>> {
        end.map(|end| self.value(end).map(|value| (end, value))).transpose()
    }

    fn value(&self, end: End) -> Result<&'a Bound> {
        self.one(end.clause, end.second.into())
    }

    /// A value of the condition at this position.
    fn one(&self, clause: u8, position: usize) -> Result<&'a Bound> {
        let Clause::Leaf(leaf) = self.clauses[usize::from(clause)] else {
            return Err(CodecError::missing());
        };
        let value = self.values.get(usize::from(leaf.value) + position);
        value.and_then(Operand::one).ok_or_else(CodecError::missing)
    }
}

/// The placeholder of a key's value: `:p0`. An index has four attributes of each kind at most.
fn placeholder(kind: Kind, position: usize) -> &'static str {
    const NAMES: [[&str; 4]; 3] = [
        [":p0", ":p1", ":p2", ":p3"],
        [":s0", ":s1", ":s2", ":s3"],
        [":t0", ":t1", ":t2", ":t3"],
    ];
    NAMES[kind as usize].get(position).copied().unwrap_or(":more")
}

/// Which value of a key it is.
#[derive(Clone, Copy)]
enum Kind {
    Partition,
    Sort,
    /// The second one of a range.
    To,
}
