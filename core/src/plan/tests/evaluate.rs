//! What DynamoDB makes of a key condition.

use std::collections::HashMap;

use crate::codec::{Writer, from_slice};
use crate::expression::{Clause, Names, Operand};
use crate::limits::SORT_KEY_BYTES;
use crate::plan::{Lowering, Plan};
use crate::schema::Schema;
use crate::value::Value;

/// A key condition that is sent, and what is left out of its answer.
pub(super) struct Sent {
    text: String,
    values: HashMap<String, Value>,
    pub(super) is_empty: bool,
    excluded: Vec<Value>,
}

impl Sent {
    pub(super) fn new(
        schema: &'static Schema,
        plan: &Plan,
        clauses: &[Clause],
        values: &[Operand],
    ) -> crate::codec::Result<Self> {
        let lowering = Lowering {
            schema,
            plan,
            clauses,
            values,
        };
        let mut writer = Writer::new();
        writer.begin_object();
        writer.key("M");
        writer.begin_object();
        lowering.write_key_values(None, &mut writer)?;
        writer.end_object();
        writer.end_object();
        let excluded = lowering.excluded()?;
        assert_eq!(lowering.excludes(), !excluded.is_empty());
        Ok(Self {
            text: plan.key_condition(schema, clauses, &mut Names::default()),
            values: from_slice(writer.as_slice())?,
            is_empty: lowering.is_empty_range()?,
            excluded: excluded.into_iter().map(|excluded| excluded.value).collect(),
        })
    }

    /// The condition on the sort key.
    fn sort(&self) -> &str {
        self.text.split_once(" AND ").map_or("", |(_, sort)| sort)
    }

    fn value(&self, placeholder: &str) -> &str {
        match &self.values[placeholder] {
            Value::S(text) => text,
            other => panic!("{other:?} is no text"),
        }
    }

    /// Whether DynamoDB would take it.
    pub(super) fn is_accepted(&self) -> bool {
        let fits = |text: &str| !text.is_empty() && text.len() <= SORT_KEY_BYTES;
        let is_ordered = !self.sort().contains("BETWEEN") || self.value(":s0") <= self.value(":t0");
        let used = self.values.keys().all(|placeholder| self.text.contains(placeholder));
        used && is_ordered && self.values.keys().all(|placeholder| fits(self.value(placeholder)))
    }

    /// Whether it finds a sort key.
    pub(super) fn finds(&self, key: &str) -> bool {
        let words: Vec<_> = self.sort().split(' ').collect();
        match words[..] {
            [""] => true,
            [_, "BETWEEN", from, "AND", to] => self.value(from) <= key && key <= self.value(to),
            ["begins_with(#1,", prefix] => key.starts_with(self.value(prefix.trim_end_matches(')'))),
            [_, "=", value] => key == self.value(value),
            [_, "<", value] => key < self.value(value),
            [_, "<=", value] => key <= self.value(value),
            [_, ">", value] => key > self.value(value),
            [_, ">=", value] => key >= self.value(value),
            _ => panic!("`{}` is no key condition", self.text),
        }
    }

    /// Whether an item with this sort key is shown.
    pub(super) fn shows(&self, key: &str) -> bool {
        !self.is_empty && self.finds(key) && !self.excluded.contains(&Value::S(key.to_owned()))
    }
}

impl std::fmt::Debug for Sent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} with {:?} without {:?}", self.text, self.values, self.excluded)
    }
}
