//! Condition expressions.
//!
//! Source: [Condition expressions](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html).

use super::after::{After, Effect};
use super::literal;
use super::outlook::Outlook;
use super::path::Path;
use super::placeholders::Placeholders;
use super::scanner::Scanner;
use crate::limits::{EXPRESSION_OPERATORS, IN_OPERANDS};

/// How two operands are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// Reads a whole condition expression, and says what the write does to it.
pub(super) fn read<'a>(text: &'a str, placeholders: &'a Placeholders<'a>, effect: &Effect<'a>) -> Option<Outlook> {
    let mut reader = Reader {
        scanner: Scanner::new(text, placeholders)?,
        effect,
        tests: 0,
    };
    let outlook = reader.alternatives()?;
    reader.scanner.peek().is_none().then_some(outlook)
}

struct Reader<'a, 'e> {
    scanner: Scanner<'a>,
    effect: &'e Effect<'a>,
    tests: usize,
}

/// What a test is about.
#[derive(Clone, Copy)]
enum Operand<'a> {
    Value(&'a str),
    Path(Path<'a>),
    Size(Path<'a>),
}

impl<'a> Reader<'a, '_> {
    fn alternatives(&mut self) -> Option<Outlook> {
        let mut all = self.conjuncts()?;
        while self.scanner.takes_keyword("OR") {
            all = all.or(self.conjuncts()?);
        }
        Some(all)
    }

    fn conjuncts(&mut self) -> Option<Outlook> {
        let mut all = self.negation()?;
        while self.scanner.takes_keyword("AND") {
            all = all.and(self.negation()?);
        }
        Some(all)
    }

    fn negation(&mut self) -> Option<Outlook> {
        if self.scanner.takes_keyword("NOT") {
            return self.nested(Self::negation).map(Outlook::not);
        }
        if self.scanner.takes(b'(') {
            let inner = self.nested(Self::alternatives)?;
            self.scanner.expect(b')')?;
            return Some(inner);
        }
        self.tests += 1;
        if self.tests > EXPRESSION_OPERATORS {
            return None;
        }
        self.test()
    }

    fn nested(&mut self, read: impl FnOnce(&mut Self) -> Option<Outlook>) -> Option<Outlook> {
        self.scanner.descend()?;
        let inner = read(self)?;
        self.scanner.ascend();
        Some(inner)
    }

    /// A function, a comparison, `BETWEEN` or `IN`.
    fn test(&mut self) -> Option<Outlook> {
        let operand = match self.scanner.takes_function() {
            None => self.operand()?,
            Some("size") => self.size()?,
            Some(function) => return self.function(function),
        };
        if self.scanner.takes_keyword("BETWEEN") {
            let low = self.operand_or_size()?;
            self.scanner.expect_keyword("AND")?;
            let high = self.operand_or_size()?;
            let above = self.compare(Comparison::GreaterOrEqual, operand, low);
            return Some(above.and(self.compare(Comparison::LessOrEqual, operand, high)));
        }
        if self.scanner.takes_keyword("IN") {
            return self.one_of(operand);
        }
        let comparison = self.comparison()?;
        let other = self.operand_or_size()?;
        Some(self.compare(comparison, operand, other))
    }

    fn one_of(&mut self, operand: Operand<'a>) -> Option<Outlook> {
        self.scanner.expect(b'(')?;
        let mut any = None;
        for _ in 0..IN_OPERANDS {
            let other = self.operand_or_size()?;
            let equal = self.compare(Comparison::Equal, operand, other);
            any = Some(any.map_or(equal, |any: Outlook| any.or(equal)));
            if !self.scanner.takes(b',') {
                self.scanner.expect(b')')?;
                return any;
            }
        }
        None
    }

    fn comparison(&mut self) -> Option<Comparison> {
        Some(if self.scanner.takes(b'=') {
            Comparison::Equal
        } else if self.scanner.takes(b'<') {
            if self.scanner.takes_adjacent(b'>') {
                Comparison::NotEqual
            } else if self.scanner.takes_adjacent(b'=') {
                Comparison::LessOrEqual
            } else {
                Comparison::Less
            }
        } else {
            self.scanner.expect(b'>')?;
            if self.scanner.takes_adjacent(b'=') {
                Comparison::GreaterOrEqual
            } else {
                Comparison::Greater
            }
        })
    }

    fn function(&mut self, name: &str) -> Option<Outlook> {
        let outlook = match name {
            "attribute_exists" => self.existence()?,
            "attribute_not_exists" => self.existence()?.not(),
            "attribute_type" | "begins_with" | "contains" => {
                let subject = self.operand()?;
                self.scanner.expect(b',')?;
                let other = self.operand_or_size()?;
                self.about(subject, other)
            }
            _ => return None,
        };
        self.scanner.expect(b')')?;
        Some(outlook)
    }

    fn operand(&mut self) -> Option<Operand<'a>> {
        if self.scanner.peek() == Some(b':') {
            return self.scanner.value().map(Operand::Value);
        }
        self.scanner.path().map(Operand::Path)
    }

    fn size(&mut self) -> Option<Operand<'a>> {
        let path = self.scanner.path()?;
        self.scanner.expect(b')')?;
        Some(Operand::Size(path))
    }

    fn operand_or_size(&mut self) -> Option<Operand<'a>> {
        match self.scanner.takes_function() {
            None => self.operand(),
            Some("size") => self.size(),
            Some(_) => None,
        }
    }

    fn existence(&mut self) -> Option<Outlook> {
        let path = self.scanner.path()?;
        Some(match self.effect.existence(path) {
            After::Same => Outlook::SAME,
            After::Kept => Outlook::KEPT,
            After::Absent => Outlook::FALSE,
            After::Present | After::Is(_) | After::Shifted(_) => Outlook::TRUE,
            After::Unknown => Outlook::ANY,
        })
    }

    /// A function of two operands that is true only of something that is there.
    fn about(&self, subject: Operand<'a>, other: Operand<'a>) -> Outlook {
        match (self.after(subject), self.after(other)) {
            (Known::Same | Known::Literal(_), Known::Same | Known::Literal(_)) => Outlook::SAME,
            (Known::After(After::Absent), Known::Literal(_)) => Outlook::FALSE,
            _ => Outlook::ANY,
        }
    }

    fn compare(&self, comparison: Comparison, one: Operand<'a>, other: Operand<'a>) -> Outlook {
        match (self.after(one), self.after(other)) {
            (Known::Same | Known::Literal(_), Known::Same | Known::Literal(_)) => Outlook::SAME,
            (Known::After(after), Known::Literal(value)) => compare(comparison, after, value),
            (Known::Literal(value), Known::After(after)) => compare(comparison.turned(), after, value),
            _ => Outlook::ANY,
        }
    }

    fn after(&self, operand: Operand<'a>) -> Known<'a> {
        match operand {
            Operand::Value(value) => Known::Literal(value),
            Operand::Path(path) => match self.effect.after(path) {
                After::Same => Known::Same,
                after => Known::After(after),
            },
            Operand::Size(path) => match self.effect.after(path) {
                After::Same => Known::Same,
                _ => Known::After(After::Unknown),
            },
        }
    }
}

/// What is known of an operand.
enum Known<'a> {
    /// It is the same before and after.
    Same,
    /// It is this, before and after.
    Literal(&'a str),
    /// What it is afterwards.
    After(After<'a>),
}

impl Comparison {
    /// The same comparison with its sides exchanged.
    fn turned(self) -> Self {
        match self {
            Self::Equal | Self::NotEqual => self,
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
        }
    }
}

fn compare(comparison: Comparison, after: After<'_>, value: &str) -> Outlook {
    match (after, comparison) {
        // Nothing is unequal to everything; engines differ in that, so it is not counted on.
        (After::Absent, Comparison::NotEqual) => Outlook::ANY,
        (After::Absent, _) => Outlook::FALSE,
        (After::Is(is), _) => match literal::compare(comparison, is, value) {
            Some(true) => Outlook::TRUE,
            Some(false) => Outlook::FALSE,
            None => Outlook::ANY,
        },
        (After::Shifted(by), Comparison::Equal) if literal::is_moved(value, by) => Outlook::MOVED,
        _ => Outlook::ANY,
    }
}
