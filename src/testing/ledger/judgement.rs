use std::collections::{HashMap, HashSet};
use std::fmt;

use ddbx_core::Outcome;

use super::told::Told;

/// The numbers of a ledger that holds no violation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// Writes of which callers told.
    pub writes: usize,
    /// Those that were carried out, once each.
    pub applied: usize,
    /// Those whose callers know that they were.
    pub done: usize,
    /// Those whose callers know that they were not.
    pub not_applied: usize,
    /// Those of which nobody knows.
    pub unknown: usize,
}

/// Where callers were told what is not so, or a write was carried out twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Violation {
    /// Not as often as what is known allows.
    Times(String, usize, String),
    /// Carried out, and nobody asked for it.
    Nobodys(String, usize),
    /// Told of twice: then it cannot be judged.
    ToldTwice(String),
}

/// `most`: how often a write may be carried out.
pub(super) fn judge(
    times: &HashMap<String, usize>,
    told: impl Iterator<Item = (String, Told)>,
    most: usize,
) -> Result<Tally, Violations> {
    let mut tally = Tally::default();
    let mut violations = Vec::new();
    let mut seen = HashSet::new();
    for (id, told) in told {
        let done = times.get(&id).copied().unwrap_or_default();
        let allowed = if told.is_done() {
            (1..=most).contains(&done)
        } else if told.is_denied() {
            done == 0
        } else {
            done <= most
        };
        if !allowed {
            violations.push(Violation::Times(id.clone(), done, words(told).to_owned()));
        }
        tally.writes += 1;
        tally.applied += usize::from(done > 0);
        *match told {
            _ if told.is_done() => &mut tally.done,
            _ if told.is_denied() => &mut tally.not_applied,
            _ => &mut tally.unknown,
        } += 1;
        if let Some(id) = seen.replace(id) {
            violations.push(Violation::ToldTwice(id));
        }
    }
    for (id, times) in times.iter().filter(|(id, _)| !seen.contains(*id)) {
        violations.push(Violation::Nobodys(id.clone(), *times));
    }
    if violations.is_empty() {
        return Ok(tally);
    }
    violations.sort();
    Err(Violations(violations))
}

fn words(told: Told) -> &'static str {
    match told {
        Told::Done => "done",
        Told::Failed(Outcome::Applied) => "failed, and applied",
        Told::Failed(Outcome::NotApplied) => "not applied",
        Told::Failed(Outcome::Unknown) => "unknown",
        Told::Nothing => "nothing",
    }
}

impl Violations {
    /// How many there are.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "there is one at least")]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The writes that they are about, with how often each was carried out.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<usize>)> {
        self.0.iter().map(|violation| match violation {
            Violation::Times(id, times, _) | Violation::Nobodys(id, times) => (id.as_str(), Some(*times)),
            Violation::ToldTwice(id) => (id.as_str(), None),
        })
    }
}

/// All of them, a line each, as far as a person reads them.
impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 20;
        let count = self.0.len();
        write!(f, "{count} violation{}", if count == 1 { "" } else { "s" })?;
        for violation in self.0.iter().take(SHOWN) {
            match violation {
                Violation::Times(id, times, told) => {
                    write!(f, "\n`{id}` was carried out {times} times; its caller knows: {told}")?;
                }
                Violation::Nobodys(id, times) => {
                    write!(f, "\n`{id}` was carried out {times} times, and nobody told of it")?;
                }
                Violation::ToldTwice(id) => write!(f, "\n`{id}` was told of twice: ids must be unique")?,
            }
        }
        if count > SHOWN {
            write!(f, "\n… and {} more", count - SHOWN)?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}
