//! Lists.

use super::{Attribute, Bound, Container, Decode, Encode, Indexed, Kind, Parser, Result, Type, Writer};

pub(super) fn encode<T: Encode>(items: &[T], writer: &mut Writer) -> Result<()> {
    writer.begin_list()?;
    for (index, item) in items.iter().enumerate() {
        item.encode(writer).map_err(|error| error.at_index(index))?;
    }
    writer.end_list();
    Ok(())
}

pub(super) fn decode<'de, T: Decode<'de>>(parser: &mut Parser<'de>) -> Result<Vec<T>> {
    parser.begin_kind(Kind::L, "list")?;
    parser.descend()?;
    parser.begin_array()?;
    let mut items = Vec::new();
    while parser.next_element()? {
        items.push(T::decode(parser).map_err(|error| error.at_index(items.len()))?);
    }
    parser.ascend();
    parser.end_value()?;
    Ok(items)
}

impl<T: Type> Type for Vec<T> {
    const KIND: Kind = T::LIST_KIND;
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, writer: &mut Writer) -> Result<()> {
        T::encode_list(self, writer)
    }
}

impl<'de, T: Decode<'de>> Decode<'de> for Vec<T> {
    fn decode(parser: &mut Parser<'de>) -> Result<Self> {
        T::decode_list(parser)
    }
}

impl<T: Attribute> Attribute for Vec<T> {
    type Cmp = Self;

    fn bound(&self) -> Result<Bound> {
        if let Some(bytes) = T::bound_list(self) {
            return Ok(bytes);
        }
        let mut writer = Writer::new();
        self.encode(&mut writer)?;
        Ok(Bound::Encoded {
            json: writer.into_vec().into(),
            kind: Kind::L,
        })
    }
}

#[diagnostic::do_not_recommend]
impl<T: Attribute> Container for Vec<T> {
    type Element = T;
}

#[diagnostic::do_not_recommend]
impl<T: Type> Indexed for Vec<T> {
    type Element = T;
}
