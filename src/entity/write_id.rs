use ddbx_core::codec::{Bind as _, Writer};
use ddbx_core::expression::FieldRef;

use super::change::{Change, Clause};

/// An id that no other write has.
pub(super) fn mint() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

/// The item, as DynamoDB JSON, with the id. The entity has no attribute of that name: its derive sees to it.
pub(super) fn add(mut item: Vec<u8>, attribute: &str, id: &str) -> Vec<u8> {
    // The brace that closes it.
    item.pop();
    let mut member = Writer::new();
    member.key(attribute);
    member.s(id);
    if item.last() != Some(&b'{') {
        item.push(b',');
    }
    item.extend_from_slice(member.as_slice());
    item.push(b'}');
    item
}

/// The change that stores the id.
pub(super) fn change(attribute: &'static str, id: &str) -> Change {
    Change {
        // The index is of no use here: it is no field.
        field: FieldRef {
            index: u16::MAX,
            attribute,
        },
        clause: Clause::Set,
        value: id.bind().map(Some),
    }
}
