//! How the text of a fault is printed.
//!
//! It is someone else's text: it may carry control characters into a log, quote a value that was sent, or quote the
//! headers of a request whose signature was wrong, with the session token among them.

use std::fmt::{self, Write as _};

/// Text with its control characters, line separators and direction marks escaped, and cut where no message of
/// DynamoDB's would go on. Honours width.
#[derive(Clone, Copy)]
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// The longest are those of cancelled transactions, with a code for each of a hundred actions.
        const SHOWN_BYTES: usize = 8 * 1024;
        let shown = &self.0[..self.0.floor_char_boundary(SHOWN_BYTES)];
        let is_cut = shown.len() < self.0.len();
        if !is_cut && !shown.contains(misleads) {
            return f.pad(shown);
        }
        for character in shown.chars() {
            if misleads(character) {
                write!(f, "{}", character.escape_default())?;
            } else {
                f.write_char(character)?;
            }
        }
        if is_cut { f.write_str(" …") } else { Ok(()) }
    }
}

/// Whether a character could end a line, move the cursor or turn the direction of what follows.
fn misleads(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

/// A fault's message, escaped and without what it quotes of the request.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    message: &'a str,
    credentials: bool,
}

/// What stands before and after a quoted value in DynamoDB's messages. `None` after: the quote has no end.
const QUOTES: [(&str, Option<&str>); 6] = [
    ("AttributeValue: {", None),
    ("Input collection [", Some(" contains duplicates")),
    ("Value '", Some("' at '")),
    ("but got '", None),
    ("cannot be converted to a numeric value: ", None),
    ("near: \"", None),
];

/// Where the messages about a signature begin to quote headers.
const HEADERS: [&str; 3] = ["\n", "Authorization=", "AWS4-HMAC-SHA256 "];

impl<'a> Shown<'a> {
    /// The message of a fault about credentials or a signature.
    pub(super) const fn of_credentials(message: &'a str) -> Self {
        Self {
            message,
            credentials: true,
        }
    }

    /// The message of any other fault.
    pub(super) const fn of_rule(message: &'a str) -> Self {
        Self {
            message,
            credentials: false,
        }
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.credentials {
            let end = HEADERS.iter().filter_map(|mark| self.message.find(mark)).min();
            let shown = self.message[..end.unwrap_or(self.message.len())].trim_end();
            write!(f, "{}", Escaped(shown))?;
            return if end.is_some() { f.write_str(" …") } else { Ok(()) };
        }
        let mut rest = self.message;
        while let Some((start, end)) = first_quote(rest) {
            write!(f, "{}…", Escaped(&rest[..start]))?;
            rest = &rest[end..];
        }
        write!(f, "{}", Escaped(rest))
    }
}

/// Where the first quoted value of `text` starts and ends.
fn first_quote(text: &str) -> Option<(usize, usize)> {
    QUOTES
        .iter()
        .filter_map(|(before, after)| {
            let start = text.find(before)? + before.len();
            // A value may hold anything, the closing mark too: the last one in the text is surely the quote's or a
            // later quote's, and hiding too much is the safe mistake.
            let end = match after {
                Some(after) => start + text[start..].rfind(after)?,
                None => text.len(),
            };
            Some((start, end))
        })
        .min()
}
