//! What an entity is in its table, as items.

use ddbx_core::codec::{self, Writer};
use ddbx_core::schema::{Index, Schema};
use ddbx_core::{Error, Item};

use super::{Entity, key};

/// The key of the index called `name`, as an item; `None` if the entity is not in the index.
pub(super) fn index_key<E: Entity>(entity: &E, name: &str) -> Result<Option<Item>, Error> {
    let index = named(E::SCHEMA, name)?;
    let mut writer = Writer::new();
    let value = &mut |field| entity.__key_part(field);
    match key::write_index_key(E::SCHEMA, index, &mut writer, value).map_err(Error::encode)? {
        true => read(&writer.into_vec()).map(Some),
        false => Ok(None),
    }
}

/// The item that was written.
pub(super) fn read(json: &[u8]) -> Result<Item, Error> {
    codec::item_from_slice(json).map_err(Error::decode)
}

/// The index of this name.
pub(super) fn named(schema: &'static Schema, name: &str) -> Result<&'static Index, Error> {
    schema.index(name).ok_or_else(|| {
        let known: Vec<_> = schema.indexes().iter().map(|index| format!("\n  {index}")).collect();
        Error::invalid(format!(
            "`{}` has no index `{}`; it has{}",
            schema.entity(),
            name.escape_debug(),
            known.concat()
        ))
    })
}
