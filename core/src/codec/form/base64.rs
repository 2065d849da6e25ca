use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use super::Form;
use crate::codec::{Bound, Kind, Parser, Result, Writer};

/// Binary as a string of base64, with padding. Such strings do not sort as their bytes do.
#[derive(Clone, Copy, Debug)]
pub enum Base64 {}

macro_rules! base64 {
    ($($type:ty, $name:literal;)*) => {$(
        impl Form<$type> for Base64 {
            const KIND: Kind = Kind::S;

            fn encode(value: &$type, writer: &mut Writer) -> Result<()> {
                writer.begin_object();
                writer.key(Kind::S.descriptor());
                writer.base64(value);
                writer.end_object();
                Ok(())
            }

            fn decode(parser: &mut Parser<'_>) -> Result<$type> {
                parser.begin_kind(Kind::S, $name)?;
                let bytes = parser.base64()?;
                parser.end_value()?;
                Ok(bytes.into())
            }

            fn bound(value: &$type) -> Result<Bound> {
                Ok(Bound::S(STANDARD.encode(value)))
            }
        }
    )*};
}

base64! {
    Bytes, "Bytes";
    Vec<u8>, "Vec<u8>";
}
