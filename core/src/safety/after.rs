use super::item::Item;
use super::key::Key;
use super::path::{Path, Relation};
use super::update::{Action, Change};

/// A write of one item, as far as its condition can tell.
pub(super) enum Effect<'a> {
    /// The item is this one afterwards.
    Put(&'a Item<'a>),
    /// There is no item afterwards.
    Delete,
    /// These changes were made to the item with this key.
    Update {
        key: &'a Key<'a>,
        actions: &'a [Action<'a>],
    },
}

/// What is at a path after a write that succeeded.
#[derive(Clone, Copy)]
pub(super) enum After<'a> {
    /// What was there before; nothing, if there was nothing.
    Same,
    /// What was there before. If nothing was, there may be something now.
    Kept,
    /// Nothing.
    Absent,
    /// Something.
    Present,
    /// This value.
    Is(&'a str),
    /// The number from before and this one, or the difference; this one or another one where none was.
    Shifted(&'a str),
    /// This is not known.
    Unknown,
}

impl<'a> Effect<'a> {
    /// What is there after the write.
    pub(super) fn after(&self, path: Path<'a>) -> After<'a> {
        match self {
            Self::Delete => After::Absent,
            Self::Put(item) => match item.get(path.attribute()) {
                Some(None) => After::Absent,
                Some(Some(value)) if path.is_attribute() => After::Is(value),
                Some(Some(_)) | None => After::Unknown,
            },
            Self::Update { key, actions } => after_update(key, actions, path),
        }
    }

    /// The same for those who only ask whether something is there.
    pub(super) fn existence(&self, path: Path<'a>) -> After<'a> {
        match self {
            Self::Put(item) => match item.has(path.attribute()) {
                Some(false) => After::Absent,
                Some(true) if path.is_attribute() => After::Present,
                Some(true) | None => After::Unknown,
            },
            Self::Delete | Self::Update { .. } => self.after(path),
        }
    }
}

fn after_update<'a>(key: &Key<'a>, actions: &[Action<'a>], path: Path<'a>) -> After<'a> {
    let mut touching = actions
        .iter()
        .map(|action| (action, action.path.relation(path)))
        .filter(|(_, relation)| *relation != Relation::Apart);
    let Some(first) = touching.next() else {
        return untouched(key, actions, path);
    };
    let first_leaves = leaves(first.0, first.1);
    touching.fold(first_leaves, |before, (action, relation)| {
        match (before, leaves(action, relation)) {
            // Two attributes in one map.
            (After::Present, After::Present) => After::Present,
            _ => After::Unknown,
        }
    })
}

/// What an action leaves at a path that lies to its own as `relation` says.
fn leaves<'a>(action: &Action<'a>, relation: Relation) -> After<'a> {
    match (relation, action.change) {
        (Relation::Same, Change::Literal(value)) => After::Is(value),
        (Relation::Same, Change::Shift(by)) => After::Shifted(by),
        (Relation::Same, Change::Default | Change::Computed | Change::AddElements) => After::Present,
        (Relation::Same | Relation::Above, Change::Remove) => After::Absent,
        // What is written into must be there, before and after.
        (
            Relation::Below,
            Change::Literal(_) | Change::Default | Change::Shift(_) | Change::Computed | Change::AddElements,
        ) => After::Present,
        _ => After::Unknown,
    }
}

fn untouched<'a>(key: &Key<'a>, actions: &[Action<'a>], path: Path<'a>) -> After<'a> {
    // A key's attribute has no inside.
    if !path.is_attribute() {
        return After::Same;
    }
    let creates = |action: &Action<'_>| !matches!(action.change, Change::Remove | Change::DeleteElements);
    match key.get(path.attribute()) {
        None => After::Same,
        // The item exists now, and its key is what it was asked for by.
        Some(value) if actions.iter().any(creates) => After::Is(value),
        Some(_) => After::Kept,
    }
}
