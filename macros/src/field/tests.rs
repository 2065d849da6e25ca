use proc_macro2::Span;
use quote::quote;

use super::expand::quoted;
use super::*;
use crate::context::Context;
use crate::symbol::ATTRIBUTE_FIELD;

fn fields(written: TokenStream) -> (Vec<Field>, Context) {
    let mut context = Context::new();
    let written = syn::parse2(written).expect("fields");
    let owner = Ident::new("Address", Span::call_site());
    let fields = parse(
        &owner,
        &written,
        "attribute",
        &ATTRIBUTE_FIELD,
        &Defaults::default(),
        &mut context,
    );
    (fields, context)
}

#[test]
fn options() {
    let (fields, context) = fields(quote! {{
        #[attribute(rename = "zip code", default = none)]
        zip: String,
        #[attribute(skip, default)]
        cache: Vec<Self>,
        r#type: u8,
    }});
    assert!(context.is_clean());
    let [zip, cache, r#type] = fields.try_into().ok().expect("three fields");
    assert_eq!(zip.attribute, "zip code");
    assert!(matches!(zip.default, Some(Default::Function(_))));
    assert!(zip.is_stored());
    assert!(matches!(cache.default, Some(Default::Trait)));
    assert!(!cache.is_stored());
    assert_eq!(cache.ty.to_string(), quote!(Vec<Address>).to_string());
    assert_eq!((r#type.name.as_str(), r#type.attribute.as_str()), ("type", "type"));
}

#[test]
fn mistakes_are_all_reported() {
    let (fields, mut context) = fields(quote! {{
        #[attribute(default("none"), rename = "")]
        zip: String,
        #[attribute(pk)]
        city: String,
        #[attribute(rename = "city")]
        town: String,
    }});
    duplicates(&fields, &mut context);
    assert!(!fields[1].complete);
    assert_eq!(
        context.into_messages(),
        [
            "the name of an attribute cannot be empty",
            "`default` takes nothing, a function or a value: `default`, `default = path::to::function` or `default = 0`",
            "unknown option `pk`; `#[attribute(..)]` on a field knows `rename`, `alias`, `default`, `skip`, `flatten`, `rest`, `native`, `iso`, `unix`, `unix_millis`, `zone`, `days`, `text_bool`, `base64`, `json`, `serde`, `with`, `lenient` and `null`",
            "`city` and `town` are both stored as `city`: give one of them another name with `rename = \"..\"`",
        ]
    );
}

#[test]
fn other_names() {
    let (fields, context) = fields(quote! {{
        #[attribute(alias = "zip", alias = "plz", rename = "code")]
        postal_code: String,
        #[attribute(flatten = "home_")]
        home: Option<Address>,
        #[attribute(rest)]
        rest: Item,
    }});
    assert!(context.is_clean());
    let names: Vec<_> = fields.iter().flat_map(Field::names).collect();
    assert_eq!(names, ["code", "zip", "plz"]);
    assert!(fields[1..].iter().all(|field| !field.is_stored()));
    let members = expand::members(&fields, &quote!(p).into()).to_string();
    let expected = quote! {
        p::Members::new(&["code", "zip", "plz"])
            .with_flattened(&[("home_", <Address as p::Flatten>::MEMBERS)])
            .with_rest()
    };
    assert_eq!(members, expected.to_string());
}

#[test]
fn mistakes_in_other_names_are_all_reported() {
    let (parsed, mut context) = fields(quote! {{
        #[attribute(alias = "a", alias = "b", alias = "a", alias = "")]
        first: u8,
        #[attribute(alias = "first", alias = "b", alias = "second", alias = b)]
        second: u8,
        #[attribute(skip, alias = "c")]
        third: u8,
    }});
    duplicates(&parsed, &mut context);
    assert_eq!(
        context.into_messages(),
        [
            "the name of an attribute cannot be empty",
            "`alias` takes a string: `alias = \"old_name\"`",
            "`third` has `skip`: what is not stored is not read",
            "`a` is an alias of `first` already",
            "`first` is stored as `first`: an alias is another name",
            "`b` is an alias of `first` already",
            "`second` is stored as `second`: an alias is another name",
        ]
    );
}

#[test]
fn an_inlined_field_has_no_other_options() {
    let (parsed, mut context) = fields(quote! {{
        #[attribute(flatten, rename = "a", default)]
        first: A,
        #[attribute(rest, unix)]
        rest: Item,
        #[attribute(rest, flatten)]
        both: Item,
        #[attribute(flatten = prefix)]
        prefix: A,
        #[attribute(rest = "x")]
        more: Item,
    }});
    inlined::check(
        &parsed,
        Some(&Ident::new("deny_unknown", Span::call_site())),
        &mut context,
    );
    assert_eq!(
        context.into_messages(),
        [
            "a field with `flatten` has no other options: it is not stored in an attribute of its own",
            "a field with `flatten` has no other options: it is not stored in an attribute of its own",
            "a field with `rest` has no other options: it is not stored in an attribute of its own",
            "`flatten` and `rest` are both given: a field has one of them",
            "`flatten` takes a prefix, or nothing: `flatten` or `flatten = \"address_\"`",
            "`rest` takes no value here",
            "`deny_unknown` refuses what `rest` would keep: leave one of them out",
            "`rest` keeps the rest already, and `more` would get nothing",
        ]
    );
}

#[test]
fn defaults() {
    let (fields, context) = fields(quote! {{
        #[attribute(default = -1)]
        number: Option<i8>,
        #[attribute(default = "x")]
        text: Box<str>,
        #[attribute(default = Self::MAX.clone())]
        value: Option<u8>,
        #[attribute(default = <Self as Limits>::max)]
        function: u8,
        #[attribute(default = Self::MAX)]
        constant: u8,
    }});
    assert!(context.is_clean());
    let fallbacks: Vec<_> = fields
        .iter()
        .map(|field| default::fallback(field, &quote!(p).into()).to_string())
        .collect();
    let expected = [
        quote!({
            let value: i8 = -1;
            ::core::option::Option::Some(value)
        }),
        quote!(<Box<str> as p::FromText>::from_text("x")),
        quote!(Address::MAX.clone()),
        quote!(<Address as Limits>::max()),
        quote!(Address::MAX),
    ];
    assert_eq!(fallbacks, expected.map(|tokens| tokens.to_string()));
}

#[test]
fn names_are_quoted_as_json() {
    assert_eq!(quoted("city"), r#""city":"#);
    assert_eq!(quoted("a\"b\\c"), r#""a\"b\\c":"#);
    assert_eq!(quoted("tab\tñ"), "\"tab\\u0009ñ\":");
}

#[test]
fn a_decoder_reads_into_one_tuple_and_takes_it_apart_once() {
    let (fields, _) =
        fields(quote! {{ parser: u8, #[attribute(skip)] skipped: u16, #[attribute(default = f)] name: u32 }});
    let decoding = Decoding::of(&fields, &Unnamed::ignored(), &quote!(p).into());
    assert_eq!(
        decoding.declare.to_string(),
        quote!(let mut slots = (::core::option::Option::None, ::core::option::Option::None,);).to_string()
    );
    assert_eq!(
        decoding.slots(&quote!(p).into()).to_string(),
        quote! {
            p::Slots::new(
                &["parser", "name"],
                &mut [<u8 as p::Decode<'de>>::slot(&mut slots.0), <u32 as p::Decode<'de>>::slot(&mut slots.1)]
            ).with_open(&[1usize])
        }
        .to_string()
    );
    assert_eq!(
        decoding.result.to_string(),
        quote! {
            if slots.1.is_none() {
                let value: u32 = f();
                slots.1 = ::core::option::Option::Some(value);
            }
            match slots {
                (::core::option::Option::Some(value_0), ::core::option::Option::Some(value_1),) =>
                    ::core::result::Result::Ok(Self {
                        parser: value_0,
                        skipped: <u16 as ::core::default::Default>::default(),
                        name: value_1,
                    }),
                _slots => ::core::result::Result::Err(p::CodecError::missing()),
            }
        }
        .to_string()
    );
}
