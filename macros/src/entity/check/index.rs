use syn::ext::IdentExt;

use super::super::model::{Index, Key, Role, Table};
use super::super::parse::{Source, WrittenIndex};
use super::{find, template_key};
use crate::context::Context;
use crate::field::Field;

/// The indexes that the entity is in, those without mistakes.
pub(super) fn check(written: Vec<WrittenIndex>, table: &Table, fields: &[Field], context: &mut Context) -> Vec<Index> {
    written
        .into_iter()
        .filter_map(|index| {
            count(&index, table, context)?;
            let partition = keys("pk", &index.partition, fields, context);
            let sort = keys("sk", &index.sort, fields, context);
            Some(Index {
                local: index.local.is_some(),
                name: index.name,
                partition: partition?,
                sort: sort?,
                projection: index.projection.map(|(projection, _)| projection),
            })
        })
        .collect()
}

/// Refuses what a table of the entity's own cannot have; a shared table knows by itself, when compiling.
fn count(index: &WrittenIndex, table: &Table, context: &mut Context) -> Option<()> {
    let name = index.name.unraw().to_string();
    let message = match table {
        Table::Own(_) => match (&index.local, index.partition.len(), index.sort.len()) {
            (Some(_), 0, 1) | (None, 1.., _) => return Some(()),
            (Some(_), _, _) => {
                format!("a local index has the table's partition key, and one sort key: `{name}(local, sk = field)`")
            }
            (None, 0, _) => {
                format!(
                    "a global index needs a partition key: `{name}(pk = field)`; a local one says so: `{name}(local, sk = field)`"
                )
            }
        },
        Table::Shared { .. } => match &index.local {
            Some(local) => {
                context.error(local, "the table says which of its indexes are local: leave this out");
                return None;
            }
            None if index.projection.is_some() => {
                let token = index.projection.as_ref().map(|(_, token)| token);
                context.error(token, "the table says what its indexes copy: leave this out");
                return None;
            }
            None if index.partition.is_empty() && index.sort.is_empty() => {
                format!("the key of index `{name}` has no value: `{name}(pk = \"..\", sk = \"..\")`")
            }
            None => return Some(()),
        },
    };
    context.error(&index.name, message);
    None
}

fn keys(option: &str, sources: &[Source], fields: &[Field], context: &mut Context) -> Option<Vec<Key>> {
    let keys: Vec<_> = sources
        .iter()
        .map(|source| match source {
            Source::Field(name) => {
                let field = find(fields, &name.unraw().to_string(), context, name)?;
                if let Some(skip) = &fields[field].skip {
                    let message = format!("`{}` is part of an index and cannot be skipped", fields[field].name);
                    context.error(skip, message);
                }
                Some(Key::Field(field))
            }
            Source::Template(literal) => template_key(option, literal, fields, context),
        })
        .collect();
    keys.into_iter().collect()
}

/// The keys of indexes, with the attributes that templates have in a table of the entity's own.
pub(super) fn attributes(indexes: &[Index]) -> impl Iterator<Item = (String, &Key)> {
    indexes.iter().flat_map(|index| {
        let partition = index.partition.iter().map(|key| (false, key));
        let sort = index.sort.iter().map(|key| (true, key));
        partition.chain(sort).map(|(sort, key)| {
            let name = index.table_name();
            let role = Role::Index {
                name: &name,
                sort,
                position: 0,
            };
            (role.attribute(), key)
        })
    })
}
