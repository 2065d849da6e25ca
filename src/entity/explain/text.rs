//! The explanation as text.

use std::fmt;

use ddbx_core::Operation;

use super::Explanation;

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
        match self.index {
            Some(index) => writeln!(f, "by index `{index}`")?,
            None => writeln!(f, "by its own key")?,
        }
        lines(f, "key", &self.key)?;
        if self.partitions != 1 {
            line(f, "queries", &format!("{}, one after the other", self.partitions))?;
        }
        line(f, "filter", self.filter.as_deref().unwrap_or("none"))?;
        if self.operation != Operation::GetItem {
            let order = match (self.order, self.descending) {
                (Some(attribute), false) => format!("ascending by {attribute}"),
                (Some(attribute), true) => format!("descending by {attribute}"),
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
        line(f, "estimate", &self.estimate_text())?;
        lines(f, "note", &self.notes)
    }
}

impl Explanation {
    fn estimate_text(&self) -> String {
        let estimate = self.estimate();
        let cost = format!("{} read units, {:.6} USD", estimate.read_units, estimate.usd);
        match (estimate.items_per_page, estimate.item_bytes) {
            (Some(1), Some(bytes)) => format!("{cost}, for one item of {bytes} bytes"),
            (Some(items), Some(bytes)) => format!("{cost}, for a page of {items} items of {bytes} bytes"),
            (Some(1), None) => format!("at most {cost}, for one item"),
            _ => format!("at most {cost}, for a full page of 1 MB"),
        }
    }
}

fn lines(f: &mut fmt::Formatter<'_>, name: &str, all: &[String]) -> fmt::Result {
    all.iter()
        .enumerate()
        .try_for_each(|(position, text)| line(f, if position > 0 { "" } else { name }, text))
}

fn line(f: &mut fmt::Formatter<'_>, name: &str, text: &str) -> fmt::Result {
    writeln!(f, "  {name:<9} {text}")
}
