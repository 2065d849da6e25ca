use super::{Form, FromKeyForm, KeyForm};
use crate::codec::{Bound, CodecError, KeyPart, Kind, Parser, Result, Writer};

/// Booleans as the strings `t` and `f`.
#[derive(Clone, Copy, Debug)]
pub enum TextBool {}

fn read(text: &str) -> Result<bool> {
    match text {
        "t" => Ok(true),
        "f" => Ok(false),
        _ => Err(CodecError::misfit("bool", "the text is neither `t` nor `f`")),
    }
}

const fn letter(value: bool) -> &'static str {
    if value { "t" } else { "f" }
}

impl Form<bool> for TextBool {
    const KIND: Kind = Kind::S;

    fn encode(value: &bool, writer: &mut Writer) -> Result<()> {
        writer.s(letter(*value));
        Ok(())
    }

    fn decode(parser: &mut Parser<'_>) -> Result<bool> {
        read(&parser.s("bool")?)
    }

    fn bound(value: &bool) -> Result<Bound> {
        Ok(Bound::S(letter(*value).to_owned()))
    }
}

impl KeyForm<bool> for TextBool {
    fn key_part(value: &bool) -> Result<KeyPart<'_>> {
        Ok(KeyPart::S(letter(*value)))
    }
}

impl FromKeyForm<bool> for TextBool {
    fn from_key(text: &str) -> Result<bool> {
        read(text)
    }
}
