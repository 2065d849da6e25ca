use ddbx_core::codec::{self, Parser, Writer};

use super::super::Cursor;

/// The attributes of the key that a place in the scan is made of; `None` until they are known.
#[derive(Clone, Debug, Default)]
pub(super) struct KeyNames(Option<Vec<Box<str>>>);

impl KeyNames {
    pub(super) fn given<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut known: Vec<Box<str>> = Vec::new();
        for name in names {
            // The keys of a table and its index may have attributes in common.
            if !known.iter().any(|known| **known == *name) {
                known.push(name.into());
            }
        }
        Self(Some(known).filter(|known| !known.is_empty()))
    }

    /// Learns them from a place where a page ended.
    pub(super) fn learn(&mut self, cursor: &Cursor) {
        if self.0.is_none() {
            self.0 = names(cursor).ok();
        }
    }

    /// The place behind one item of a page, which is found anew in its answer; `None` if that does not have the key.
    pub(super) fn after(&self, body: &[u8], position: usize) -> Option<Cursor> {
        let names = self.0.as_ref()?;
        key(body, position, names).ok()?
    }
}

fn names(cursor: &Cursor) -> codec::Result<Vec<Box<str>>> {
    let mut parser = Parser::from_slice(cursor.json())?;
    let mut names = Vec::new();
    parser.begin_object()?;
    while let Some(name) = parser.next_key()? {
        names.push(name.into());
        parser.skip_value()?;
    }
    Ok(names)
}

fn key(body: &[u8], position: usize, names: &[Box<str>]) -> codec::Result<Option<Cursor>> {
    let mut parser = Parser::from_slice(body)?;
    parser.begin_object()?;
    while let Some(name) = parser.next_key()? {
        if name == "Items" {
            parser.begin_array()?;
            for _ in 0..position {
                parser.next_element()?;
                parser.skip_value()?;
            }
            parser.next_element()?;
            return of_item(&mut parser, names);
        }
        parser.skip_value()?;
    }
    Ok(None)
}

fn of_item(parser: &mut Parser<'_>, names: &[Box<str>]) -> codec::Result<Option<Cursor>> {
    let (mut writer, mut found) = (Writer::new(), 0);
    writer.begin_object();
    parser.begin_object()?;
    while let Some(name) = parser.next_key()? {
        let value = parser.raw_value()?;
        if names.iter().any(|known| **known == *name) {
            writer.key(&name);
            writer.raw(value.as_bytes());
            found += 1;
        }
    }
    writer.end_object();
    Ok((found == names.len()).then(|| Cursor::new(writer.into_vec())))
}
