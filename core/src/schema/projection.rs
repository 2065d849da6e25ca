use super::table::same;
use super::{FieldDef, Index, Schema};

/// What an index copies of the items of its table, beside the keys of both.
///
/// ```
/// use ddbx_core::codec::Kind;
/// use ddbx_core::schema::{FieldDef, Index, Key, Part, Projection, Schema};
///
/// const STATUS: Key = Key::field("status", Kind::S, &[Part::field(1)]);
/// static SCHEMA: Schema = Schema::new(
///     "Order",
///     "orders",
///     &[
///         FieldDef::new("id", "id", Kind::S, false),
///         FieldDef::new("status", "status", Kind::S, false),
///         FieldDef::new("note", "note", Kind::S, true),
///     ],
///     &[
///         Index::primary(&[Key::field("id", Kind::S, &[Part::field(0)])], &[]),
///         Index::global("by_status", &[STATUS], &[]).with_projection(Projection::KeysOnly),
///     ],
/// );
/// let lacks: Vec<_> = SCHEMA.indexes()[1].lacks(&SCHEMA).map(FieldDef::name).collect();
/// assert_eq!(lacks, ["note"]);
/// ```
///
/// Source: [Attribute projections](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.Projections).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Projection {
    /// All attributes.
    #[default]
    All,
    /// These attributes.
    Include(&'static [&'static str]),
    /// Nothing.
    KeysOnly,
}

impl Index {
    /// Whether the items of the index have this attribute, if those of the table do.
    #[must_use]
    pub const fn copies(&self, schema: &Schema, attribute: &str) -> bool {
        match self.projection {
            Projection::All => return true,
            Projection::Include(included) => {
                let mut at = 0;
                while at < included.len() {
                    if same(included[at], attribute) {
                        return true;
                    }
                    at += 1;
                }
            }
            Projection::KeysOnly => {}
        }
        self.has_key(attribute) || schema.primary().has_key(attribute)
    }

    /// The fields of the entity that the index does not copy.
    pub fn lacks<'a>(&'a self, schema: &'a Schema) -> impl Iterator<Item = &'static FieldDef> + 'a {
        let is_read = |field: &&FieldDef| !field.is_key_only();
        let is_there = |field: &&FieldDef| self.copies(schema, field.attribute());
        schema
            .fields()
            .iter()
            .filter(is_read)
            .filter(move |field| !is_there(field))
    }
}
