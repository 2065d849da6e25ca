//! The options of a field whose value the library looks after.

#[cfg(test)]
mod tests;

use proc_macro2::Ident;
use syn::Path;
use syn::spanned::Spanned;

use crate::context::Context;
use crate::setting::{Setting, Settings, Value};
use crate::symbol::{CREATED_AT, ENTITY_EXPIRES, EXPIRES, EXPIRES_AFTER, ID, SENSITIVE, UPDATED_AT, VALIDATE, VERSION};

/// What is looked after in one field.
#[derive(Default)]
pub(crate) struct Managed {
    pub(crate) version: Option<Ident>,
    pub(crate) created_at: Option<Ident>,
    pub(crate) updated_at: Option<Ident>,
    pub(crate) expires: Option<Expires>,
    pub(crate) id: Option<Id>,
    /// `sensitive`, as written.
    pub(crate) sensitive: Option<Ident>,
    /// The function that says whether a value is valid.
    pub(crate) validate: Option<Path>,
}

/// `expires`
pub(crate) struct Expires {
    /// As written, for the caret of errors.
    pub(crate) token: Ident,
    /// How many seconds after it is put an entity expires that says no time.
    pub(crate) after: Option<u64>,
}

/// `id = uuid`
pub(crate) struct Id {
    /// As written, for the caret of errors.
    pub(crate) token: Ident,
    /// The name of the type that stands for the kind of id.
    pub(crate) kind: &'static str,
}

pub(super) fn parse(settings: &mut Settings, context: &mut Context) -> Managed {
    Managed {
        version: settings.flag(&VERSION, context),
        created_at: settings.flag(&CREATED_AT, context),
        updated_at: settings.flag(&UPDATED_AT, context),
        expires: settings.take(&EXPIRES).and_then(|setting| expires(&setting, context)),
        id: settings.take(&ID).and_then(|setting| id(&setting, context)),
        sensitive: settings.flag(&SENSITIVE, context),
        validate: settings.path(&VALIDATE, context),
    }
}

impl Managed {
    /// The options that set the field's value, as written.
    pub(crate) fn tokens(&self) -> impl Iterator<Item = &Ident> {
        let expires = self.expires.as_ref().map(|expires| &expires.token);
        let id = self.id.as_ref().map(|id| &id.token);
        [
            self.version.as_ref(),
            self.created_at.as_ref(),
            self.updated_at.as_ref(),
            expires,
            id,
        ]
        .into_iter()
        .flatten()
    }
}

fn expires(setting: &Setting, context: &mut Context) -> Option<Expires> {
    let token = setting.name.clone();
    let options = match &setting.value {
        Value::None => return Some(Expires { token, after: None }),
        Value::List(options) => options.clone(),
        Value::Expr(_) => {
            context.error(setting, format!("`expires` is written `{}`", EXPIRES.form));
            return None;
        }
    };
    let mut settings = Settings::parse(options, &ENTITY_EXPIRES, context);
    let after = settings.string(&EXPIRES_AFTER, context)?;
    let seconds = seconds(&after.value());
    if seconds.is_none() {
        let message = "`after` is a number of seconds, minutes, hours or days: `after = \"90s\"`, `\"15m\"`, `\"12h\"` or `\"30d\"`";
        context.error(&after, message);
    }
    seconds.map(|seconds| Expires {
        token,
        after: Some(seconds),
    })
}

/// `15m` as 900.
fn seconds(text: &str) -> Option<u64> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let unit = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        _ => return None,
    };
    // `parse` would take a sign, too.
    if !number.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    number
        .parse::<u64>()
        .ok()?
        .checked_mul(unit)
        .filter(|seconds| *seconds > 0)
}

fn id(setting: &Setting, context: &mut Context) -> Option<Id> {
    let path = setting.path();
    let kind = match path.as_ref().and_then(Path::get_ident) {
        Some(kind) if kind == "uuid" => "UuidV7",
        Some(kind) if kind == "ulid" => "UlidKind",
        _ => {
            context.error(setting, format!("`id` says which kind of id is made: `{}`", ID.form));
            return None;
        }
    };
    let mut token = setting.name.clone();
    if let Some(path) = path {
        token.set_span(path.span());
    }
    Some(Id { token, kind })
}
