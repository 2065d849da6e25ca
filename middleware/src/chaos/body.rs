//! What of a request's body chaos has to know.

use std::borrow::Cow;

use ddbx_core::codec::{self, Parser};

/// The members of an object, their values as they stand.
pub(super) type Members<'a> = Vec<(Cow<'a, str>, &'a str)>;

/// The members of the object that the parser is at.
pub(super) fn members<'a>(parser: &mut Parser<'a>) -> codec::Result<Members<'a>> {
    let mut members = Vec::new();
    parser.begin_object()?;
    while let Some(name) = parser.next_key()? {
        members.push((name, parser.raw_value()?));
    }
    Ok(members)
}

/// The elements of the array that the parser is at, as they stand.
pub(super) fn elements<'a>(parser: &mut Parser<'a>) -> codec::Result<Vec<&'a str>> {
    let mut elements = Vec::new();
    parser.begin_array()?;
    while parser.next_element()? {
        elements.push(parser.raw_value()?);
    }
    Ok(elements)
}

/// The value of a member that is a string.
pub(super) fn string_member(body: &[u8], name: &str) -> Option<String> {
    let value = member(body, name)?;
    Some(Parser::new(value).string().ok()?.into_owned())
}

/// Whether a member is there and true.
pub(super) fn is_true(body: &[u8], name: &str) -> bool {
    member(body, name) == Some("true")
}

/// How many elements the first of these members has that is an array.
pub(super) fn count_of(body: &[u8], names: &[&str]) -> Option<usize> {
    let value = names.iter().find_map(|name| member(body, name))?;
    Some(elements(&mut Parser::new(value)).ok()?.len())
}

fn member<'a>(body: &'a [u8], name: &str) -> Option<&'a str> {
    let members = members(&mut Parser::from_slice(body).ok()?).ok()?;
    members
        .into_iter()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value)
}
