//! What was written on the struct, before anything is compared with anything.

mod variants;

use proc_macro2::{Ident, TokenStream};
use syn::{Data, DataEnum, DeriveInput, Expr, Fields, FieldsNamed, LitInt, LitStr, Path};

use variants::Reading;
pub(super) use variants::Variant;

use crate::context::Context;
use crate::field::{self, Defaults, Field, handles};
use crate::library::Library;
use crate::projection::Projection;
use crate::rename::{self, Case};
use crate::setting::{Setting, Settings, Value};
use crate::symbol::{
    ALLOW_SCAN, CRATE, DENY_UNKNOWN, ENTITY, ENTITY_ENUM, ENTITY_FIELD, ENTITY_INDEX, GARDE, HOOKS, INDEX_PK, INDEX_SK,
    LOCAL, PK, SCHEMA_VERSION, SK, Symbol, TABLE, TAG, TAG_IN, UPCAST, VALIDATE, WRITE_ID,
};

/// An entity as its author wrote it.
pub(super) struct Written {
    pub(super) name: Ident,
    /// A name for the struct of field handles that nothing in the entity uses.
    pub(super) handles: Ident,
    /// The path of `ddbx`.
    pub(super) library: Library,
    pub(super) table: Option<Table>,
    pub(super) pk: Option<Source>,
    pub(super) sk: Option<Source>,
    pub(super) indexes: Vec<WrittenIndex>,
    pub(super) tag: Option<LitStr>,
    /// Where the items of an enum say which variant they are.
    pub(super) tag_in: Option<LitStr>,
    pub(super) write_id: Option<WriteId>,
    pub(super) whole: Whole,
    /// Whether attributes that no field names are refused.
    pub(super) deny_unknown: bool,
    /// Whether every option was understood; else nothing can be called missing.
    pub(super) complete: bool,
    /// Of an enum, those that all variants have alike, before those of some.
    pub(super) fields: Vec<Field>,
    /// Of an enum.
    pub(super) variants: Vec<Variant>,
}

/// What an entity can be.
enum Body<'a> {
    Struct(&'a FieldsNamed),
    Enum(&'a DataEnum),
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
    /// And how it is written.
    pub(super) projection: Option<(Projection, TokenStream)>,
}

/// The options that are about the entity as a whole.
pub(super) struct Whole {
    /// `hooks`, as written.
    pub(super) hooks: Option<Ident>,
    /// The function that says whether an entity is valid.
    pub(super) validate: Option<Path>,
    /// `garde`, as written.
    pub(super) garde: Option<Ident>,
    pub(super) schema_version: Option<SchemaVersion>,
    /// The function that brings an older item to the form of now.
    pub(super) upcast: Option<Path>,
    /// Whether it may be scanned.
    pub(super) allow_scan: bool,
}

/// `schema_version = 2`
pub(super) struct SchemaVersion {
    /// As written, for the caret of errors.
    pub(super) literal: LitInt,
    pub(super) number: u32,
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
    let body = body(input, context)?;
    if !input.generics.params.is_empty() {
        context.error(
            &input.generics,
            "an entity cannot be generic: its table, keys and attributes are constants of one type",
        );
        return None;
    }
    let place = match body {
        Body::Struct(_) => &ENTITY,
        Body::Enum(_) => &ENTITY_ENUM,
    };
    let mut settings = Settings::of(&input.attrs, "entity", place, context);
    let table = table(&mut settings, context);
    let pk = key(&mut settings, &PK, context);
    let sk = key(&mut settings, &SK, context);
    let write_id = write_id(&mut settings, context);
    let tag = settings.string(&TAG, context);
    let whole = Whole {
        hooks: settings.flag(&HOOKS, context),
        validate: settings.path(&VALIDATE, context),
        garde: settings.flag(&GARDE, context),
        schema_version: schema_version(&mut settings, context),
        upcast: settings.path(&UPCAST, context),
        allow_scan: settings.flag(&ALLOW_SCAN, context).is_some(),
    };
    let tag_in = settings.string(&TAG_IN, context);
    let case = Case::take(&mut settings, context);
    let deny_unknown = settings.flag(&DENY_UNKNOWN, context);
    let library = Library::called(settings.path(&CRATE, context));
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
    let (fields, variants) = match body {
        Body::Struct(fields) => {
            let mut fields = field::parse(&input.ident, fields, "entity", &ENTITY_FIELD, &defaults, context);
            rename::rename_all(&mut fields, case);
            field::check_inlined(&fields, deny_unknown.as_ref(), context);
            (fields, Vec::new())
        }
        Body::Enum(data) => {
            let reading = Reading {
                entity: &input.ident,
                defaults: &defaults,
                case,
                deny_unknown: deny_unknown.as_ref(),
            };
            let variants = variants::parse(data, &reading, &mut complete, context);
            if variants.is_empty() {
                return None;
            }
            (variants::merge(data, &reading), variants)
        }
    };
    Some(Written {
        name: input.ident.clone(),
        handles: handles::name(input),
        library,
        table,
        pk,
        sk,
        write_id,
        whole,
        indexes,
        tag,
        tag_in,
        deny_unknown: deny_unknown.is_some(),
        complete: complete && fields.iter().all(|field| field.complete),
        fields,
        variants,
    })
}

fn body<'a>(input: &'a DeriveInput, context: &mut Context) -> Option<Body<'a>> {
    let message = "an entity is a struct with named fields, `struct User { id: String }`, or an enum of such variants";
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Some(Body::Struct(fields)),
            Fields::Unnamed(fields) => context.error(fields, message),
            Fields::Unit => context.error(&input.ident, message),
        },
        Data::Enum(data) if data.variants.is_empty() => {
            context.error(
                &input.ident,
                "an enum without variants has no items: give it one, `Cat { id: String }`",
            );
        }
        Data::Enum(data) => return Some(Body::Enum(data)),
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
    let projection = Projection::take(&mut settings, context);
    *complete &= settings.complete;
    settings.complete.then(|| WrittenIndex {
        name: setting.name.clone(),
        partition,
        sort,
        local,
        projection,
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

fn schema_version(settings: &mut Settings, context: &mut Context) -> Option<SchemaVersion> {
    let setting = settings.take(&SCHEMA_VERSION)?;
    let literal = setting.integer();
    let version = literal.and_then(|literal| {
        let number = literal.base10_parse().ok().filter(|number| *number > 0)?;
        Some(SchemaVersion { literal, number })
    });
    if version.is_none() {
        let message = format!("`schema_version` is a number from 1 on: `{}`", SCHEMA_VERSION.form);
        context.error(&setting, message);
    }
    version
}

fn source(setting: &Setting) -> Option<Source> {
    match setting.string() {
        Some(template) => Some(Source::Template(template)),
        None => setting.path()?.get_ident().cloned().map(Source::Field),
    }
}
