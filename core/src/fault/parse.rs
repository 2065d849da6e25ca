#[cfg(test)]
mod tests;

use std::borrow::Cow;

use bytes::Bytes;

use super::{CancellationCode, CancellationReason, Fault, FaultCode, Throttle, ThrottlingReason};
use crate::codec::{self, Parser};
use crate::limits::TRANSACTION_ITEMS;

impl Fault {
    /// Reads the fault in the body of an answer; `None` where there is none in it, as on a page of HTML.
    ///
    /// Whatever can be read counts: a body that is cut short after its code still has its code.
    ///
    /// ```
    /// use bytes::Bytes;
    /// use ddbx_core::fault::{Fault, FaultCode};
    ///
    /// let body = Bytes::from(r#"{"__type":"com.amazon.coral.validate#ValidationException","message":"no"}"#);
    /// assert_eq!(Fault::parse(400, &body).map(|fault| fault.code().clone()), Some(FaultCode::Validation));
    /// assert_eq!(Fault::parse(502, &Bytes::from("<html>")), None);
    /// ```
    #[must_use]
    pub fn parse(status: u16, body: &Bytes) -> Option<Self> {
        let mut parts = Parts::default();
        // A body may be cut short within a character.
        let text = std::str::from_utf8(body)
            .or_else(|error| std::str::from_utf8(&body[..error.valid_up_to()]))
            .ok()?;
        let mut parser = Parser::new(text);
        // An error in the middle ends the reading, not the fault.
        let _ = parts.read(&mut parser, body);
        let code = FaultCode::parse(&parts.code?);
        Some(
            Self::new(code, parts.message.unwrap_or_default(), status)
                .with_throttles(parts.throttles)
                .with_cancellations(parts.cancellations)
                .with_optional_item(parts.item),
        )
    }

    fn with_optional_item(self, item: Option<Bytes>) -> Self {
        match item {
            Some(item) => self.with_item(item),
            None => self,
        }
    }
}

#[derive(Default)]
struct Parts {
    code: Option<String>,
    message: Option<String>,
    item: Option<Bytes>,
    throttles: Vec<Throttle>,
    cancellations: Vec<CancellationReason>,
}

impl Parts {
    fn read(&mut self, parser: &mut Parser<'_>, body: &Bytes) -> codec::Result<()> {
        parser.begin_object()?;
        while let Some(name) = parser.next_key()? {
            match &*name {
                // Written in both ways, by different parts of AWS; at times in both, one of them `null`.
                "__type" | "code" => keep(&mut self.code, parser.optional_string()?),
                "message" | "Message" => keep(&mut self.message, parser.optional_string()?),
                "Item" => self.item = raw(parser, body)?,
                // `ThrottlingException` has it in small letters, the other throttles have not.
                "ThrottlingReasons" | "throttlingReasons" => self.throttles = list(parser, throttle)?,
                "CancellationReasons" => self.cancellations = list(parser, |parser| cancellation(parser, body))?,
                _ => parser.skip_value()?,
            }
        }
        Ok(())
    }
}

/// Sets `text`, unless nothing was found.
fn keep(text: &mut Option<String>, found: Option<Cow<'_, str>>) {
    if let Some(found) = found {
        *text = Some(found.into_owned());
    }
}

/// A value as it is, sharing the memory of the body; `None` for `null`.
fn raw(parser: &mut Parser<'_>, body: &Bytes) -> codec::Result<Option<Bytes>> {
    if parser.null_literal() {
        return Ok(None);
    }
    Ok(Some(body.slice_ref(parser.raw_value()?.as_bytes())))
}

/// The elements of an array. More than a transaction can have reasons are passed over: an element takes 25 times the
/// memory of its shortest text.
fn list<T>(
    parser: &mut Parser<'_>,
    mut element: impl FnMut(&mut Parser<'_>) -> codec::Result<T>,
) -> codec::Result<Vec<T>> {
    const MOST: usize = 10 * TRANSACTION_ITEMS;
    let mut elements = Vec::new();
    if parser.null_literal() {
        return Ok(elements);
    }
    parser.begin_array()?;
    while parser.next_element()? {
        if elements.len() < MOST {
            elements.push(element(parser)?);
        } else {
            parser.skip_value()?;
        }
    }
    Ok(elements)
}

fn throttle(parser: &mut Parser<'_>) -> codec::Result<Throttle> {
    let (mut reason, mut resource) = (None, None);
    parser.begin_object()?;
    while let Some(name) = parser.next_key()? {
        match &*name {
            "reason" => reason = parser.optional_string()?,
            "resource" => resource = parser.optional_string()?,
            _ => parser.skip_value()?,
        }
    }
    let throttle = Throttle::new(ThrottlingReason::parse(&reason.unwrap_or_default()));
    Ok(match resource {
        Some(arn) => throttle.with_resource(arn),
        None => throttle,
    })
}

fn cancellation(parser: &mut Parser<'_>, body: &Bytes) -> codec::Result<CancellationReason> {
    let (mut code, mut message, mut item) = (None, None, None);
    parser.begin_object()?;
    while let Some(name) = parser.next_key()? {
        match &*name {
            "Code" => code = parser.optional_string()?,
            "Message" => message = parser.optional_string()?,
            "Item" => item = raw(parser, body)?,
            _ => parser.skip_value()?,
        }
    }
    // A reason without a code is that of an action that would have succeeded.
    let mut reason =
        CancellationReason::new(code.map_or(CancellationCode::None, |code| CancellationCode::parse(&code)));
    if let Some(message) = message {
        reason = reason.with_message(message);
    }
    if let Some(item) = item {
        reason = reason.with_item(item);
    }
    Ok(reason)
}
