//! Attribute values as they stand in a request.

use std::cmp::Ordering;

use super::condition::Comparison;
use crate::codec::{Kind, Parser};
use crate::limits::NUMBER_DIGITS;
use crate::value::number::decimal::Decimal;

/// The type of a value, which has one, and a parser at its inside.
fn open(json: &str) -> Option<(Kind, Parser<'_>)> {
    let mut parser = Parser::new(json);
    let kind = parser.begin_value().ok()?;
    let inside = parser.skim_value().ok()?;
    parser.end_value().ok()?;
    Some((kind, Parser::new(inside)))
}

pub(super) fn kind(json: &str) -> Option<Kind> {
    open(json).map(|(kind, _)| kind)
}

/// What comparing the first value with the second one gives; `None` where that is not certain.
pub(super) fn compare(comparison: Comparison, one: &str, other: &str) -> Option<bool> {
    if let Comparison::Equal | Comparison::NotEqual = comparison {
        return equal(one, other).map(|equal| equal == (comparison == Comparison::Equal));
    }
    let ((one, mut inside), (other, mut other_inside)) = (open(one)?, open(other)?);
    let ordering = match (one, other) {
        (Kind::N, Kind::N) => {
            let (one, other) = (inside.string().ok()?, other_inside.string().ok()?);
            Decimal::scan(&one).ok()?.cmp(&Decimal::scan(&other).ok()?)
        }
        // DynamoDB's order of strings is that of their bytes.
        (Kind::S, Kind::S) => inside.string().ok()?.cmp(&other_inside.string().ok()?),
        _ => return None,
    };
    Some(match comparison {
        Comparison::Less => ordering == Ordering::Less,
        Comparison::LessOrEqual => ordering != Ordering::Greater,
        Comparison::Greater => ordering == Ordering::Greater,
        Comparison::GreaterOrEqual => ordering != Ordering::Less,
        Comparison::Equal | Comparison::NotEqual => return None,
    })
}

fn equal(one: &str, other: &str) -> Option<bool> {
    let ((kind, mut inside), (other_kind, mut other_inside)) = (open(one)?, open(other)?);
    if kind != other_kind {
        return Some(false);
    }
    match kind {
        Kind::S => Some(inside.string().ok()? == other_inside.string().ok()?),
        Kind::N => {
            let (one, other) = (inside.string().ok()?, other_inside.string().ok()?);
            Some(Decimal::scan(&one).ok()? == Decimal::scan(&other).ok()?)
        }
        Kind::Bool => Some(inside.bool().ok()? == other_inside.bool().ok()?),
        // The same bytes can be written in several ways, the same set in any order.
        _ => (one == other).then_some(true),
    }
}

/// Whether a number is sure to be another one after `by` was added to it, or subtracted from it.
pub(super) fn is_moved(number: &str, by: &str) -> bool {
    let moved = || {
        let ((kind, mut inside), (by_kind, mut by_inside)) = (open(number)?, open(by)?);
        if kind != Kind::N || by_kind != Kind::N {
            return None;
        }
        let (number, by) = (inside.string().ok()?, by_inside.string().ok()?);
        let (number, by) = (Decimal::scan(&number).ok()?, Decimal::scan(&by).ok()?);
        // Where the sum may need more digits than there are, it may be rounded to what it was.
        let ((number_first, number_last), (first, last)) = (number.exponents(), by.exponents());
        let digits = number_first.max(first) + 2 - number_last.min(last);
        Some(by != Decimal::ZERO && usize::try_from(digits).is_ok_and(|digits| digits <= NUMBER_DIGITS))
    };
    moved().unwrap_or(false)
}
