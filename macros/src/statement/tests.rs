use proc_macro2::TokenStream;
use quote::quote;
use syn::parse_quote;

use super::input::{self, Asked, Input};
use super::options::Options;
use crate::context::Context;
use crate::symbol::{GET, QUERY};

const USAGE: &str = "query!(Order, total > 100)";

fn query(tokens: TokenStream) -> (Option<Input<Asked>>, Vec<String>) {
    let (mut context, mut written) = (Context::new(), quote!((ddbx)));
    written.extend(tokens);
    let input = input::read(written, USAGE, |rest| input::asked(rest, USAGE, &QUERY), &mut context);
    (input, context.into_messages())
}

/// The condition and the options.
fn asked(tokens: TokenStream) -> (Option<String>, String) {
    let (input, messages) = query(tokens);
    assert_eq!(messages, [""; 0]);
    let Asked { condition, options } = input.unwrap().rest;
    (
        condition.map(|condition| quote!(#condition).to_string()),
        options.to_string(),
    )
}

/// What a whole macro says.
fn errors(expanded: &TokenStream) -> Vec<String> {
    let text = expanded.to_string();
    text.match_indices("compile_error ! { \"")
        .map(|(at, begin)| {
            let message = &text[at + begin.len()..];
            message[..message.find("\" }").unwrap()].replace("\\\"", "\"")
        })
        .collect()
}

#[test]
fn conditions_and_options_are_told_apart() {
    for (tokens, condition, options) in [
        (quote!(Order), None, ""),
        (quote!(Order,), None, ""),
        (quote!(Order, a == 1), Some("a == 1"), ""),
        (quote!(Order, a == 1,), Some("a == 1"), ""),
        (quote!(Order, consistent), None, "consistent"),
        (
            quote!(shop::Order, index = "x", hydrate),
            None,
            "index = \"x\" , hydrate",
        ),
        (quote!(Order, a == 1, consistent), Some("a == 1"), "consistent"),
        // Fields may be called like options.
        (quote!(Order, index == 1), Some("index == 1"), ""),
        (quote!(Order, consistent.exists()), Some("consistent . exists ()"), ""),
        // And so are methods not taken for fields.
        (quote!(Order, take = 3), None, "take = 3"),
    ] {
        assert_eq!(asked(tokens), (condition.map(str::to_owned), options.to_owned()));
    }
}

#[test]
fn the_path_of_the_library_and_the_entity_come_first() {
    let (input, messages) = query(quote!(shop::Order, a == 1));
    let input = input.unwrap();
    let entity = input.entity;
    assert_eq!(quote!(#entity).to_string(), "shop :: Order");
    assert_eq!(input.library.to_string(), "ddbx");
    assert_eq!(messages, [""; 0]);
}

#[test]
fn what_is_cut_short_names_what_stands_before() {
    for (tokens, message) in [
        (quote!(), "name an entity: `query!(Order, total > 100)`"),
        (
            quote!("Order"),
            "the name of an entity comes first: `query!(Order, total > 100)`",
        ),
        (
            quote!(Order a == 1),
            "a comma stands behind the entity: `query!(Order, total > 100)`",
        ),
        (quote!(Order, a == ), "something is missing behind `==`"),
        (quote!(Order, a == 1 && ), "something is missing behind `&&`"),
        (
            quote!(Order, a == 1 b == 2),
            "conditions are joined by `&&` or `||`, and options follow behind a comma",
        ),
    ] {
        assert_eq!(query(tokens).1, [message]);
    }
}

fn options(tokens: TokenStream) -> Vec<String> {
    let mut context = Context::new();
    Options::parse(tokens, &QUERY, &mut context);
    context.into_messages()
}

#[test]
fn options_are_read_once() {
    let mut context = Context::new();
    let read = Options::parse(
        quote!(index = "by_status", consistent, select = shop::View,),
        &QUERY,
        &mut context,
    );
    assert!(context.is_clean());
    assert!(read.index().is_some() && read.consistent().is_some() && read.select().is_some());
    let asked = read.asked(&parse_quote!(Order), &quote!(ddbx).into()).to_string();
    assert!(
        asked.contains("on_index (\"by_status\") . consistent () . of_selection"),
        "{asked}"
    );
    assert_eq!(options(quote!(consistent, consistent)), ["`consistent` is given twice"]);
    assert_eq!(options(quote!(consistent = true)), ["`consistent` takes no value here"]);
    assert_eq!(
        options(quote!(index = by_status)),
        ["`index` takes a string: `index = \"by_status\"`"]
    );
}

#[test]
fn methods_and_conditions_are_no_options() {
    assert_eq!(
        options(quote!(take = 3, descending)),
        [
            "`take` is said by a method: `query!(..).take(20)`",
            "`descending` is said by a method: `query!(..).descending()`",
        ]
    );
    let stray = "conditions stand before the options, joined by `&&` or `||`";
    for tokens in [
        quote!(total == 2),
        quote!(total > 2),
        quote!(total.exists()),
        quote!(&&total > 5),
        quote!(consistent, total == 2),
    ] {
        assert_eq!(options(tokens), [stray]);
    }
}

#[test]
fn a_view_may_be_read_from_the_table() {
    assert_eq!(options(quote!(hydrate, select = View)), [""; 0]);
}

#[test]
fn each_macro_knows_its_own_options() {
    let mut context = Context::new();
    Options::parse(quote!(hydrate), &GET, &mut context);
    assert_eq!(
        context.into_messages(),
        ["unknown option `hydrate`; `get!` knows `consistent` and `select`"]
    );
}

#[test]
fn a_query_without_its_mistakes_is_checked_all_the_same() {
    let expanded = super::query(quote!((ddbx) Order, a = 1, consistant));
    assert_eq!(errors(&expanded).len(), 2);
    let expanded = super::query(quote!((ddbx) Order, a.bad() && b == 2));
    assert_eq!(
        errors(&expanded),
        [
            "no condition `bad`; there are `begins_with`, `between`, `contains`, `exists`, `is_in`, `is_null`, `is_type`, `not_exists` and `size`"
        ]
    );
    assert!(
        expanded.to_string().contains("unplanned"),
        "`b` is bound: its type is checked"
    );
}

#[test]
fn a_key_is_written_by_its_fields() {
    for (tokens, message) in [
        (
            quote!(Order),
            "the key stands in braces: `get!(Order { customer, number })`",
        ),
        (
            quote!(Order(a, b)),
            "the key stands in braces: `get!(Order { customer, number })`",
        ),
        (quote!(Order { a, .. }), "a key is named whole: leave `..` out"),
        (
            quote!(Order { a == 1 }),
            "the value of a field stands behind a colon: `a: ..`",
        ),
        (
            quote!(Order { "ann" }),
            "the fields of a key are named, as in `get!(Order { customer, number })`",
        ),
        (quote!(Order { a, a: 2 }), "`a` is given twice"),
        (quote!(Order { a } consistent), "options follow behind a comma"),
    ] {
        assert_eq!(errors(&super::get(quote!((ddbx) #tokens))), [message]);
    }
    assert_eq!(
        errors(&super::get(quote!((ddbx) Order { a, b: 2 }, consistent))),
        [""; 0]
    );
}

#[test]
fn keys_follow_a_comma() {
    for (tokens, message) in [
        (quote!(User), "which keys? `get_many!(Order, keys)`"),
        (quote!(User,), "which keys? `get_many!(Order, keys)`"),
        (
            quote!(User ids),
            "a comma stands behind the entity: `get_many!(Order, keys)`",
        ),
        (quote!(User, ids consistent), "options follow behind a comma"),
    ] {
        assert_eq!(errors(&super::get_many(quote!((ddbx) #tokens))), [message]);
    }
}
