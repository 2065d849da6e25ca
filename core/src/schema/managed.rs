use super::{FieldDef, Schema};

/// The fields that ddbx looks after, and the form of the item.
///
/// Fields are named by their index in [`Schema::fields`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Managed {
    /// `version`
    pub version: Option<u16>,
    /// `expires`
    pub expires: Option<u16>,
    /// `updated_at`
    pub updated_at: Option<u16>,
    /// `schema_version`: the attribute it is stored in, and the number.
    pub schema_version: Option<(&'static str, u32)>,
}

impl Managed {
    /// Nothing.
    pub const NONE: Self = Self {
        version: None,
        expires: None,
        updated_at: None,
        schema_version: None,
    };
}

impl Schema {
    /// The schema of an entity with managed fields. Called by `#[derive(Entity)]`.
    #[must_use]
    pub const fn with_managed(mut self, managed: Managed) -> Self {
        self.managed = managed;
        self
    }

    /// What is managed.
    #[must_use]
    pub const fn managed(&self) -> &Managed {
        &self.managed
    }

    /// The field that counts the writes of an item, so that a writer who knows an older one is refused.
    #[must_use]
    pub const fn version(&self) -> Option<&'static FieldDef> {
        self.at(self.managed.version)
    }

    /// The field with the time, in whole seconds since 1970, from which on an item counts as deleted.
    #[must_use]
    pub const fn expires(&self) -> Option<&'static FieldDef> {
        let (mut found, mut at) = (self.at(self.managed.expires), 0);
        // All of one table expire by one attribute.
        while found.is_none() && at < self.members.len() {
            found = self.members[at].expires();
            at += 1;
        }
        found
    }

    /// The field with the time of the last write.
    #[must_use]
    pub const fn updated_at(&self) -> Option<&'static FieldDef> {
        self.at(self.managed.updated_at)
    }

    /// The attribute that holds the version of an item's form, and the version that this program writes.
    #[must_use]
    pub const fn schema_version(&self) -> Option<(&'static str, u32)> {
        self.managed.schema_version
    }

    const fn at(&self, field: Option<u16>) -> Option<&'static FieldDef> {
        match field {
            Some(index) => Some(&self.fields[index as usize]),
            None => None,
        }
    }
}
