use ddbx_core::schema::Schema;
use ddbx_core::{Error, ErrorKind, Fault, Item, Value};

use super::condition::Existence;
use super::expired::Expired;
use super::{Entity, tag};

/// What it means when the condition of a typed write is false.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meaning {
    pub(super) existence: Existence,
    /// Whether nothing is asked but that the version is the right one.
    pub(super) is_only_version: bool,
    /// The version that the item must have, and its attribute.
    pub(super) version: Option<(&'static str, i128)>,
    /// The form that the item must have, and its attribute.
    pub(super) form: Option<(&'static str, u32)>,
    pub(super) expiry: Option<Expired>,
}

impl Meaning {
    /// Whether an entity that was there had expired, which is no entity to the caller.
    pub(super) fn has_expired<E: Entity>(&self, old: &E) -> bool {
        self.expiry.is_some_and(|expiry| old.__is_expired(expiry.now()))
    }

    /// The error of the write as its caller knows it.
    pub(super) fn of(self, schema: &Schema, error: Error) -> Error {
        if !error.is_condition_failed() {
            return error;
        }
        // What cannot be read says nothing; the condition was false all the same.
        let Ok(old) = error.old_item::<Item>() else {
            return error;
        };
        let has_expired = |old: &Item| self.expiry.is_some_and(|expiry| expiry.has_taken(old));
        let item = error.fault().and_then(Fault::item);
        let is_foreign = item.is_some_and(|item| tag::is_foreign(schema, item));
        let alive = old.as_ref().filter(|old| !is_foreign && !has_expired(old));
        if self.existence == Existence::Must && alive.is_none() {
            return not_found(schema, &error);
        }
        if let (Some((attribute, form)), Some(old)) = (self.form, alive) {
            let stored = number(old, attribute).unwrap_or(1);
            if stored != i128::from(form) {
                return other_form(schema, error, stored, form);
            }
        }
        let is_stale = self.version.is_some_and(|(attribute, version)| {
            let stored = || alive.and_then(|old| number(old, attribute)).unwrap_or_default();
            self.existence != Existence::MustNot && (self.is_only_version || stored() != version)
        });
        if is_stale {
            let message = format!(
                "another writer changed or deleted the `{}` since it was read: its version is another one",
                schema.entity()
            );
            return error.understood_as(ErrorKind::Stale, message);
        }
        error
    }
}

fn other_form(schema: &Schema, error: Error, stored: i128, form: u32) -> Error {
    let way_out = if stored < form.into() {
        "get it and put it back first"
    } else {
        "a newer program wrote it"
    };
    let message = format!(
        "the `{}` is stored in schema version {stored}, and this program updates version {form}: {way_out}",
        schema.entity()
    );
    error.understood_as(ErrorKind::ConditionFailed, message)
}

/// The error of a write whose condition failed because there is no item.
fn not_found(schema: &Schema, error: &Error) -> Error {
    let message = format!("there is no `{}` with this key", schema.entity());
    let mut missing = Error::new(ErrorKind::NotFound, message).with_attempts(error.attempts());
    if let Some(operation) = error.operation() {
        missing = missing.in_operation(operation);
    }
    if let Some(table) = error.table() {
        missing = missing.on_table(table.to_owned());
    }
    if let Some(id) = error.request_id() {
        missing = missing.with_request_id(id);
    }
    missing
}

/// An integer of an item.
pub(super) fn number(item: &Item, attribute: &str) -> Option<i128> {
    match item.get(attribute)? {
        Value::N(number) => i128::try_from(number).ok(),
        _ => None,
    }
}
