//! The explanation of a write as text.

use std::fmt;

use ddbx_core::Operation;

use super::super::text::{line, lines};
use super::{IndexWrite, WriteExplanation, WriteUnits};

impl fmt::Display for WriteExplanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} of `{}` on table `{}`", self.operation, self.entity, self.table)?;
        lines(f, "key", &self.key)?;
        line(f, "condition", self.condition.as_deref().unwrap_or("none"))?;
        lines(f, "changes", &self.changes)?;
        line(f, "item", &self.item_text())?;
        let indexes: Vec<_> = self.indexes.iter().map(IndexWrite::to_string).collect();
        lines(f, "index", &indexes)?;
        let mut estimates = vec![self.estimate_text()];
        if let Some(failed) = self.estimate().failed {
            estimates.push(format!("{}, if the condition is false", self.cost(failed)));
        }
        lines(f, "estimate", &estimates)?;
        lines(f, "note", &self.notes)
    }
}

impl WriteExplanation {
    fn item_text(&self) -> String {
        match (self.item_bytes, self.stored_bytes) {
            (Some(bytes), Some(stored)) if self.operation == Operation::PutItem => {
                format!("{bytes} bytes, instead of about {stored}")
            }
            (Some(bytes), None) => format!("{bytes} bytes"),
            (Some(bytes), Some(_)) => format!("about {bytes} bytes"),
            (None, _) => "of a size that is not known, at most 400 KB".to_owned(),
        }
    }

    fn estimate_text(&self) -> String {
        let estimate = self.estimate();
        let cost = self.cost(estimate.total);
        if estimate.indexes.is_empty() {
            return cost;
        }
        let indexes = estimate.indexes.iter();
        let indexes = indexes.fold(WriteUnits::default(), |all, (_, units)| all + *units);
        format!("{cost}: {} for the table, {indexes} for its indexes", estimate.table)
    }

    fn cost(&self, units: WriteUnits) -> String {
        let usd = |units: u64| format!("{:.9}", units as f64 * self.usd_per_million_units / 1e6);
        let WriteUnits { least, most } = units;
        let s = if most == 1 { "" } else { "s" };
        if least == most {
            return format!("{units} write unit{s}, {} USD", usd(most));
        }
        format!("{units} write unit{s}, {} to {} USD", usd(least), usd(most))
    }
}

/// `by_status: a new entry of 96 bytes`.
impl fmt::Display for IndexWrite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match (self.before, self.after) {
            (Some(false), Some(false)) => "no entry",
            (Some(false), _) => "a new entry",
            (Some(true), Some(false)) => "its entry is removed",
            (None, Some(false)) => "an entry that is there is removed",
            (Some(true), _) if self.moves => "its entry is changed, and may get another key",
            (Some(true), _) if self.changes => "its entry is changed",
            _ if !self.changes => "untouched",
            (None, Some(true)) => "an entry, new or instead of another one",
            (None, None) if self.moves => "its entry, if it has one, is changed, and may get another key",
            _ => "its entry, if it has one, is changed",
        };
        write!(f, "{}: {what}", self.index)?;
        let about = if self.is_exact() { "" } else { "about " };
        match self.entry_bytes {
            Some(bytes) if self.before == Some(false) && self.after == Some(true) => {
                write!(f, " of {about}{bytes} bytes")
            }
            Some(bytes) if self.changes || self.after == Some(false) => write!(f, ", of {about}{bytes} bytes"),
            _ => Ok(()),
        }
    }
}
