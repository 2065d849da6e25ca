//! How a field is stored, where that is not as its type says.

mod expand;

#[cfg(test)]
mod tests;

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Expr, GenericArgument, Path, PathArguments, Type};

pub(crate) use expand::with_forms;

use crate::context::Context;
use crate::setting::{Setting, Settings, Value};
use crate::symbol::{
    BASE64, BINARY, BOOLEANS, DATES, DAYS, ISO, JSON, LENIENT, NATIVE, NULL, SERDE, Symbol, TEXT_BOOL, TIMESTAMPS,
    UNIX, UNIX_MILLIS, WITH, ZONE,
};

/// The options of one field that say how it is stored.
#[derive(Default)]
pub(crate) struct Storage {
    pub(crate) form: Option<Form>,
    /// `lenient`, as written.
    pub(crate) lenient: Option<Ident>,
    /// `null`, as written.
    pub(crate) null: Option<Ident>,
    /// The variant it is a field of, if it is.
    variant: String,
    /// What the field's `Option` holds, if its type is written as one.
    pub(crate) optional: Option<TokenStream>,
}

/// A storage form.
#[derive(Clone)]
pub(crate) struct Form {
    /// As written, for the caret of errors.
    token: Ident,
    kind: Kind,
    /// On the field itself.
    written: bool,
}

#[derive(Clone)]
enum Kind {
    /// A form of ours, by the name of its type.
    Ours(&'static str),
    /// That of the shared table for fields of a kind, by the name of the associated type.
    OfTable(Path, &'static str),
    /// `with = module`
    With(Path),
}

/// The forms that fields of a kind have, unless they say another.
#[derive(Default)]
pub(crate) struct Defaults {
    forms: Vec<(&'static str, Form)>,
    /// The table that says it for all others.
    table: Option<Path>,
}

/// The options of a struct, the forms each takes, and the types of `Table` that stand for them.
const KINDS: [(Symbol, &[&str], &str); 4] = [
    (TIMESTAMPS, &["iso", "unix", "unix_millis", "zone"], "Timestamps"),
    (DATES, &["days"], "Dates"),
    (BOOLEANS, &["text_bool"], "Booleans"),
    (BINARY, &["base64"], "Binary"),
];

const FORMS: [(Symbol, &str); 9] = [
    (ISO, "Iso"),
    (UNIX, "Unix"),
    (UNIX_MILLIS, "UnixMillis"),
    (ZONE, "Zone"),
    (DAYS, "Days"),
    (TEXT_BOOL, "TextBool"),
    (BASE64, "Base64"),
    (JSON, "Json"),
    (SERDE, "Serde"),
];

impl Defaults {
    /// The options of a struct, `timestamps = unix` and the like.
    pub(crate) fn take(settings: &mut Settings, context: &mut Context) -> Self {
        let mut forms = Vec::new();
        for (symbol, known, _) in KINDS {
            let Some(setting) = settings.take(&symbol) else {
                continue;
            };
            let form = named(&setting).and_then(|(name, arguments)| {
                let name_text = name.to_string();
                let known = known.contains(&name_text.as_str());
                let (_, form) = FORMS.iter().find(|(form, _)| known && form.name == name_text)?;
                ours(name, form, arguments.as_ref())
            });
            match form {
                Some(form) => forms.push((symbol.name, form)),
                None => {
                    context.error(
                        &setting,
                        format!("`{}` takes a storage form: `{}`", symbol.name, symbol.form),
                    );
                    settings.complete = false;
                }
            }
        }
        Self { forms, table: None }
    }

    /// For an entity of a table that others share.
    pub(crate) fn in_table(mut self, table: Option<&Path>) -> Self {
        self.table = table.cloned();
        self
    }

    /// For each associated type of `Table`, the name of the form that it is.
    pub(crate) fn of_table(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        KINDS.iter().map(|(symbol, _, associated)| {
            let form = self.forms.iter().find_map(|(kind, form)| match form.kind {
                Kind::Ours(name) if *kind == symbol.name => Some(name),
                _ => None,
            });
            (*associated, form.unwrap_or("Native"))
        })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The form of a field of this type, by the way the type is written: a macro sees nothing else of it.
    fn of(&self, ty: &Type) -> Option<Form> {
        let written = written_kind(ty)?;
        // An error is about the field, not about the struct.
        let segment = &last_segment(ty)?.ident;
        let kind = match self.forms.iter().find(|(kind, _)| *kind == written) {
            Some((_, form)) => form.kind.clone(),
            None => {
                let (_, _, associated) = KINDS.iter().find(|(symbol, ..)| symbol.name == written)?;
                Kind::OfTable(self.table.clone()?, associated)
            }
        };
        Some(Form {
            token: segment.clone(),
            kind,
            written: false,
        })
    }
}

/// The option of a struct that is for types written like this.
fn written_kind(ty: &Type) -> Option<&'static str> {
    let segment = last_segment(ty)?;
    let argument = argument(segment);
    match segment.ident.to_string().as_str() {
        "SystemTime" | "Timestamp" | "OffsetDateTime" | "UtcDateTime" | "ZonedDateTime" => Some(TIMESTAMPS.name),
        // jiff's `civil::DateTime` is no point in time, and has no argument.
        "DateTime" if argument.is_some() => Some(TIMESTAMPS.name),
        "NaiveDate" | "Date" => Some(DATES.name),
        "bool" => Some(BOOLEANS.name),
        "Bytes" => Some(BINARY.name),
        "Vec" if last_segment(argument?)?.ident == "u8" => Some(BINARY.name),
        _ => None,
    }
}

pub(super) fn parse(settings: &mut Settings, ty: &Type, defaults: &Defaults, context: &mut Context) -> Storage {
    let mut found: Option<Form> = None;
    let mut choose = |form: Form, context: &mut Context| match &found {
        Some(earlier) => {
            let message = format!(
                "`{}` and `{}` are both storage forms: a field has one",
                earlier.token, form.token
            );
            context.error(&form.token, message);
        }
        None => found = Some(form),
    };
    for (symbol, form) in FORMS {
        let Some(setting) = settings.take(&symbol) else {
            continue;
        };
        let arguments = match &setting.value {
            Value::None => Some(None),
            Value::List(list) => Some(Some(list.clone())),
            Value::Expr(_) => None,
        };
        match arguments.and_then(|arguments| ours(setting.name.clone(), form, arguments.as_ref())) {
            Some(form) => choose(form, context),
            None => context.error(&setting, format!("`{}` is written `{}`", symbol.name, symbol.form)),
        }
    }
    if let Some(setting) = settings.take(&WITH) {
        match setting.path() {
            Some(path) => {
                let kind = Kind::With(path);
                let token = setting.name;
                let written = true;
                choose(Form { token, kind, written }, context);
            }
            None => context.error(
                &setting,
                format!("`with` takes the path of a module without quotes: `{}`", WITH.form),
            ),
        }
    }
    let native = settings.flag(&NATIVE, context);
    let inner = option_argument(ty);
    let form = match (found, native) {
        (Some(form), Some(native)) => {
            let message = format!("`native` and `{}` are both storage forms: a field has one", form.token);
            context.error(native, message);
            Some(form)
        }
        (found, None) => found.or_else(|| defaults.of(inner.unwrap_or(ty))),
        (None, Some(_)) => None,
    };
    let mut null = settings.flag(&NULL, context);
    if inner.is_none()
        && let Some(null) = null.take()
    {
        context.error(
            null,
            "`null` is for a field whose type is written `Option<..>`: it stores NULL for `None`",
        );
    }
    Storage {
        form,
        lenient: settings.flag(&LENIENT, context),
        null,
        variant: String::new(),
        optional: inner.map(ToTokens::to_token_stream),
    }
}

impl Storage {
    /// Has a field that is written like a timestamp, and says no form, be stored as whole seconds.
    pub(super) fn as_seconds(&mut self, ty: &Type) {
        let ty = option_argument(ty).unwrap_or(ty);
        let is_written = self.form.as_ref().is_some_and(|form| form.written);
        if is_written || written_kind(ty) != Some(TIMESTAMPS.name) {
            return;
        }
        if let Some(segment) = last_segment(ty) {
            self.form = Some(Form {
                token: segment.ident.clone(),
                kind: Kind::Ours("UnixTruncated"),
                written: false,
            });
        }
    }

    /// A form of the field's own that does not store whole seconds, as written.
    pub(crate) fn other_than_seconds(&self) -> Option<&Ident> {
        let form = self.form.as_ref().filter(|form| form.written)?;
        let is_seconds = matches!(form.kind, Kind::Ours("Unix" | "UnixTruncated") | Kind::With(_));
        (!is_seconds).then_some(&form.token)
    }

    /// Says which variant of an enum it is in: fields of other variants may have the same name.
    pub(crate) fn of_variant(&mut self, variant: &Ident) {
        self.variant = variant.unraw().to_string();
    }

    /// An option that was written on the field.
    pub(super) fn option(&self) -> Option<&Ident> {
        let form = self.form.as_ref().filter(|form| form.written);
        form.map(|form| &form.token)
            .or(self.lenient.as_ref())
            .or(self.null.as_ref())
    }
}

/// A form of ours, with what stands in its parentheses; `None` if it knows no such thing.
fn ours(token: Ident, form: &'static str, arguments: Option<&TokenStream>) -> Option<Form> {
    let truncated = arguments.map(ToString::to_string);
    let form = match (form, truncated.as_deref()) {
        (form, None) => form,
        ("Unix", Some("truncate")) => "UnixTruncated",
        ("UnixMillis", Some("truncate")) => "UnixMillisTruncated",
        _ => return None,
    };
    Some(Form {
        token,
        kind: Kind::Ours(form),
        written: true,
    })
}

/// The value of `timestamps = unix` or `timestamps = unix(truncate)`.
fn named(setting: &Setting) -> Option<(Ident, Option<TokenStream>)> {
    if let Some(path) = setting.path() {
        return Some((path.get_ident()?.clone(), None));
    }
    let Value::Expr(Expr::Call(call)) = &setting.value else {
        return None;
    };
    let Expr::Path(function) = &*call.func else { return None };
    Some((function.path.get_ident()?.clone(), Some(call.args.to_token_stream())))
}

fn last_segment(ty: &Type) -> Option<&syn::PathSegment> {
    match ty {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        Type::Group(group) => last_segment(&group.elem),
        Type::Paren(paren) => last_segment(&paren.elem),
        _ => None,
    }
}

/// The first type argument.
fn argument(segment: &syn::PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

fn option_argument(ty: &Type) -> Option<&Type> {
    last_segment(ty)
        .filter(|segment| segment.ident == "Option")
        .and_then(argument)
}
