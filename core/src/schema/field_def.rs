use crate::codec::Kind;

/// One stored field of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldDef {
    name: &'static str,
    attribute: &'static str,
    // As in `Schema`: read by the planner without a call.
    pub(crate) kind: Kind,
    optional: bool,
    sensitive: bool,
    pub(crate) key_only: bool,
    default: bool,
    pub(crate) width: usize,
    aliases: &'static [&'static str],
    form: &'static str,
}

impl FieldDef {
    /// A field, the attribute it is stored as, its type, and whether it may be missing.
    #[must_use]
    pub const fn new(name: &'static str, attribute: &'static str, kind: Kind, optional: bool) -> Self {
        Self {
            name,
            attribute,
            kind,
            optional,
            sensitive: false,
            key_only: false,
            default: false,
            width: 0,
            aliases: &[],
            form: "",
        }
    }

    /// The same, read from these attributes where its own is missing, the first before the others.
    #[must_use]
    pub const fn with_aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// The attributes it is read from where its own is missing.
    #[must_use]
    pub const fn aliases(&self) -> &'static [&'static str] {
        self.aliases
    }

    /// The same, which reads as a default value where it is missing.
    #[must_use]
    pub const fn with_default(mut self) -> Self {
        self.default = true;
        self
    }

    /// Whether it reads as a default value where it is missing.
    #[must_use]
    pub const fn has_default(&self) -> bool {
        self.default
    }

    /// The same, stored in the key only: it is a placeholder of the primary key, and no attribute of its own.
    #[must_use]
    pub const fn in_key_only(mut self) -> Self {
        self.key_only = true;
        self
    }

    /// The same, of a type whose texts in keys all have this many bytes: see
    /// [`KeyAttribute::WIDTH`](crate::codec::KeyAttribute::WIDTH).
    #[must_use]
    pub const fn with_width(mut self, bytes: usize) -> Self {
        self.width = bytes;
        self
    }

    /// The same, stored in a form of this name. Called by `#[derive(Entity)]`.
    #[must_use]
    pub const fn in_form(mut self, name: &'static str) -> Self {
        self.form = name;
        self
    }

    /// The name of its storage form; empty for a field that is stored as its type says.
    #[must_use]
    pub const fn form(&self) -> &'static str {
        self.form
    }

    /// The name in the struct.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The name in the item.
    #[must_use]
    pub const fn attribute(&self) -> &'static str {
        self.attribute
    }

    /// The DynamoDB type.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether it is stored in the key only: no condition can name it.
    #[must_use]
    pub const fn is_key_only(&self) -> bool {
        self.key_only
    }

    /// How many bytes its text has in a key, where that is known and the same for all values; else zero.
    pub(crate) const fn width(&self) -> usize {
        self.width
    }

    /// Whether an item without it can be read.
    #[must_use]
    pub const fn is_optional(&self) -> bool {
        self.optional
    }

    /// The same field, whose values must not be shown. Called by `#[derive(Entity)]`.
    #[must_use]
    pub const fn with_secret_values(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// Whether its values must not be shown: in logs, that is, for errors show none.
    #[must_use]
    pub const fn is_sensitive(&self) -> bool {
        self.sensitive
    }
}
