//! The explanation as text.

use std::fmt;

use ddbx_core::Operation;

use super::Explanation;
use crate::pool::ScanPolicy;

/// An expression with the attributes in the place of their placeholders, and `…` in that of values.
pub(super) fn plain(expression: &str, attributes: &[&str]) -> String {
    let mut plain = String::with_capacity(expression.len());
    let mut rest = expression;
    while let Some(at) = rest.find(['#', ':']) {
        plain.push_str(&rest[..at]);
        let (sign, after) = rest[at..].split_at(1);
        let end = after
            .find(|character: char| !character.is_ascii_alphanumeric() && character != '_')
            .unwrap_or(after.len());
        let (name, after) = after.split_at(end);
        let attribute = name.parse::<usize>().ok().and_then(|number| attributes.get(number));
        match (sign, attribute) {
            ("#", Some(attribute)) => plain.push_str(attribute),
            _ if name == "null" => plain.push_str("NULL"),
            _ => plain.push('…'),
        }
        rest = after;
    }
    plain.push_str(rest);
    plain
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of `{}` on table `{}`, ", self.operation, self.entity, self.table)?;
        let is_scan = self.operation == Operation::Scan;
        match self.index {
            Some(index) if is_scan => writeln!(f, "all of index `{index}`")?,
            Some(index) => writeln!(f, "by index `{index}`")?,
            None if is_scan => writeln!(f, "all of it")?,
            None => writeln!(f, "by its own key")?,
        }
        lines(f, "key", &self.key)?;
        if self.partitions != 1 {
            line(f, "queries", &format!("{}, one after the other", self.partitions))?;
        }
        if let Some(segments) = self.segments {
            line(f, "segments", &format!("{segments}, side by side"))?;
        }
        line(f, "filter", self.filter.as_deref().unwrap_or("none"))?;
        if self.operation != Operation::GetItem {
            let order = match (self.order, self.descending) {
                (Some(attribute), false) => format!("ascending by {attribute}"),
                (Some(attribute), true) => format!("descending by {attribute}"),
                (None, _) if is_scan => "none".to_owned(),
                (None, _) => "none: there is no sort key".to_owned(),
            };
            line(f, "order", &order)?;
        }
        let consistent = if self.consistent { ", consistently" } else { "" };
        let reads = match (&self.projection, self.hydrates) {
            (_, true) => "whole items, from the table".to_owned(),
            (Some(attributes), false) => attributes.join(", "),
            (None, false) => "all fields".to_owned(),
        };
        line(f, "reads", &format!("{reads}{consistent}"))?;
        let mut estimates = vec![self.estimate_text()];
        if let Some(all) = self.estimate().all_pages {
            let (pages, items) = (counted(all.pages, "page"), counted(all.items, "item"));
            let cost = cost(all.read_units, all.usd);
            estimates.push(format!("{cost}, for all {pages} with {items}"));
        }
        lines(f, "estimate", &estimates)?;
        if let Some(policy) = self.scan_policy {
            line(f, "policy", policy_text(policy))?;
        }
        lines(f, "note", &self.notes)
    }
}

impl Explanation {
    fn estimate_text(&self) -> String {
        let estimate = self.estimate();
        let cost = cost(estimate.read_units, estimate.usd);
        match (estimate.items_per_page, estimate.item_bytes) {
            (Some(1), Some(bytes)) => format!("{cost}, for one item of {bytes} bytes"),
            (Some(items), Some(bytes)) => format!("{cost}, for a page of {items} items of {bytes} bytes"),
            (Some(1), None) => format!("at most {cost}, for one item"),
            _ => format!("at most {cost}, for a full page of 1 MB"),
        }
    }
}

fn cost(read_units: f64, usd: f64) -> String {
    format!("{read_units} read units, {usd:.6} USD")
}

fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

const fn policy_text(policy: ScanPolicy) -> &'static str {
    match policy {
        ScanPolicy::Allow => "allowed",
        ScanPolicy::Deny => "denied here, unless it says `.allow_scan()`",
        ScanPolicy::Warn => "allowed here, with a warning",
    }
}

pub(super) fn lines(f: &mut fmt::Formatter<'_>, name: &str, all: &[String]) -> fmt::Result {
    all.iter()
        .enumerate()
        .try_for_each(|(position, text)| line(f, if position > 0 { "" } else { name }, text))
}

pub(super) fn line(f: &mut fmt::Formatter<'_>, name: &str, text: &str) -> fmt::Result {
    writeln!(f, "  {name:<9} {text}")
}
