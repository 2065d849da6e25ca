//! The attributes that secondary indexes go by, written anew where an update changes what they are made of.

use ddbx_core::Error;
use ddbx_core::codec::{Bound, KeyPart, Writer};
use ddbx_core::expression::FieldRef;
use ddbx_core::limits::{PARTITION_KEY_BYTES, SORT_KEY_BYTES};
use ddbx_core::schema::{Index, Key, Schema};

use super::change::{Change, Clause};

/// The further changes that these changes need, so that the item is in its indexes where a put of it would be.
pub(super) fn changes(schema: &'static Schema, changes: &[Change], key: &[Bound]) -> Result<Vec<Change>, Error> {
    let update = Known { schema, changes, key };
    let mut further = Vec::new();
    for index in &schema.indexes()[1..] {
        update.follow(index, &mut further)?;
    }
    Ok(further)
}

/// What an update knows of the fields: those it changes, and those of the primary key.
struct Known<'a> {
    schema: &'static Schema,
    changes: &'a [Change],
    key: &'a [Bound],
}

impl Known<'_> {
    fn follow(&self, index: &'static Index, further: &mut Vec<Change>) -> Result<(), Error> {
        let touched = |key: &Key| key.fields().any(|field| self.change(field).is_some());
        if !index.keys().any(touched) {
            return Ok(());
        }
        // A value that cannot be stored is reported where it is written.
        if self.changes.iter().any(|change| change.value.is_err()) {
            return Ok(());
        }
        let clause = |wanted| move |field| self.change(field).is_some_and(|change| change.clause == wanted);
        let fields = || index.keys().flat_map(Key::fields);
        if let Some(field) = fields().find(|&field| clause(Clause::Add)(field) || clause(Clause::Delete)(field)) {
            return Err(self.only_set(index, field));
        }
        let reads_as_default = |field: u16| self.schema.fields()[usize::from(field)].has_default();
        if let Some(field) = fields().find(|&field| clause(Clause::Remove)(field) && reads_as_default(field)) {
            return Err(Error::invalid(format!(
                "`{}` of `{}` reads as its default where it is missing, and index `{}` goes by it: set it to that value instead of removing it",
                self.name(field),
                self.schema.entity(),
                index.name(),
            )));
        }
        let is_left = fields().any(clause(Clause::Remove));
        // An item that was not in the index has none of its attributes: all of them are written.
        let is_sparse = fields().any(|field| self.schema.fields()[usize::from(field)].is_optional());
        for (keys, limit) in [(index.partition(), PARTITION_KEY_BYTES), (index.sort(), SORT_KEY_BYTES)] {
            for key in keys {
                let attribute = key.attribute();
                let is_there = key.is_own(self.schema)
                    || self
                        .schema
                        .primary()
                        .keys()
                        .any(|primary| primary.attribute() == attribute)
                    || further.iter().any(|change| change.field.attribute == attribute);
                if is_there || !(is_left || is_sparse || touched(key)) {
                    continue;
                }
                if is_left && self.is_kept(index, key)? {
                    continue;
                }
                let value = if is_left {
                    None
                } else {
                    Some(self.compose(index, key, limit)?)
                };
                further.push(Change {
                    // The index is of no use here: it is no field.
                    field: FieldRef {
                        index: u16::MAX,
                        attribute,
                    },
                    clause: if is_left { Clause::Remove } else { Clause::Set },
                    value: Ok(value),
                });
            }
        }
        Ok(())
    }

    /// Whether an attribute of an index that the item leaves is also one of an index that it stays in.
    fn is_kept(&self, left: &Index, key: &Key) -> Result<bool, Error> {
        let shares = |index: &&Index| index.keys().any(|other| other.attribute() == key.attribute());
        for index in self.schema.indexes()[1..].iter().filter(shares) {
            let mut fields = index.keys().flat_map(Key::fields);
            if fields.any(|field| self.change(field).is_some_and(|change| change.clause == Clause::Remove)) {
                continue;
            }
            let is_sparse = |&field: &u16| self.schema.fields()[usize::from(field)].is_optional();
            let mut unknown = index.keys().flat_map(Key::fields).filter(is_sparse);
            let Some(field) = unknown.find(|&field| self.is_unknown(field)) else {
                return Ok(true);
            };
            let name = self.name(field);
            return Err(Error::invalid(format!(
                "this update of `{}` takes the item out of index `{}`, whose attribute `{}` index `{}` may need: set `{name}` too, or remove it, so that it is known\n  {index}",
                self.schema.entity(),
                left.name(),
                key.attribute(),
                index.name(),
            )));
        }
        Ok(false)
    }

    fn change(&self, field: u16) -> Option<&Change> {
        self.changes.iter().find(|change| change.field.index == field)
    }

    fn value(&self, field: u16) -> Option<KeyPart<'_>> {
        if let Some(change) = self.change(field) {
            return change.value.as_ref().ok()?.as_ref()?.key_part();
        }
        let position = self.schema.key_fields().iter().position(|&known| known == field)?;
        self.key.get(position)?.key_part()
    }

    fn is_unknown(&self, field: u16) -> bool {
        self.change(field).is_none() && self.value(field).is_none()
    }

    fn compose(&self, index: &Index, key: &Key, limit: usize) -> Result<Bound, Error> {
        let missing: Vec<_> = key
            .fields()
            .filter(|&field| self.is_unknown(field))
            .map(|field| format!("`{}`", self.name(field)))
            .collect();
        if !missing.is_empty() {
            let changed: Vec<_> = index
                .keys()
                .flat_map(Key::fields)
                .filter(|&field| self.change(field).is_some())
                .map(|field| format!("`{}`", self.name(field)))
                .collect();
            let is_optional = |field: u16| self.schema.fields()[usize::from(field)].is_optional();
            let all_optional = key.fields().filter(|&field| self.is_unknown(field)).all(is_optional);
            let missing = missing.join(", ");
            return Err(Error::invalid(format!(
                "this update of `{}` changes {}, and index `{}` is made of {missing} besides: set {missing} too{}, so that its key can be written anew\n  {index}",
                self.schema.entity(),
                changed.join(", "),
                index.name(),
                if all_optional { ", or remove it" } else { "" },
            )));
        }
        let mut writer = Writer::new();
        let unfit = || ddbx_core::codec::CodecError::custom("this type cannot stand in a key");
        key.write(self.schema, &mut writer, limit, &mut |field| {
            self.value(field).ok_or_else(unfit)
        })
        .map_err(|error| Error::encode(error.of(self.schema.entity())))?;
        Ok(Bound::Encoded {
            json: writer.into_vec().into(),
            kind: key.kind(),
        })
    }

    fn only_set(&self, index: &Index, field: u16) -> Error {
        let name = self.name(field);
        Error::invalid(format!(
            "`{name}` of `{}` is part of the key of index `{}`, which is written from its value: it can be set or removed, not added to",
            self.schema.entity(),
            index.name(),
        ))
    }

    fn name(&self, field: u16) -> &'static str {
        self.schema.fields()[usize::from(field)].name()
    }
}
