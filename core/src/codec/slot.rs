//! What the code of a derive reads members by: one call for all fields of a struct, whatever their types.
//!
//! A field costs the compiler a line of data, in place of code of its own that looks for it, reads it and asks whether it
//! was there. `cargo bench -p ddbx-benches --bench compile` has the figures.

use std::borrow::Cow;
use std::fmt;

use super::{CodecError, Decode, Kind, Parser, Result, Unread};

/// Where the value of a field is kept while the others are read, whatever its type.
pub struct Slot<'s, 'de>(pub(super) &'s mut (dyn Place<'de> + 's));

/// Types that keep the value of a field.
pub(super) trait Place<'de> {
    /// Reads the value, which is next.
    ///
    /// # Errors
    ///
    /// One that does not fit the field.
    fn read(&mut self, parser: &mut Parser<'de>) -> Result<()>;

    /// Whether a value was read.
    fn is_full(&self) -> bool;

    /// Fills it with what a missing attribute reads as, if there is such a thing.
    fn settle(&mut self);
}

impl fmt::Debug for Slot<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slot")
            .field("is_full", &self.0.is_full())
            .finish_non_exhaustive()
    }
}

impl<'de, T: Decode<'de>> Place<'de> for Option<T> {
    fn read(&mut self, parser: &mut Parser<'de>) -> Result<()> {
        *self = Some(T::decode(parser)?);
        Ok(())
    }

    fn is_full(&self) -> bool {
        self.is_some()
    }

    fn settle(&mut self) {
        *self = T::absent();
    }
}

/// The place of a field that is not read as its type says.
#[derive(Debug)]
pub struct FormedPlace<'de, T> {
    /// What was read.
    pub value: Option<T>,
    read: fn(&mut Parser<'de>) -> Result<T>,
    absent: fn() -> Option<T>,
}

impl<'de, T> FormedPlace<'de, T> {
    /// Of a field that must be there.
    pub const fn required(read: fn(&mut Parser<'de>) -> Result<T>) -> Self {
        Self {
            value: None,
            read,
            absent: || None,
        }
    }

    /// The slot of it.
    pub fn slot(&mut self) -> Slot<'_, 'de> {
        Slot(self)
    }
}

impl<'de, T> FormedPlace<'de, Option<T>> {
    /// Of an optional field.
    pub const fn optional(read: fn(&mut Parser<'de>) -> Result<Option<T>>) -> Self {
        Self {
            value: None,
            read,
            absent: || Some(None),
        }
    }
}

impl<'de, T: Decode<'de>> FormedPlace<'de, T> {
    /// Of a field that takes what others wrote.
    pub const fn lenient(read: fn(&mut Parser<'de>) -> Result<T>) -> Self {
        Self {
            value: None,
            read,
            absent: T::absent,
        }
    }
}

impl<'de, T> Place<'de> for FormedPlace<'de, T> {
    fn read(&mut self, parser: &mut Parser<'de>) -> Result<()> {
        self.value = Some((self.read)(parser)?);
        Ok(())
    }

    fn is_full(&self) -> bool {
        self.value.is_some()
    }

    fn settle(&mut self) {
        self.value = (self.absent)();
    }
}

/// The slots of a struct's fields, and how its members find theirs.
pub struct Slots<'s, 'de> {
    names: &'s [&'static str],
    slots: &'s mut [Slot<'s, 'de>],
    aliases: &'static [(&'static str, usize)],
    open: &'static [usize],
    passed: &'static [&'static str],
    unread: Option<&'s mut Unread<'de>>,
}

impl fmt::Debug for Slots<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slots")
            .field("names", &self.names)
            .finish_non_exhaustive()
    }
}

impl<'s, 'de> Slots<'s, 'de> {
    /// Slots, and the names of their members.
    pub fn new(names: &'s [&'static str], slots: &'s mut [Slot<'s, 'de>]) -> Self {
        Self {
            names,
            slots,
            aliases: &[],
            open: &[],
            passed: &[],
            unread: None,
        }
    }

    /// With other names, each with the position of the slot that it is read into if there is no member of its own name. Of
    /// several, the first counts.
    #[must_use]
    pub fn with_aliases(mut self, aliases: &'static [(&'static str, usize)]) -> Self {
        self.aliases = aliases;
        self
    }

    /// With the positions of slots that may stay empty.
    #[must_use]
    pub fn with_open(mut self, open: &'static [usize]) -> Self {
        self.open = open;
        self
    }

    /// With a place for members that have no slot, except for those that are `passed`.
    #[must_use]
    pub fn with_unread(mut self, unread: &'s mut Unread<'de>, passed: &'static [&'static str]) -> Self {
        (self.unread, self.passed) = (Some(unread), passed);
        self
    }

    /// Reads the item of the entity that is next.
    ///
    /// # Errors
    ///
    /// A value that does not fit its field, a member that is missing, malformed JSON.
    pub fn item(mut self, parser: &mut Parser<'de>, entity: &'static str) -> Result<()> {
        let start = parser.clone();
        self.members(parser)
            .and_then(|()| self.settle(&start))
            .map_err(|error| error.of(entity))
    }

    /// Reads the map that is next: `{"M":{…}}`. In errors it is called `rust`.
    ///
    /// # Errors
    ///
    /// Anything else, a value that does not fit its field, a member that is missing.
    pub fn map(mut self, parser: &mut Parser<'de>, rust: &'static str) -> Result<()> {
        parser.begin_kind(Kind::M, rust)?;
        parser.descend()?;
        let start = parser.clone();
        self.members(parser)?;
        parser.ascend();
        parser.end_value()?;
        self.settle(&start)
    }

    fn members(&mut self, parser: &mut Parser<'de>) -> Result<()> {
        parser.begin_object()?;
        let mut expected = 0;
        while let Some(name) = parser.next_key()? {
            match self.position(&name, expected) {
                Some(at) => {
                    self.slots[at]
                        .0
                        .read(parser)
                        .map_err(|error| error.at(self.names[at]))?;
                    expected = at + 1;
                }
                None => self.pass(name, parser)?,
            }
        }
        Ok(())
    }

    /// The slot of a member. What one program wrote often stands in the order of its fields.
    #[inline]
    fn position(&self, name: &str, expected: usize) -> Option<usize> {
        match self.names.get(expected) {
            Some(known) if *known == name => Some(expected),
            _ => self.names.iter().position(|known| *known == name),
        }
    }

    fn pass(&mut self, name: Cow<'de, str>, parser: &mut Parser<'de>) -> Result<()> {
        match &mut self.unread {
            Some(unread) if !self.passed.contains(&&*name) && !self.aliases.iter().any(|(alias, _)| *alias == name) => {
                unread.keep(name, parser)
            }
            _ => parser.skip_value(),
        }
    }

    /// Fills what was not read; `start` is where the members start.
    fn settle(&mut self, start: &Parser<'de>) -> Result<()> {
        for &(alias, at) in self.aliases {
            if !self.slots[at].0.is_full()
                && let Some(mut value) = last(start.clone(), alias)?
            {
                self.slots[at].0.read(&mut value).map_err(|error| error.at(alias))?;
            }
        }
        for (at, Slot(place)) in self.slots.iter_mut().enumerate() {
            if place.is_full() || self.open.contains(&at) {
                continue;
            }
            place.settle();
            if !place.is_full() {
                return Err(CodecError::missing().at(self.names[at]));
            }
        }
        Ok(())
    }
}

/// Where the value of the last member of this name is.
fn last<'de>(mut parser: Parser<'de>, name: &str) -> Result<Option<Parser<'de>>> {
    let mut value = None;
    parser.begin_object()?;
    while let Some(found) = parser.next_key()? {
        if found == name {
            value = Some(parser.clone());
        }
        parser.skip_value()?;
    }
    Ok(value)
}
