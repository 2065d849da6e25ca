//! Fields that have no attribute of their own: members of the item stand in their place.

use proc_macro2::Ident;
use syn::ext::IdentExt;

use super::Field;
use crate::context::Context;
use crate::setting::{Settings, Value};
use crate::symbol::{FIELD_PK, FIELD_SK, FLATTEN, REST};

/// Which members stand in the place of a field.
pub(crate) enum Inlined {
    /// Those of its value, with a prefix.
    Flatten { option: Ident, prefix: String },
    /// Those that no field names.
    Rest { option: Ident },
}

impl Inlined {
    pub(super) fn parse(settings: &mut Settings, context: &mut Context) -> Option<Self> {
        let flatten = settings.take(&FLATTEN).map(|setting| {
            let prefix = setting.string();
            if prefix.is_none() && !matches!(setting.value, Value::None) {
                let message = format!("`flatten` takes a prefix, or nothing: `{}`", FLATTEN.form);
                context.error(&setting, message);
                settings.complete = false;
            }
            Self::Flatten {
                option: setting.name,
                prefix: prefix.map(|prefix| prefix.value()).unwrap_or_default(),
            }
        });
        let rest = settings.flag(&REST, context).map(|option| Self::Rest { option });
        if let (Some(_), Some(rest)) = (&flatten, &rest) {
            context.error(
                rest.option(),
                "`flatten` and `rest` are both given: a field has one of them",
            );
        }
        let inlined = flatten.or(rest)?;
        // Keys look for their fields, and say so themselves.
        let keys = [settings.take(&FIELD_PK), settings.take(&FIELD_SK)];
        for other in settings.rest() {
            let message = format!(
                "a field with `{}` has no other options: it is not stored in an attribute of its own",
                inlined.option().unraw()
            );
            context.error(&other.name, message);
        }
        for key in keys.into_iter().flatten() {
            settings.put_back(key);
        }
        Some(inlined)
    }

    /// The option, as written.
    pub(crate) fn option(&self) -> &Ident {
        match self {
            Self::Flatten { option, .. } | Self::Rest { option } => option,
        }
    }

    pub(crate) fn is_rest(&self) -> bool {
        matches!(self, Self::Rest { .. })
    }

    /// Why a field like this cannot be part of a key.
    pub(crate) fn no_key(&self, field: &str) -> String {
        match self {
            Self::Flatten { .. } => format!(
                "`{field}` is flattened and cannot be part of a key: it has no attribute of its own, only its members have"
            ),
            Self::Rest { .. } => {
                format!("`{field}` keeps the rest and cannot be part of a key: it has no attribute of its own")
            }
        }
    }
}

/// Refuses a second field that keeps the rest, and one where there can be none.
pub(crate) fn check(fields: &[Field], deny_unknown: Option<&Ident>, context: &mut Context) {
    let mut rests = fields.iter().filter_map(|field| {
        Some((
            field,
            field.inlined.as_ref().filter(|inlined| inlined.is_rest())?.option(),
        ))
    });
    let Some((first, _)) = rests.next() else { return };
    if let Some(deny_unknown) = deny_unknown {
        let message = format!(
            "`deny_unknown` refuses what `{}` would keep: leave one of them out",
            first.name
        );
        context.error(deny_unknown, message);
    }
    for (second, option) in rests {
        let message = format!(
            "`{}` keeps the rest already, and `{}` would get nothing",
            first.name, second.name
        );
        context.error(option, message);
    }
}
