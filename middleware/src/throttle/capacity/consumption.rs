//! What a request consumes: asked for in its body, read from its answer.

use std::ops::Range;

use ddbx_core::codec::{Parser, Result};

const MEMBER: &str = "ReturnConsumedCapacity";

/// The body, asking for the consumed capacity; `None` if it asks already, or must stay as it is.
pub(super) fn asked_for(body: &[u8]) -> Option<Vec<u8>> {
    match wanted(body) {
        Ok(Wanted::Unsaid { is_empty }) => {
            let at = body.iter().position(|byte| *byte == b'{')? + 1;
            let comma = if is_empty { "" } else { "," };
            Some(replaced(body, at..at, &format!(r#""{MEMBER}":"TOTAL"{comma}"#)))
        }
        Ok(Wanted::Nothing { said }) => {
            let at = said.as_ptr().addr() - body.as_ptr().addr();
            Some(replaced(body, at..at + said.len(), r#""TOTAL""#))
        }
        // A body that cannot be read is the server's to refuse.
        Ok(Wanted::Something | Wanted::NoChange) | Err(_) => None,
    }
}

fn replaced(body: &[u8], range: Range<usize>, by: &str) -> Vec<u8> {
    let mut changed = Vec::with_capacity(body.len() + by.len());
    changed.extend_from_slice(&body[..range.start]);
    changed.extend_from_slice(by.as_bytes());
    changed.extend_from_slice(&body[range.end..]);
    changed
}

enum Wanted<'b> {
    /// The body must stay as it is.
    NoChange,
    /// Said so, by this text.
    Nothing {
        said: &'b str,
    },
    Something,
    Unsaid {
        is_empty: bool,
    },
}

fn wanted(body: &[u8]) -> Result<Wanted<'_>> {
    let mut parser = Parser::from_slice(body)?;
    let mut wanted = Wanted::Unsaid { is_empty: true };
    let mut has_token = false;
    parser.begin_object()?;
    while let Some(name) = parser.next_key()? {
        let value = parser.raw_value()?;
        match (&*name, value) {
            ("ClientRequestToken", _) => has_token = true,
            (MEMBER, r#""NONE""# | "null") => wanted = Wanted::Nothing { said: value },
            (MEMBER, _) => wanted = Wanted::Something,
            _ => {}
        }
        if let Wanted::Unsaid { is_empty } = &mut wanted {
            *is_empty = false;
        }
    }
    parser.end()?;
    Ok(if has_token { Wanted::NoChange } else { wanted })
}

/// The units in an answer, over all its tables; `None` if it does not tell.
pub(super) fn units(body: &[u8]) -> Option<f64> {
    let mut parser = Parser::from_slice(body).ok()?;
    parser.begin_object().ok()?;
    while let Some(name) = parser.next_key().ok()? {
        if name == "ConsumedCapacity" {
            return consumed(&mut parser).ok().filter(|units| units.is_finite());
        }
        parser.skip_value().ok()?;
    }
    None
}

/// One entry, or a list of them.
fn consumed(parser: &mut Parser<'_>) -> Result<f64> {
    if parser.clone().begin_array().is_err() {
        return entry(parser);
    }
    let mut sum = 0.0;
    parser.begin_array()?;
    while parser.next_element()? {
        sum += entry(parser)?;
    }
    Ok(sum)
}

fn entry(parser: &mut Parser<'_>) -> Result<f64> {
    let mut units = 0.0;
    parser.begin_object()?;
    while let Some(name) = parser.next_key()? {
        if name == "CapacityUnits" {
            units = parser.f64()?;
        } else {
            parser.skip_value()?;
        }
    }
    Ok(units)
}
