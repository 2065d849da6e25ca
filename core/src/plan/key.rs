//! The key that `get!` is given, field by field.

use crate::schema::{Index, Message, Part, Schema};

/// The fields that a macro was given for the primary key, in the order they were written.
///
/// It writes one call for each thing a fault may be reported at: the call whose fault it is fails, and rustc shows the
/// message there.
#[derive(Clone, Copy, Debug)]
pub struct KeyFields<const N: usize> {
    schema: &'static Schema,
    fields: [u16; N],
}

impl<const N: usize> KeyFields<N> {
    /// Those of an entity.
    #[must_use]
    pub const fn new(schema: &'static Schema, fields: [u16; N]) -> Self {
        Self { schema, fields }
    }

    /// Reports a field of the key that is missing.
    ///
    /// # Panics
    ///
    /// When compiling, with the message.
    #[track_caller]
    pub const fn entity(&self) {
        let mut missing: Option<Message> = None;
        let mut known = 0;
        while let Some(field) = key_field(self.schema, known) {
            if position(&self.fields, field).is_none() {
                let name = self.schema.fields()[field as usize].name();
                missing = Some(match missing {
                    None => Message::new()
                        .push("the key of `")
                        .push(self.schema.entity())
                        .push("` also needs `")
                        .push(name)
                        .push("`"),
                    Some(message) => message.push(" and `").push(name).push("`"),
                });
            }
            known += 1;
        }
        if let Some(message) = missing {
            panic!("{}", message.as_str());
        }
    }

    /// Reports the field at this position, if it is none of the key.
    ///
    /// # Panics
    ///
    /// When compiling, with the message.
    #[track_caller]
    pub const fn field(&self, at: u8) {
        let (field, mut known) = (self.fields[at as usize], 0);
        while let Some(of_key) = key_field(self.schema, known) {
            if of_key == field {
                return;
            }
            known += 1;
        }
        panic!(
            "{}",
            Message::new()
                .push("`")
                .push(self.schema.fields()[field as usize].name())
                .push("` is not part of the key of `")
                .push(self.schema.entity())
                .push("`\n  help: `query!` takes conditions on other fields")
                .as_str()
        );
    }

    /// The positions of the fields among those given, in the order of the key's placeholders.
    #[must_use]
    pub const fn order(&self) -> [u8; N] {
        let (mut order, mut known) = ([0; N], 0);
        while let Some(field) = key_field(self.schema, known) {
            if known < N
                && let Some(at) = position(&self.fields, field)
            {
                order[known] = at;
            }
            known += 1;
        }
        order
    }
}

const fn position(fields: &[u16], field: u16) -> Option<u8> {
    let mut at = 0;
    while at < fields.len() {
        if fields[at] == field {
            return Some(at as u8);
        }
        at += 1;
    }
    None
}

/// The field of the primary key that comes at this position, each counted once: partition key first, in the order of their
/// placeholders.
const fn key_field(schema: &Schema, wanted: usize) -> Option<u16> {
    let primary: &Index = schema.primary();
    let (mut key, mut found) = (0, 0);
    while key < primary.partition().len() + primary.sort().len() {
        let parts = primary.key(key).parts();
        let mut part = 0;
        while part < parts.len() {
            if let Part::Field { index, .. } = parts[part]
                && !came_before(primary, key, part, index)
            {
                if found == wanted {
                    return Some(index);
                }
                found += 1;
            }
            part += 1;
        }
        key += 1;
    }
    None
}

const fn came_before(primary: &Index, key: usize, part: usize, field: u16) -> bool {
    let mut before = 0;
    while before <= key {
        let parts = primary.key(before).parts();
        let end = if before == key { part } else { parts.len() };
        let mut at = 0;
        while at < end {
            if matches!(parts[at], Part::Field { index, .. } if index == field) {
                return true;
            }
            at += 1;
        }
        before += 1;
    }
    false
}
