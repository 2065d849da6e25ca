//! Binary.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use super::{
    Attribute, Bound, CodecError, Decode, Encode, KeyAttribute, KeyPart, Kind, Ordered, Parser, Prefix, Result, Type,
    Writer,
};

impl Parser<'_> {
    /// The bytes of a `B` value: `{"B":"base64"}`.
    pub(super) fn binary(&mut self, rust: &'static str) -> Result<Vec<u8>> {
        self.begin_kind(Kind::B, rust)?;
        let bytes = self.base64()?;
        self.end_value()?;
        Ok(bytes)
    }

    /// The bytes behind a string of base64.
    pub(crate) fn base64(&mut self) -> Result<Vec<u8>> {
        let text = self.string()?;
        STANDARD
            .decode(text.as_bytes())
            .map_err(|_| CodecError::custom("binary that is not base64"))
    }
}

impl Type for Bytes {
    const KIND: Kind = Kind::B;
}

impl Encode for Bytes {
    fn encode(&self, writer: &mut Writer) -> Result<()> {
        writer.b(self);
        Ok(())
    }
}

impl<'de> Decode<'de> for Bytes {
    fn decode(parser: &mut Parser<'de>) -> Result<Self> {
        parser.binary("Bytes").map(Self::from)
    }
}

impl Attribute for Bytes {
    type Cmp = Vec<u8>;

    fn bound(&self) -> Result<Bound> {
        Ok(Bound::B(self.clone()))
    }
}

impl KeyAttribute for Bytes {
    fn key_part(&self) -> Result<KeyPart<'_>> {
        Ok(KeyPart::B(self))
    }
}

#[diagnostic::do_not_recommend]
impl Ordered for Bytes {
    type Of = <Self as Attribute>::Cmp;
}
#[diagnostic::do_not_recommend]
impl Prefix for Bytes {
    type Of = <Self as Attribute>::Cmp;
}

impl KeyAttribute for Vec<u8> {
    fn key_part(&self) -> Result<KeyPart<'_>> {
        Ok(KeyPart::B(self))
    }
}

#[diagnostic::do_not_recommend]
impl Ordered for Vec<u8> {
    type Of = <Self as Attribute>::Cmp;
}
#[diagnostic::do_not_recommend]
impl Prefix for Vec<u8> {
    type Of = <Self as Attribute>::Cmp;
}
