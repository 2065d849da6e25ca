//! One field of each entity, in the place of the entity.

use std::fmt;

use ddbx_core::codec::form::Plain;
use ddbx_core::codec::{self, Decode, Parser};
use ddbx_core::expression::Field;
use ddbx_core::schema::check_view;

use crate::__private as private;
use crate::entity::Entity;
use crate::entity::view::{is_called, read_field, settle_field};
use crate::read::{RawItem, Shape};

/// One field of each entity: what `pluck` makes of a query or a scan. See [`Query::pluck`](crate::Query::pluck).
pub struct Plucked<E, F> {
    field: Field<E, F>,
}

impl<E: Entity, F> Plucked<E, F> {
    pub(in crate::entity) fn new(field: impl FnOnce(&'static E::Fields) -> Field<E, F>) -> Self {
        // It would be read out of an older item in the form of now.
        const { check_view(E::SCHEMA) };
        Self {
            field: field(E::FIELDS),
        }
    }

    /// The field alone, as a selection; `None` of a struct with more fields than any has.
    pub(in crate::entity) fn selected(&self) -> Option<&'static [u16]> {
        let position = usize::from(self.field.reference().index);
        POSITIONS.get(position..=position)
    }
}

/// Every position by itself: what is selected is `'static`, as a constant is.
static POSITIONS: [u16; 1024] = {
    let mut all = [0; 1024];
    let mut at = 0;
    while at < all.len() {
        all[at] = at as u16;
        at += 1;
    }
    all
};

impl<E, F, U> Shape<U> for Plucked<E, F>
where
    E: Entity,
    F: for<'de> Decode<'de> + Plain<U> + 'static,
    U: Send + 'static,
{
    type Raw = RawItem;

    fn __shape(&self, items: Vec<RawItem>) -> codec::Result<Vec<U>> {
        let values = items.iter().map(|RawItem(item)| read(&self.field, item).map(F::plain));
        let values: codec::Result<_> = values.collect();
        values.map_err(|error| error.of(E::SCHEMA.entity()))
    }
}

/// The field of an item, as a view reads it.
fn read<'de, E: Entity, F: Decode<'de>>(field: &Field<E, F>, item: &'de [u8]) -> codec::Result<F> {
    let item = Parser::from_slice(item)?;
    let (mut parser, mut slot, mut missing) = (item.clone(), None, None);
    parser.begin_object()?;
    while let Some(name) = parser.next_key()? {
        if is_called(field, &name) {
            read_field(field, &mut parser, &mut slot)?;
        } else {
            parser.skip_value()?;
        }
    }
    settle_field(field, &item, &mut slot, &mut missing)?;
    slot.ok_or_else(|| private::missing(missing))
}

impl<E, F> Clone for Plucked<E, F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E, F> Copy for Plucked<E, F> {}

impl<E, F> fmt::Debug for Plucked<E, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Plucked").field(&self.field).finish()
    }
}
