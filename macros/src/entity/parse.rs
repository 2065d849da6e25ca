//! What was written on the struct, before anything is compared with anything.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Data, DeriveInput, Expr, Fields, LitStr, Path};

use crate::context::Context;
use crate::field::{self, Defaults, Field};
use crate::rename::{self, Case};
use crate::setting::{Setting, Settings, Value};
use crate::symbol::{
    CRATE, DENY_UNKNOWN, ENTITY, ENTITY_FIELD, ENTITY_INDEX, INDEX_PK, INDEX_SK, LOCAL, PK, SK, Symbol, TABLE, TAG,
    WRITE_ID,
};

/// An entity as its author wrote it.
pub(super) struct Written {
    pub(super) name: Ident,
    /// A name for the struct of field handles that nothing in the entity uses.
    pub(super) handles: Ident,
    /// The path of `ddbx`.
    pub(super) library: TokenStream,
    pub(super) table: Option<Table>,
    pub(super) pk: Option<Source>,
    pub(super) sk: Option<Source>,
    pub(super) indexes: Vec<WrittenIndex>,
    pub(super) tag: Option<LitStr>,
    pub(super) write_id: Option<WriteId>,
    /// Whether attributes that no field names are refused.
    pub(super) deny_unknown: bool,
    /// Whether every option was understood; else nothing can be called missing.
    pub(super) complete: bool,
    pub(super) fields: Vec<Field>,
}

/// What stands behind `pk =` and `sk =`.
pub(super) enum Source {
    Field(Ident),
    Template(LitStr),
}

/// What stands behind `table =`.
pub(super) enum Table {
    /// The name of a table of the entity's own.
    Own(LitStr),
    /// A struct that derives `Table`.
    Shared(Path),
}

/// The key of an index: `by_status(pk = "STATUS#{status}", sk = placed_at)`.
pub(super) struct WrittenIndex {
    pub(super) name: Ident,
    pub(super) partition: Vec<Source>,
    pub(super) sort: Vec<Source>,
    /// `local`, as written.
    pub(super) local: Option<Ident>,
}

/// What stands behind `write_id`.
pub(super) struct WriteId {
    /// For the caret of errors.
    pub(super) setting: Setting,
    /// `None`: none was named.
    pub(super) attribute: Option<LitStr>,
}

/// The entity, unless it has not even the shape of one.
pub(super) fn parse(input: &DeriveInput, context: &mut Context) -> Option<Written> {
    let fields = named_fields(input, context)?;
    if !input.generics.params.is_empty() {
        context.error(
            &input.generics,
            "an entity cannot be generic: its table, keys and attributes are constants of one type",
        );
        return None;
    }
    let mut settings = Settings::of(&input.attrs, "entity", &ENTITY, context);
    let table = table(&mut settings, context);
    let pk = key(&mut settings, &PK, context);
    let sk = key(&mut settings, &SK, context);
    let write_id = write_id(&mut settings, context);
    let tag = settings.string(&TAG, context);
    let case = Case::take(&mut settings, context);
    let deny_unknown = settings.flag(&DENY_UNKNOWN, context);
    let library = settings
        .path(&CRATE, context)
        .map_or_else(|| quote!(::ddbx), ToTokens::into_token_stream);
    let shared = match &table {
        Some(Table::Shared(path)) => Some(path),
        Some(Table::Own(_)) | None => None,
    };
    let defaults = Defaults::take(&mut settings, context).in_table(shared);
    let mut complete = settings.complete;
    let indexes = settings.rest();
    let indexes = indexes
        .iter()
        .filter_map(|setting| index(setting, &mut complete, context));
    let indexes = indexes.collect();
    let mut fields = field::parse(&input.ident, fields, "entity", &ENTITY_FIELD, &defaults, context);
    rename::rename_all(&mut fields, case);
    field::check_inlined(&fields, deny_unknown.as_ref(), context);
    Some(Written {
        name: input.ident.clone(),
        handles: unused_name(input),
        library,
        table,
        pk,
        sk,
        write_id,
        indexes,
        tag,
        deny_unknown: deny_unknown.is_some(),
        complete: complete && fields.iter().all(|field| field.complete),
        fields,
    })
}

fn named_fields<'a>(input: &'a DeriveInput, context: &mut Context) -> Option<&'a syn::FieldsNamed> {
    let message = "an entity is a struct with named fields: `struct User { id: String }`";
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Some(fields),
            Fields::Unnamed(fields) => context.error(fields, message),
            Fields::Unit => context.error(&input.ident, message),
        },
        Data::Enum(data) => context.error(data.enum_token, message),
        Data::Union(data) => context.error(data.union_token, message),
    }
    None
}

fn table(settings: &mut Settings, context: &mut Context) -> Option<Table> {
    let setting = settings.take(&TABLE)?;
    let table = match setting.string() {
        Some(name) => Some(Table::Own(name)),
        None => setting.path().map(Table::Shared),
    };
    if table.is_none() {
        let message = format!(
            "`table` takes the name of a table, or a struct that derives `Table`: `{}`",
            TABLE.form
        );
        context.error(&setting, message);
        settings.complete = false;
    }
    table
}

fn index(setting: &Setting, complete: &mut bool, context: &mut Context) -> Option<WrittenIndex> {
    let Value::List(options) = &setting.value else {
        return None;
    };
    let mut settings = Settings::parse(options.clone(), &ENTITY_INDEX, context);
    let partition = sources(&mut settings, &INDEX_PK, context);
    let sort = sources(&mut settings, &INDEX_SK, context);
    let local = settings.flag(&LOCAL, context);
    *complete &= settings.complete;
    settings.complete.then(|| WrittenIndex {
        name: setting.name.clone(),
        partition,
        sort,
        local,
    })
}

/// One field or template, or several fields.
fn sources(settings: &mut Settings, symbol: &Symbol, context: &mut Context) -> Vec<Source> {
    let Some(setting) = settings.take(symbol) else {
        return Vec::new();
    };
    let sources: Option<Vec<_>> = match &setting.value {
        Value::Expr(Expr::Array(array)) => array
            .elems
            .iter()
            .map(|element| match element {
                Expr::Path(path) => path.path.get_ident().cloned().map(Source::Field),
                _ => None,
            })
            .collect(),
        _ => source(&setting).map(|source| vec![source]),
    };
    match sources {
        Some(sources) if (1..=MOST_ATTRIBUTES).contains(&sources.len()) => sources,
        _ => {
            let message = format!(
                "`{}` takes a template, a field, or up to four fields: `{}`",
                symbol.name, symbol.form
            );
            context.error(&setting, message);
            settings.complete = false;
            Vec::new()
        }
    }
}

/// Of the key of an index.
///
/// Source: <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.DesignPattern.MultiAttributeKeys.html>.
const MOST_ATTRIBUTES: usize = 4;

fn key(settings: &mut Settings, symbol: &Symbol, context: &mut Context) -> Option<Source> {
    let setting = settings.take(symbol)?;
    let source = source(&setting);
    if source.is_none() {
        let message = format!(
            "`{}` takes a template or the name of a field: `{}`",
            symbol.name, symbol.form
        );
        context.error(&setting, message);
        settings.complete = false;
    }
    source
}

fn write_id(settings: &mut Settings, context: &mut Context) -> Option<WriteId> {
    let setting = settings.take(&WRITE_ID)?;
    let attribute = setting.string();
    if attribute.is_none() && !matches!(setting.value, Value::None) {
        let message = format!(
            "`write_id` takes the name of an attribute, or nothing: `{}`",
            WRITE_ID.form
        );
        context.error(&setting, message);
        settings.complete = false;
    }
    Some(WriteId { setting, attribute })
}

fn source(setting: &Setting) -> Option<Source> {
    match setting.string() {
        Some(template) => Some(Source::Template(template)),
        None => setting.path()?.get_ident().cloned().map(Source::Field),
    }
}

/// The struct of handles has a name that rustc shows (``no field `idd` on type `UserFields` ``), so it is one that can
/// be read; and it shadows types of that name, so it must not be one the entity uses.
fn unused_name(input: &DeriveInput) -> Ident {
    let mut used = HashSet::new();
    collect_names(input.to_token_stream(), &mut used);
    let mut name = format!("{}Fields", syn::ext::IdentExt::unraw(&input.ident));
    while used.contains(&name) {
        name.push('_');
    }
    Ident::new(&name, proc_macro2::Span::call_site())
}

fn collect_names(tokens: TokenStream, names: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect_names(group.stream(), names),
            TokenTree::Ident(ident) => drop(names.insert(ident.to_string())),
            TokenTree::Literal(_) | TokenTree::Punct(_) => {}
        }
    }
}
