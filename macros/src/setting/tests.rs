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
    let known = format!(
        "`#[entity(..)]` on a struct knows {}",
        crate::word::list(ENTITY.names())
    );
    assert_eq!(
        context.into_messages(),
        [
            format!("unknown option `tabel`: did you mean `table`? {known}"),
            "`pk` is given twice".to_owned(),
            format!("unknown option `colour`; {known}"),
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
    let messages = context.into_messages();
    let beginning =
        "`#[entity(..)]` on a field takes options in parentheses: `pk`, `sk`, `id = uuid` or `id = ulid`, `version`";
    assert!(
        messages.len() == 1 && messages[0].starts_with(beginning),
        "{messages:?}"
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
