//! Members of a stored struct that no field of it names: those of flattened fields, and the rest.

mod rest;
mod unread;
mod write;

pub use rest::Rest;
pub use unread::Unread;

/// The names that a type reads from the map it is stored as.
#[derive(Clone, Copy, Debug)]
pub struct Members {
    pub(crate) names: &'static [&'static str],
    pub(crate) flattened: &'static [(&'static str, &'static Self)],
    pub(crate) tagged: Option<TaggedMembers>,
    pub(crate) rest: bool,
    pub(crate) strict: bool,
}

/// The names that depend on a tag.
#[derive(Clone, Copy, Debug)]
pub struct TaggedMembers {
    pub(crate) tag: &'static str,
    /// By what the tag says.
    pub(crate) variants: &'static [(&'static str, &'static Members)],
}

impl Members {
    /// The names of fields, and others they are read under.
    #[must_use]
    pub const fn new(names: &'static [&'static str]) -> Self {
        Self {
            names,
            flattened: &[],
            tagged: None,
            rest: false,
            strict: false,
        }
    }

    /// With the names of flattened fields, after their prefixes.
    #[must_use]
    pub const fn with_flattened(mut self, flattened: &'static [(&'static str, &'static Self)]) -> Self {
        self.flattened = flattened;
        self
    }

    /// With a tag, and the names that stand beside it.
    #[must_use]
    pub const fn with_tag(mut self, tag: &'static str, variants: &'static [(&'static str, &'static Self)]) -> Self {
        self.tagged = Some(TaggedMembers { tag, variants });
        self
    }

    /// With every other name, which is kept.
    #[must_use]
    pub const fn with_rest(mut self) -> Self {
        self.rest = true;
        self
    }

    /// With no other name.
    #[must_use]
    pub const fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// Whether a member of this name, after `prefix`, is read from an item in which `has_text` knows the strings.
    pub(super) fn claim(&self, prefix: &str, name: &str, has_text: &dyn Fn(&str, &str) -> bool) -> bool {
        let Some(own) = name.strip_prefix(prefix) else {
            return false;
        };
        let claims = |members: &Self, further: &str| members.claim(&format!("{prefix}{further}"), name, has_text);
        let in_variant = |TaggedMembers { tag, variants }: TaggedMembers| {
            let tag = format!("{prefix}{tag}");
            name == tag
                || variants
                    .iter()
                    .any(|(stored, members)| claims(members, "") && has_text(&tag, stored))
        };
        self.names.contains(&own)
            || self.flattened.iter().any(|(further, members)| claims(members, further))
            || self.tagged.is_some_and(in_variant)
    }
}

/// Types whose members can be stored as members of the item, or map, that they are a field of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be flattened: its members would be unknown",
    label = "neither a struct with named fields nor an enum with a tag",
    note = "`flatten` takes a type with `#[derive(Attribute)]`: a struct with named fields, an enum with a `tag`, or an `Option` of one"
)]
pub trait Flatten {
    /// Its members.
    const MEMBERS: &'static Members;
}

#[diagnostic::do_not_recommend]
impl<T: Flatten> Flatten for Option<T> {
    const MEMBERS: &'static Members = T::MEMBERS;
}

/// Types whose members can stand beside the tag of an enum: nested structs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored beside the tag of an enum, which takes a struct with `#[derive(Attribute)]`",
    label = "not a struct with named fields",
    note = "give the data an attribute of its own: `#[attribute(tag = \"kind\", content = \"value\")]`"
)]
pub trait BesideTag {
    /// Its members.
    const MEMBERS: &'static Members;
}

#[diagnostic::do_not_recommend]
impl<T: BesideTag> BesideTag for Option<T> {
    const MEMBERS: &'static Members = T::MEMBERS;
}
