use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Ident;

use super::super::{Defaults, Field, parse};
use crate::context::Context;
use crate::symbol::ENTITY_FIELD;

fn fields(written: TokenStream) -> (Vec<Field>, Vec<String>) {
    let mut context = Context::new();
    let written = syn::parse2(written).expect("fields");
    let owner = Ident::new("Thing", Span::call_site());
    let fields = parse(
        &owner,
        &written,
        "entity",
        &ENTITY_FIELD,
        &Defaults::default(),
        &mut context,
    );
    (fields, context.into_messages())
}

#[test]
fn each_option_is_read() {
    let (fields, messages) = fields(quote! {{
        #[entity(id = uuid)]
        a: String,
        #[entity(id = ulid)]
        b: String,
        #[entity(version)]
        c: u64,
        #[entity(created_at)]
        d: SystemTime,
        #[entity(updated_at)]
        e: SystemTime,
        #[entity(expires)]
        f: Option<SystemTime>,
        #[entity(sensitive, validate = a::strong)]
        g: String,
    }});
    assert_eq!(messages, [""; 0]);
    let tokens: Vec<_> = fields.iter().map(|field| field.managed.tokens().count()).collect();
    assert_eq!(tokens, [1, 1, 1, 1, 1, 1, 0]);
    assert_eq!(fields[0].managed.id.as_ref().map(|id| id.kind), Some("UuidV7"));
    assert_eq!(fields[1].managed.id.as_ref().map(|id| id.kind), Some("UlidKind"));
    assert!(fields[2].default.is_some(), "an item without a version can be read");
    let seconds = fields[5].stored_type(&quote!(p).into()).to_string().replace(' ', "");
    assert_eq!(
        seconds,
        "::core::option::Option<p::form::As<SystemTime,p::form::UnixTruncated>>"
    );
    assert!(fields[6].managed.sensitive.is_some() && fields[6].managed.validate.is_some());
}

#[test]
fn a_time_span_has_a_unit() {
    for (written, seconds) in [
        ("90s", 90),
        ("15m", 900),
        ("12h", 43_200),
        ("30d", 2_592_000),
        ("100000000000000d", 8_640_000_000_000_000_000),
    ] {
        assert_eq!(super::seconds(written), Some(seconds), "{written}");
    }
    for written in [
        "",
        "s",
        "90",
        "+9s",
        "-9s",
        "1.5h",
        "0s",
        "9 s",
        "9w",
        "9é",
        "1000000000000000000d",
    ] {
        assert_eq!(super::seconds(written), None, "{written}");
    }
}
