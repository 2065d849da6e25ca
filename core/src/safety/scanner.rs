//! The words and signs of expressions.

use super::LEVELS;
use super::path::Path;
use super::placeholders::Placeholders;
use crate::limits::EXPRESSION_BYTES;

/// Reads an expression from left to right. Every method passes what it returns, and nothing else but spaces; `None` is
/// text that is something else.
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    placeholders: &'a Placeholders<'a>,
    level: u32,
}

impl<'a> Scanner<'a> {
    /// At the start of `text`, if DynamoDB takes an expression as long.
    pub(super) fn new(text: &'a str, placeholders: &'a Placeholders<'a>) -> Option<Self> {
        (text.len() <= EXPRESSION_BYTES).then_some(Self {
            text,
            at: 0,
            placeholders,
            level: 0,
        })
    }

    /// The next byte that is no space.
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.at += 1,
                next => return next.copied(),
            }
        }
    }

    /// Passes this sign, if it is next.
    pub(super) fn takes(&mut self, sign: u8) -> bool {
        let found = self.peek() == Some(sign);
        self.at += usize::from(found);
        found
    }

    pub(super) fn expect(&mut self, sign: u8) -> Option<()> {
        self.takes(sign).then_some(())
    }

    /// Letters, digits and `_`; empty where something else is next.
    fn peek_word(&mut self) -> &'a str {
        self.peek();
        let rest = &self.text[self.at..];
        let is_other = |byte: &u8| !(byte.is_ascii_alphanumeric() || *byte == b'_');
        &rest[..rest.as_bytes().iter().position(is_other).unwrap_or(rest.len())]
    }

    fn word(&mut self) -> Option<&'a str> {
        let word = self.peek_word();
        self.at += word.len();
        Some(word).filter(|word| !word.is_empty())
    }

    /// Passes this keyword, in capitals or not, if it is next.
    pub(super) fn takes_keyword(&mut self, keyword: &str) -> bool {
        let first = self.peek().map(|byte| byte.to_ascii_uppercase());
        let found = first == keyword.bytes().next() && self.peek_word().eq_ignore_ascii_case(keyword);
        self.at += if found { keyword.len() } else { 0 };
        found
    }

    pub(super) fn expect_keyword(&mut self, keyword: &str) -> Option<()> {
        self.takes_keyword(keyword).then_some(())
    }

    /// The name of a function and its opening parenthesis, if they are next.
    pub(super) fn takes_function(&mut self) -> Option<&'a str> {
        if let Some(b'#' | b':') = self.peek() {
            return None;
        }
        let start = self.at;
        let name = self.peek_word();
        self.at += name.len();
        if !name.is_empty() && self.takes(b'(') {
            return Some(name);
        }
        self.at = start;
        None
    }

    /// The attribute value that a `:placeholder` stands for, as JSON.
    pub(super) fn value(&mut self) -> Option<&'a str> {
        let placeholder = self.placeholder(b':')?;
        self.placeholders.value(placeholder)
    }

    /// A placeholder with its sign, which no space follows.
    fn placeholder(&mut self, sign: u8) -> Option<&'a str> {
        self.expect(sign)?;
        let start = self.at - 1;
        if self.text.as_bytes().get(self.at)?.is_ascii_whitespace() {
            return None;
        }
        self.word()?;
        Some(&self.text[start..self.at])
    }

    /// A document path: `a.#b[0].c`.
    pub(super) fn path(&mut self) -> Option<Path<'a>> {
        let attribute = self.path_name()?;
        let (start, mut end, mut indexed) = (self.at, self.at, false);
        loop {
            if self.takes(b'.') {
                self.path_name()?;
            } else if self.takes(b'[') {
                self.index()?;
                indexed = true;
            } else {
                return Some(Path::new(attribute, &self.text[start..end], self.placeholders, indexed));
            }
            end = self.at;
        }
    }

    /// A name or what stands for one. Keywords are none, nor is what starts with a digit.
    pub(super) fn path_name(&mut self) -> Option<&'a str> {
        if self.peek() == Some(b'#') {
            let placeholder = self.placeholder(b'#')?;
            return self.placeholders.name(placeholder);
        }
        const KEYWORDS: [&str; 9] = ["SET", "REMOVE", "ADD", "DELETE", "AND", "OR", "NOT", "BETWEEN", "IN"];
        let word = self.word()?;
        let is_name = !word.as_bytes()[0].is_ascii_digit() && !KEYWORDS.iter().any(|it| it.eq_ignore_ascii_case(word));
        is_name.then_some(word)
    }

    /// The rest of a list index, after its bracket.
    pub(super) fn index(&mut self) -> Option<()> {
        let digits = self.word()?;
        self.expect(b']')?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(())
    }

    /// Passes this sign, if it is next without a space before it.
    pub(super) fn takes_adjacent(&mut self, sign: u8) -> bool {
        let found = self.text.as_bytes().get(self.at) == Some(&sign);
        self.at += usize::from(found);
        found
    }

    /// Enters what may hold itself.
    pub(super) fn descend(&mut self) -> Option<()> {
        self.level += 1;
        (self.level <= LEVELS).then_some(())
    }

    pub(super) fn ascend(&mut self) {
        self.level -= 1;
    }
}
