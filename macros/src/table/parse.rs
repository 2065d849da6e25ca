use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{DeriveInput, Expr, ExprLit, Lit};

use super::{Index, Table};
use crate::context::Context;
use crate::field::Defaults;
use crate::library::Library;
use crate::name;
use crate::projection::Projection;
use crate::setting::{Setting, Settings, Value};
use crate::symbol::{
    ALLOW_SCAN, CRATE, INDEX, INDEX_NAME, LOCAL_INDEX, NAME, PROVISIONED, READ, Symbol, TABLE_CAPACITY, TABLE_INDEX,
    TABLE_PK, TABLE_SK, TABLE_STRUCT, TABLE_TAG, TTL, WRITE,
};

/// DynamoDB's limit.
///
/// Source: <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.DesignPattern.MultiAttributeKeys.html>.
const MOST_ATTRIBUTES: usize = 4;

pub(super) fn parse(input: &DeriveInput, context: &mut Context) -> Table {
    if !input.generics.params.is_empty() {
        context.error(&input.generics, "a table cannot be generic: it is one table");
    }
    let mut settings = Settings::of(&input.attrs, "table", &TABLE_STRUCT, context);
    let name = settings.string(&NAME, context);
    let partition = attribute(&mut settings, &TABLE_PK, context);
    let sort = attribute(&mut settings, &TABLE_SK, context);
    let tag = attribute(&mut settings, &TABLE_TAG, context);
    let ttl = attribute(&mut settings, &TTL, context);
    let provisioned = settings
        .take(&PROVISIONED)
        .and_then(|setting| capacity(&setting, context));
    let allow_scan = settings.flag(&ALLOW_SCAN, context).is_some();
    let library = Library::called(settings.path(&CRATE, context));
    let defaults = Defaults::take(&mut settings, context);
    match &name {
        Some(literal) => name::check_table(literal, context),
        None if settings.complete => {
            context.error(&input.ident, format!("no name: add `#[table({})]`", NAME.form));
        }
        None => {}
    }
    let mut indexes: Vec<Index> = Vec::new();
    let is_complete = settings.complete;
    for setting in settings.rest() {
        let is_local = setting.name == LOCAL_INDEX.name;
        let Some(index) = index(&setting, is_local, sort.is_some() || !is_complete, context) else {
            continue;
        };
        if indexes.iter().any(|earlier| earlier.name == index.name) {
            context.error(&setting, format!("there is an index `{}` already", index.name));
        }
        indexes.push(index);
    }
    Table {
        ident: input.ident.clone(),
        library,
        name: name.map(|name| name.value()).unwrap_or_default(),
        partition: partition.unwrap_or_else(|| TABLE_PK.name.to_owned()),
        sort,
        tag,
        ttl,
        provisioned,
        allow_scan,
        indexes,
        defaults,
    }
}

/// `provisioned(read = 5, write = 5)`
fn capacity(setting: &Setting, context: &mut Context) -> Option<(u64, u64)> {
    let message = format!(
        "capacity is provisioned in units of one and more: `{}`",
        PROVISIONED.form
    );
    let Value::List(options) = &setting.value else {
        context.error(setting, message);
        return None;
    };
    let mut settings = Settings::parse(options.clone(), &TABLE_CAPACITY, context);
    let mut units = |symbol| {
        let units = settings.take(symbol)?.integer()?.base10_parse().ok();
        units.filter(|units| *units > 0)
    };
    let capacity = units(&READ).zip(units(&WRITE));
    if capacity.is_none() && settings.complete {
        context.error(setting, message);
    }
    capacity
}

fn index(setting: &Setting, is_local: bool, has_sort: bool, context: &mut Context) -> Option<Index> {
    let symbol = if is_local { &LOCAL_INDEX } else { &INDEX };
    let Value::List(options) = &setting.value else {
        let message = format!("`{}` takes options in parentheses: `{}`", symbol.name, symbol.form);
        context.error(setting, message);
        return None;
    };
    let mut settings = Settings::parse(options.clone(), &TABLE_INDEX, context);
    let name = settings.string(&INDEX_NAME, context);
    let partition = attributes(&mut settings, &TABLE_PK, context);
    let sort = attributes(&mut settings, &TABLE_SK, context);
    let projection = Projection::take(&mut settings, context).map_or(Projection::All, |(projection, _)| projection);
    if !settings.complete {
        return None;
    }
    let Some(name) = name else {
        context.error(setting, format!("no name: write `{}`", symbol.form));
        return None;
    };
    name::check_index(&name, context);
    let message = match (is_local, partition.len(), sort.len()) {
        (true, 1.., _) => "a local index has the table's partition key: leave `pk` out",
        (true, _, 1) if !has_sort => "a local index needs a table with a sort key: give the table an `sk`",
        (true, _, 1) => return Some(written(&name.value(), true, partition, sort, projection)),
        (true, _, _) => "a local index has one sort key: `sk = \"lsi1sk\"`",
        (false, 0, _) => "a global index needs a partition key: `pk = \"gsi1pk\"`",
        (false, 1..=MOST_ATTRIBUTES, 0..=MOST_ATTRIBUTES) => {
            return Some(written(&name.value(), false, partition, sort, projection));
        }
        (false, _, _) => "the key of an index has up to four partition and four sort attributes",
    };
    context.error(options, message);
    None
}

fn written(name: &str, local: bool, partition: Vec<String>, sort: Vec<String>, projection: Projection) -> Index {
    Index {
        name: name.to_owned(),
        local,
        partition,
        sort,
        projection,
    }
}

/// The name of one attribute.
fn attribute(settings: &mut Settings, symbol: &Symbol, context: &mut Context) -> Option<String> {
    let literal = settings.string(symbol, context)?;
    name::check_attribute(&literal, context);
    Some(literal.value())
}

/// The names of one attribute, or of several: `["year", "month"]`.
fn attributes(settings: &mut Settings, symbol: &Symbol, context: &mut Context) -> Vec<String> {
    let Some(setting) = settings.take(symbol) else {
        return Vec::new();
    };
    let elements = match &setting.value {
        Value::Expr(Expr::Array(array)) => array.elems.iter().cloned().collect(),
        Value::Expr(expression) => vec![expression.clone()],
        Value::List(_) | Value::None => Vec::new(),
    };
    let mut names = Vec::new();
    for element in &elements {
        let Expr::Lit(ExprLit {
            lit: Lit::Str(literal), ..
        }) = element
        else {
            return refused(&setting, symbol, settings, context);
        };
        name::check_attribute(literal, context);
        names.push(literal.value());
    }
    if names.is_empty() {
        return refused(&setting, symbol, settings, context);
    }
    names
}

fn refused(setting: &Setting, symbol: &Symbol, settings: &mut Settings, context: &mut Context) -> Vec<String> {
    let tokens: TokenStream = setting.to_token_stream();
    let message = format!(
        "`{0}` takes the name of an attribute, or several: `{1}` or `{0} = [\"year\", \"month\"]`",
        symbol.name, symbol.form
    );
    context.error(tokens, message);
    settings.complete = false;
    Vec::new()
}
