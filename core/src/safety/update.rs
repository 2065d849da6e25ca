//! Update expressions.
//!
//! Source: [Update expressions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html).

use super::literal;
use super::path::{Path, Relation};
use super::placeholders::Placeholders;
use super::scanner::Scanner;
use crate::codec::Kind;
use crate::limits::EXPRESSION_OPERATORS;

/// One change of an update expression.
pub(super) struct Action<'a> {
    pub(super) path: Path<'a>,
    pub(super) change: Change<'a>,
}

/// What happens to what is at the path of an [`Action`].
#[derive(Clone, Copy)]
pub(super) enum Change<'a> {
    /// `SET path = :value`
    Literal(&'a str),
    /// `SET path = if_not_exists(path, :value)`
    Default,
    /// A number is added, or subtracted: `ADD path :n`, `SET path = path + :n`,
    /// `SET path = if_not_exists(path, …) - :n`.
    Shift(&'a str),
    /// `SET path =` anything else.
    Computed,
    /// `REMOVE path`
    Remove,
    /// `ADD path :set`
    AddElements,
    /// `DELETE path :set`
    DeleteElements,
}

impl Action<'_> {
    /// Whether doing it twice leaves what doing it once leaves.
    pub(super) fn is_repeatable(&self) -> bool {
        !self.path.is_indexed()
            && match self.change {
                Change::Literal(_) | Change::Default => true,
                Change::Remove | Change::AddElements | Change::DeleteElements => true,
                Change::Shift(_) | Change::Computed => false,
            }
    }
}

/// Reads a whole update expression, and hands over its actions one by one.
pub(super) fn read<'a>(
    text: &'a str,
    placeholders: &'a Placeholders<'a>,
    mut each: impl FnMut(Action<'a>),
) -> Option<()> {
    let mut scanner = Scanner::new(text, placeholders)?;
    let (mut seen, mut count) = ([false; CLAUSES.len()], 0);
    loop {
        let clause = CLAUSES.iter().position(|(keyword, _)| scanner.takes_keyword(keyword))?;
        // Each clause stands there once.
        if std::mem::replace(&mut seen[clause], true) {
            return None;
        }
        loop {
            each(CLAUSES[clause].1(&mut scanner)?);
            count += 1;
            if count > EXPRESSION_OPERATORS {
                return None;
            }
            if !scanner.takes(b',') {
                break;
            }
        }
        if scanner.peek().is_none() {
            return Some(());
        }
    }
}

type Clause = (&'static str, for<'a> fn(&mut Scanner<'a>) -> Option<Action<'a>>);

const CLAUSES: [Clause; 4] = [("SET", set), ("REMOVE", remove), ("ADD", add), ("DELETE", delete)];

fn set<'a>(scanner: &mut Scanner<'a>) -> Option<Action<'a>> {
    let path = scanner.path()?;
    scanner.expect(b'=')?;
    let change = match sum(scanner, path)? {
        Source::Literal(value) => Change::Literal(value),
        Source::OwnOr { literal: true } => Change::Default,
        Source::Shifted(by) => Change::Shift(by),
        Source::Own | Source::OwnOr { literal: false } | Source::Other => Change::Computed,
    };
    Some(Action { path, change })
}

fn remove<'a>(scanner: &mut Scanner<'a>) -> Option<Action<'a>> {
    let path = scanner.path()?;
    let change = Change::Remove;
    Some(Action { path, change })
}

fn add<'a>(scanner: &mut Scanner<'a>) -> Option<Action<'a>> {
    let (path, value) = (scanner.path()?, scanner.value()?);
    let change = match literal::kind(value)? {
        Kind::N => Change::Shift(value),
        Kind::Ss | Kind::Ns | Kind::Bs => Change::AddElements,
        _ => return None,
    };
    Some(Action { path, change })
}

fn delete<'a>(scanner: &mut Scanner<'a>) -> Option<Action<'a>> {
    let (path, value) = (scanner.path()?, scanner.value()?);
    let change = match literal::kind(value)? {
        Kind::Ss | Kind::Ns | Kind::Bs => Change::DeleteElements,
        _ => return None,
    };
    Some(Action { path, change })
}

/// What the right side of a `SET`, or a part of it, reads.
#[derive(Clone, Copy)]
enum Source<'a> {
    /// `:value`
    Literal(&'a str),
    /// The path that is set.
    Own,
    /// The path that is set, or something else where that does not exist: a literal, or not.
    OwnOr { literal: bool },
    /// One of the two before, and a number added or subtracted.
    Shifted(&'a str),
    /// Anything else.
    Other,
}

/// `operand`, `operand + operand` or `operand - operand`.
fn sum<'a>(scanner: &mut Scanner<'a>, target: Path<'a>) -> Option<Source<'a>> {
    let left = operand(scanner, target)?;
    let adds = scanner.takes(b'+');
    if !adds && !scanner.takes(b'-') {
        return Some(left);
    }
    let right = operand(scanner, target)?;
    Some(match (left, right) {
        (Source::Own | Source::OwnOr { .. }, Source::Literal(number)) => Source::Shifted(number),
        (Source::Literal(number), Source::Own | Source::OwnOr { .. }) if adds => Source::Shifted(number),
        _ => Source::Other,
    })
}

fn nested_sum<'a>(scanner: &mut Scanner<'a>, target: Path<'a>) -> Option<Source<'a>> {
    scanner.descend()?;
    let inner = sum(scanner, target)?;
    scanner.ascend();
    Some(inner)
}

fn operand<'a>(scanner: &mut Scanner<'a>, target: Path<'a>) -> Option<Source<'a>> {
    if scanner.peek() == Some(b':') {
        return scanner.value().map(Source::Literal);
    }
    if scanner.takes(b'(') {
        let inner = nested_sum(scanner, target)?;
        scanner.expect(b')')?;
        return Some(inner);
    }
    let Some(function) = scanner.takes_function() else {
        let path = scanner.path()?;
        return Some(match path.relation(target) {
            Relation::Same => Source::Own,
            _ => Source::Other,
        });
    };
    let source = match function {
        "if_not_exists" => {
            let path = scanner.path()?;
            scanner.expect(b',')?;
            let default = nested_sum(scanner, target)?;
            match path.relation(target) {
                Relation::Same => Source::OwnOr {
                    literal: matches!(default, Source::Literal(_)),
                },
                _ => Source::Other,
            }
        }
        "list_append" => {
            nested_sum(scanner, target)?;
            scanner.expect(b',')?;
            nested_sum(scanner, target)?;
            Source::Other
        }
        _ => return None,
    };
    scanner.expect(b')')?;
    Some(source)
}
