//! A plan as what goes out: the text of the key condition, and its values.

use std::fmt::Write as _;

use super::Plan;
use super::binding::Binding;
use super::range::{Form, Range, form};
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
        for key in self.plan.index(self.schema).sort() {
            let SortUse::Range { part, bounds } = SortUse::of(self.schema, key, self.clauses) else {
                continue;
            };
            for end in excluded(key, part.into(), bounds).into_iter().flatten() {
                if self.plan.filter().has(end.clause.into()) {
                    continue;
                }
                let mut writer = Writer::new();
                self.write_end(key, part.into(), end, &mut writer)?;
                all.push(Excluded {
                    attribute: key.attribute(),
                    value: from_slice(writer.as_slice())?,
                });
            }
            break;
        }
        Ok(all)
    }

    /// Whether an end of the range must be left out of what is read.
    #[must_use]
    pub fn excludes(&self) -> bool {
        self.plan.index(self.schema).sort().iter().any(|key| {
            let SortUse::Range { part, bounds } = SortUse::of(self.schema, key, self.clauses) else {
                return false;
            };
            let ends = excluded(key, part.into(), bounds);
            ends.into_iter()
                .flatten()
                .any(|end| !self.plan.filter().has(end.clause.into()))
        })
    }

    fn write_end(&self, key: &Key, part: usize, end: End, writer: &mut Writer) -> Result<()> {
        let value = self.value(end)?;
        if key.is_field() {
            value.write(writer);
            return Ok(());
        }
        self.range(key, part, &|field| self.part(field, None))
            .write_prefix(writer, Some(value))
            .map_err(|error| error.of(self.schema.entity()))
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
        let (from, to) = match bounds {
            Bounds::Between(from, to) => (from, to),
            Bounds::BeginsWith(_) | Bounds::Open => (None, None),
        };
        let valued = |end: Option<End>| end.map(|end| self.value(end).map(|value| (end, value))).transpose();
        let (from, to) = (valued(from)?, valued(to)?);
        let prefix = match bounds {
            Bounds::BeginsWith(clause) => Some(self.one(clause, 0)?),
            Bounds::Between(..) | Bounds::Open => None,
        };
        if key.is_field() {
            let field = key
                .fields()
                .next()
                .map_or("", |field| self.schema.fields()[usize::from(field)].attribute());
            let second = if from.is_some() { Kind::To } else { Kind::Sort };
            let (from, to) = (from.map(|(_, value)| value), to.map(|(_, value)| value));
            for (kind, value) in [(Kind::Sort, prefix), (Kind::Sort, from), (second, to)] {
                let Some(value) = value else { continue };
                if matches!(value.key_part(), Some(KeyPart::S("") | KeyPart::B([]))) {
                    return Err(entity(CodecError::empty_key().at(field)));
                }
                writer.key(placeholder(kind, position));
                value.write(writer);
            }
            return Ok(());
        }
        let bound = |field| self.part(field, partition);
        let range = self.range(key, part, &bound);
        let form = form(key, part, bounds);
        writer.key(placeholder(Kind::Sort, position));
        match form {
            Form::BeginsWith => {
                let is_empty = |value: &&Bound| matches!(value.key_part(), Some(KeyPart::S("")));
                range.write_prefix(writer, prefix.filter(|value| !is_empty(value)))
            }
            Form::Between => range.write_from(writer, from).and_then(|()| {
                writer.key(placeholder(Kind::To, position));
                range.write_to(writer, to)
            }),
            Form::Compare(_) if from.is_some() => range.write_from(writer, from),
            Form::Compare(_) => range.write_to(writer, to),
        }
        .map_err(entity)
    }

    /// The value of a field that is bound by equality.
    fn part(&self, field: u16, partition: Option<&'a Bound>) -> Result<KeyPart<'a>> {
        let value = match Binding::of(self.clauses, field).equal {
            Some(clause) => self.one(clause, 0)?,
            None => partition.ok_or_else(CodecError::missing)?,
        };
        value
            .key_part()
            .ok_or_else(|| CodecError::custom("this type cannot stand in a key"))
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
