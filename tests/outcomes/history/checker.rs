//! The rules of a list that is only appended to, and read.

use std::collections::{HashMap, HashSet};
use std::fmt;

use ddbx::Outcome;
use ddbx::testing::ledger::Told;

/// A moment: a number that only grows, over all clients.
pub(super) type Moment = u64;

/// What one client did, from when to when, and what he knows of it.
#[derive(Clone, Debug)]
pub(super) enum Event {
    Append {
        list: String,
        value: String,
        began: Moment,
        ended: Moment,
        told: Told,
    },
    Read {
        list: String,
        found: Vec<String>,
        began: Moment,
        ended: Moment,
    },
}

/// What fits no order of events.
#[derive(Debug)]
pub(super) struct Anomalies(Vec<String>);

impl Anomalies {
    /// Whether one of them says this.
    pub(super) fn include(&self, what: &str) -> bool {
        self.0.iter().any(|anomaly| anomaly.contains(what))
    }
}

impl fmt::Display for Anomalies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} anomalies:\n{}",
            self.0.len(),
            self.0[..self.0.len().min(20)].join("\n")
        )
    }
}

/// Holds events against the lists as they were in the end.
pub(super) fn check(events: &[Event], lists: &HashMap<String, Vec<String>>) -> Result<(), Anomalies> {
    let mut anomalies = Vec::new();
    let names: HashSet<&str> = events
        .iter()
        .map(list_of)
        .chain(lists.keys().map(String::as_str))
        .collect();
    for name in names {
        let events: Vec<&Event> = events.iter().filter(|event| list_of(event) == name).collect();
        List::new(lists.get(name).map_or(&[], Vec::as_slice), &events, &mut anomalies).check();
    }
    if anomalies.is_empty() {
        Ok(())
    } else {
        Err(Anomalies(anomalies))
    }
}

fn list_of(event: &Event) -> &str {
    match event {
        Event::Append { list, .. } | Event::Read { list, .. } => list,
    }
}

/// One list, and all that was done to it.
struct List<'a> {
    values: &'a [String],
    /// Where each value is.
    places: HashMap<&'a str, usize>,
    events: &'a [&'a Event],
    anomalies: &'a mut Vec<String>,
}

impl<'a> List<'a> {
    fn new(values: &'a [String], events: &'a [&'a Event], anomalies: &'a mut Vec<String>) -> Self {
        let mut places = HashMap::new();
        for (place, value) in values.iter().enumerate() {
            if places.insert(value.as_str(), place).is_some() {
                anomalies.push(format!("{value} is there twice"));
            }
        }
        Self {
            values,
            places,
            events,
            anomalies,
        }
    }

    fn check(&mut self) {
        self.check_appends();
        self.check_order();
        self.check_reads();
    }

    /// What is said to be there is, what is said not to be is not, and nothing is nobody's.
    fn check_appends(&mut self) {
        let mut asked = HashSet::new();
        for event in self.events {
            let Event::Append { value, told, .. } = event else {
                continue;
            };
            asked.insert(value.as_str());
            let is_there = self.places.contains_key(value.as_str());
            match told {
                Told::Done | Told::Failed(Outcome::Applied) if !is_there => {
                    self.anomalies.push(format!("{value} was acknowledged, and is lost"));
                }
                Told::Failed(Outcome::NotApplied) if is_there => {
                    self.anomalies.push(format!("{value} was denied, and is there"));
                }
                _ => {}
            }
        }
        let nobodys = self.places.keys().filter(|value| !asked.contains(*value));
        self.anomalies
            .extend(nobodys.map(|value| format!("{value} is nobody's")));
    }

    /// What had ended before another began stands before it.
    fn check_order(&mut self) {
        let mut began = HashMap::new();
        let mut ended = HashMap::new();
        for event in self.events {
            if let Event::Append {
                value,
                began: from,
                ended: to,
                told,
                ..
            } = event
            {
                began.insert(value.as_str(), *from);
                // Of what is unknown, nobody knows when it ended.
                if *told == Told::Done {
                    ended.insert(value.as_str(), *to);
                }
            }
        }
        let mut latest: Option<(&str, Moment)> = None;
        for value in self.values {
            if let (Some(end), Some((before, start))) = (ended.get(value.as_str()), latest)
                && *end < start
            {
                self.anomalies
                    .push(format!("{before} began after {value} had ended, and stands before it"));
            }
            if let Some(start) = began.get(value.as_str())
                && latest.is_none_or(|(_, latest)| latest < *start)
            {
                latest = Some((value, *start));
            }
        }
    }

    /// A read is the list as it was at some time while it went on.
    fn check_reads(&mut self) {
        let mut lengths = Vec::new();
        for event in self.events {
            let Event::Read {
                found, began, ended, ..
            } = event
            else {
                continue;
            };
            if !self.values.starts_with(found) {
                self.anomalies
                    .push(format!("a read of {} values is no beginning of the list", found.len()));
            }
            lengths.push((*began, *ended, found.len()));
        }
        for event in self.events {
            let Event::Append {
                value,
                began,
                ended,
                told,
                ..
            } = event
            else {
                continue;
            };
            let Some(place) = self.places.get(value.as_str()) else {
                continue;
            };
            for (from, to, length) in &lengths {
                if *told == Told::Done && ended < from && place >= length {
                    self.anomalies
                        .push(format!("{value} was acknowledged before a read that lacks it"));
                }
                if began > to && place < length {
                    self.anomalies.push(format!("{value} was read before it was asked for"));
                }
            }
        }
        for (_, ended, length) in &lengths {
            if lengths.iter().any(|(began, _, later)| ended < began && later < length) {
                self.anomalies
                    .push(format!("a later read has less than {length} values"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn append(value: &str, span: (Moment, Moment), told: Told) -> Event {
        Event::Append {
            list: "l".into(),
            value: value.into(),
            began: span.0,
            ended: span.1,
            told,
        }
    }

    fn read(found: &[&str], span: (Moment, Moment)) -> Event {
        let found = found.iter().map(ToString::to_string).collect();
        Event::Read {
            list: "l".into(),
            found,
            began: span.0,
            ended: span.1,
        }
    }

    fn judge(events: &[Event], list: &[&str]) -> Result<(), Anomalies> {
        let list = list.iter().map(ToString::to_string).collect();
        check(events, &HashMap::from([("l".to_owned(), list)]))
    }

    const UNKNOWN: Told = Told::Failed(Outcome::Unknown);
    const DENIED: Told = Told::Failed(Outcome::NotApplied);

    /// Side by side, in whatever order.
    #[test]
    fn a_history_that_fits() {
        let events = [
            append("a", (0, 5), Told::Done),
            append("b", (1, 4), Told::Done),
            append("c", (6, 7), UNKNOWN),
            append("d", (8, 9), DENIED),
            read(&[], (0, 2)),
            read(&["b"], (2, 6)),
            read(&["b", "a"], (6, 9)),
        ];
        judge(&events, &["b", "a"]).unwrap();
        judge(&events, &["b", "a", "c"]).unwrap();
    }

    /// A checker that accepts everything would prove nothing.
    #[test]
    fn each_rule_finds_what_breaks_it() {
        let done = |value, span| append(value, span, Told::Done);
        for (events, list, found) in [
            (vec![done("a", (0, 1))], &["a", "a"][..], "a is there twice"),
            (vec![append("a", (0, 1), UNKNOWN)], &["a", "a"], "a is there twice"),
            (vec![done("a", (0, 1))], &[], "a was acknowledged, and is lost"),
            (vec![append("a", (0, 1), DENIED)], &["a"], "a was denied, and is there"),
            (vec![], &["x"], "x is nobody's"),
            (
                vec![done("a", (0, 1)), done("b", (2, 3))],
                &["b", "a"],
                "b began after a had ended, and stands before it",
            ),
            (
                vec![done("a", (0, 1)), append("b", (2, 3), UNKNOWN)],
                &["b", "a"],
                "b began after a had ended, and stands before it",
            ),
            (
                vec![done("a", (0, 9)), done("b", (0, 9)), read(&["b"], (1, 2))],
                &["a", "b"],
                "a read of 1 values is no beginning of the list",
            ),
            (
                vec![done("a", (0, 1)), read(&[], (2, 3))],
                &["a"],
                "a was acknowledged before a read that lacks it",
            ),
            (
                vec![done("a", (2, 3)), read(&["a"], (0, 1))],
                &["a"],
                "a was read before it was asked for",
            ),
            (
                vec![done("a", (0, 9)), read(&["a"], (1, 2)), read(&[], (3, 4))],
                &["a"],
                "a later read has less than 1 values",
            ),
        ] {
            let anomalies = judge(&events, list).unwrap_err();
            assert_eq!(anomalies.0, [found]);
        }
    }
}
