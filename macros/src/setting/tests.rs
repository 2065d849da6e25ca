use quote::quote;
use syn::parse_quote;

use super::*;
use crate::symbol::{CRATE, DEFAULT, ENTITY, ENTITY_FIELD, FIELD_PK, PK, RENAME, TABLE};

fn settings(attribute: Attribute, place: &Place) -> (Settings, Context) {
    let mut context = Context::new();
    let settings = Settings::of(&[attribute], "entity", place, &mut context);
    (settings, context)
}

#[test]
fn reads_names_values_and_lists() {
    let (mut settings, mut context) = settings(
        parse_quote!(#[entity(table = "users", pk = id, crate = ::my::ddbx,)]),
        &ENTITY,
    );
    assert_eq!(
        settings
            .string(&TABLE, &mut context)
            .map(|table| table.value())
            .as_deref(),
        Some("users")
    );
    assert!(
        settings
            .take(&PK)
            .is_some_and(|pk| pk.path().is_some_and(|path| path.is_ident("id")))
    );
    assert!(
        settings
            .path(&CRATE, &mut context)
            .is_some_and(|path| path.leading_colon.is_some())
    );
    assert!(settings.complete);
    assert_eq!(context.into_messages(), [""; 0]);
}

#[test]
fn other_attributes_are_not_ours() {
    let (mut settings, context) = settings(parse_quote!(#[serde(rename = "x")]), &ENTITY_FIELD);
    assert!(settings.take(&RENAME).is_none());
    assert!(context.is_clean());
}

#[test]
fn what_came_before_a_mistake_is_kept() {
    let (mut settings, context) = settings(parse_quote!(#[entity(table = "users", pk: id)]), &ENTITY);
    assert!(settings.take(&TABLE).is_some());
    assert!(!settings.complete, "`pk` cannot be called missing");
    assert_eq!(context.into_messages(), ["expected `,`"]);
}

#[test]
fn unknown_and_repeated_options_are_all_reported() {
    let (settings, context) = settings(
        parse_quote!(#[entity(tabel = "users", pk = id, pk = id, colour)]),
        &ENTITY,
    );
    assert!(!settings.complete);
    assert_eq!(
        context.into_messages(),
        [
            "unknown option `tabel`: did you mean `table`? `#[entity(..)]` on a struct knows `table`, `pk`, `sk`, `tag`, `write_id`, `rename_all`, `deny_unknown`, `timestamps`, `dates`, `booleans`, `binary` and `crate`",
            "`pk` is given twice",
            "unknown option `colour`; `#[entity(..)]` on a struct knows `table`, `pk`, `sk`, `tag`, `write_id`, `rename_all`, `deny_unknown`, `timestamps`, `dates`, `booleans`, `binary` and `crate`",
        ]
    );
}

#[test]
fn the_wrong_form_shows_the_right_one() {
    let (mut settings, mut context) = settings(parse_quote!(#[entity(pk = "a", rename, default(x))]), &ENTITY_FIELD);
    settings.flag(&FIELD_PK, &mut context);
    settings.string(&RENAME, &mut context);
    settings.path(&DEFAULT, &mut context);
    assert_eq!(
        context.into_messages(),
        [
            "`pk` takes no value here",
            "`rename` takes a string: `rename = \"name\"`",
            "`default` takes a path without quotes: `default`, `default = path::to::function` or `default = 0`",
        ]
    );
}

#[test]
fn an_attribute_needs_its_parentheses() {
    let (settings, context) = settings(parse_quote!(#[entity = "users"]), &ENTITY_FIELD);
    assert!(!settings.complete);
    assert_eq!(
        context.into_messages(),
        [
            "`#[entity(..)]` on a field takes options in parentheses: `pk`, `sk`, `rename = \"name\"`, `alias = \"old_name\"`, `default`, \
             `default = path::to::function` or `default = 0`, `skip`, `flatten` or `flatten = \"address_\"`, `rest`, `native`, `iso`, `unix` or `unix(truncate)`, `unix_millis` or `unix_millis(truncate)`, `zone`, `days`, `text_bool`, `base64`, `json`, `serde`, `with = path::to::module`, `lenient`, `null`"
        ]
    );
}

#[test]
fn values_from_a_users_macro_are_unwrapped() {
    let literal = proc_macro2::Group::new(proc_macro2::Delimiter::None, quote!("users"));
    let mut context = Context::new();
    let mut settings = Settings::parse(quote!(table = #literal), &ENTITY, &mut context);
    assert_eq!(
        settings
            .string(&TABLE, &mut context)
            .map(|table| table.value())
            .as_deref(),
        Some("users")
    );
}
