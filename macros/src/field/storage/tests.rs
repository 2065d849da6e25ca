use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Ident;

use super::super::{Decoding, Encoding, Field, Unnamed, parse};
use super::*;
use crate::symbol::{ATTRIBUTE_FIELD, ENTITY};

fn fields(struct_options: TokenStream, written: TokenStream) -> (Vec<Field>, Context) {
    let mut context = Context::new();
    let mut settings = Settings::parse(struct_options, &ENTITY, &mut context);
    let defaults = Defaults::take(&mut settings, &mut context);
    let written = syn::parse2(written).expect("fields");
    let owner = Ident::new("Thing", Span::call_site());
    let fields = parse(&owner, &written, "attribute", &ATTRIBUTE_FIELD, &defaults, &mut context);
    (fields, context)
}

fn stored(fields: &[Field]) -> Vec<String> {
    fields
        .iter()
        .map(|field| field.stored_type(&quote!(p).into()).to_string().replace(' ', ""))
        .collect()
}

#[test]
fn a_field_has_the_type_of_its_form() {
    let (fields, context) = fields(
        TokenStream::new(),
        quote! {{
            plain: u8,
            #[attribute(lenient, null)]
            same: Option<u8>,
            #[attribute(unix)]
            seconds: SystemTime,
            #[attribute(unix_millis(truncate))]
            about: std::option::Option<SystemTime>,
            #[attribute(text_bool, lenient)]
            open: bool,
            #[attribute(with = a::cents)]
            r#type: Option<Self>,
        }},
    );
    assert!(context.is_clean());
    assert_eq!(
        stored(&fields),
        [
            "u8",
            "Option<u8>",
            "p::form::As<SystemTime,p::form::Unix>",
            "::core::option::Option<p::form::As<SystemTime,p::form::UnixMillisTruncated>>",
            "p::form::As<bool,p::form::Lenient<p::form::TextBool>>",
            "::core::option::Option<p::form::As<Thing,__With__type>>",
        ]
    );
    let with = with_forms(&fields, &quote!(p).into()).to_string();
    assert!(
        with.contains("impl p :: form :: Form < Thing > for __With__type"),
        "{with}"
    );
}

#[test]
fn a_struct_says_the_form_of_types_written_like_this() {
    let (fields, context) = fields(
        quote!(timestamps = unix(truncate), booleans = text_bool, binary = base64),
        quote! {{
            a: SystemTime,
            b: Option<jiff::Timestamp>,
            c: DateTime<Utc>,
            d: jiff::civil::DateTime,
            e: Vec<u8>,
            f: Vec<u16>,
            g: Option<bytes::Bytes>,
            h: bool,
            #[attribute(native)]
            i: bool,
            #[attribute(iso)]
            j: SystemTime,
            k: (bool, u8),
        }},
    );
    assert!(context.is_clean());
    assert_eq!(
        stored(&fields),
        [
            "p::form::As<SystemTime,p::form::UnixTruncated>",
            "::core::option::Option<p::form::As<jiff::Timestamp,p::form::UnixTruncated>>",
            "p::form::As<DateTime<Utc>,p::form::UnixTruncated>",
            "jiff::civil::DateTime",
            "p::form::As<Vec<u8>,p::form::Base64>",
            "Vec<u16>",
            "::core::option::Option<p::form::As<bytes::Bytes,p::form::Base64>>",
            "p::form::As<bool,p::form::TextBool>",
            "bool",
            "p::form::As<SystemTime,p::form::Iso>",
            "(bool,u8)",
        ]
    );
}

#[test]
fn mistakes_are_all_reported() {
    let (_, context) = fields(
        quote!(timestamps = seconds, booleans = iso, binary = "base64"),
        quote! {{
            #[attribute(unix, iso)]
            twice: SystemTime,
            #[attribute(native, unix)]
            neither: SystemTime,
            #[attribute(iso(truncate))]
            cut: SystemTime,
            #[attribute(unix = true)]
            value: SystemTime,
            #[attribute(with = "cents")]
            quoted: Number,
            #[attribute(null)]
            null: String,
            #[attribute(skip, lenient)]
            skipped: u8,
        }},
    );
    assert_eq!(
        context.into_messages(),
        [
            "`timestamps` takes a storage form: `timestamps = iso`, `timestamps = unix`, `timestamps = unix_millis` or `timestamps = zone`",
            "`booleans` takes a storage form: `booleans = text_bool`",
            "`binary` takes a storage form: `binary = base64`",
            "`iso` and `unix` are both storage forms: a field has one",
            "`native` and `unix` are both storage forms: a field has one",
            "`iso` is written `iso`",
            "`unix` is written `unix` or `unix(truncate)`",
            "`with` takes the path of a module without quotes: `with = path::to::module`",
            "`null` is for a field whose type is written `Option<..>`: it stores NULL for `None`",
            "`skipped` has `skip`: what is not stored has no storage form",
        ]
    );
}

#[test]
fn what_is_written_and_read_for_a_form() {
    let (fields, _) = fields(
        TokenStream::new(),
        quote! {{
            #[attribute(unix)]
            at: A,
            #[attribute(unix)]
            maybe: Option<A>,
            #[attribute(unix, null)]
            null: Option<A>,
            #[attribute(null)]
            note: Option<B>,
            #[attribute(lenient)]
            count: u8,
        }},
    );
    let private = quote!(p).into();
    let Encoding { bounds, members } = Encoding::of(fields.iter(), &private);
    let bound = quote!(let _ = <p::form::Unix as p::form::Form<A>>::encode;);
    assert_eq!(bounds.to_string(), quote!(#bound #bound #bound).to_string());
    assert_eq!(
        members.to_string(),
        quote! {
            &[
                ("\"at\":", <_ as p::Encode>::member(&p::form::Borrowed::<A, p::form::Unix>::new(&self.at))),
                ("\"maybe\":", <_ as p::Encode>::member(&::core::option::Option::map(
                    ::core::option::Option::as_ref(&self.maybe), p::form::Borrowed::<A, p::form::Unix>::new
                ))),
                ("\"null\":", <_ as p::Encode>::member(&p::form::OrNull(::core::option::Option::map(
                    ::core::option::Option::as_ref(&self.null), p::form::Borrowed::<A, p::form::Unix>::new
                )))),
                ("\"note\":", <_ as p::Encode>::member(&p::form::OrNull(::core::option::Option::as_ref(&self.note)))),
                ("\"count\":", <u8 as p::Encode>::member(&self.count)),
            ]
        }
        .to_string()
    );
    let decoding = Decoding::of(&fields, &Unnamed::ignored(), &private);
    assert_eq!(
        decoding.declare.to_string(),
        quote! {
            let _ = <u8 as p::form::Cast>::cast;
            let mut slots = (
                p::FormedPlace::required(<p::form::Unix as p::form::Form<A>>::decode),
                p::FormedPlace::optional(<p::form::Unix as p::form::Form<A>>::decode_option),
                p::FormedPlace::optional(<p::form::Unix as p::form::Form<A>>::decode_option),
                ::core::option::Option::None,
                p::FormedPlace::lenient(p::Parser::lenient::<u8>),
            );
        }
        .to_string()
    );
    let slots = decoding.slots(&private).to_string();
    let places = quote!(&mut [
        slots.0.slot(),
        slots.1.slot(),
        slots.2.slot(),
        <Option<B> as p::Decode<'de>>::slot(&mut slots.3),
        slots.4.slot()
    ]);
    assert!(slots.contains(&places.to_string()), "{slots}");
}

#[test]
fn a_shared_table_says_the_form_of_what_nobody_else_does() {
    let mut context = Context::new();
    let mut settings = Settings::parse(quote!(booleans = text_bool), &ENTITY, &mut context);
    let table = syn::parse_quote!(a::Shop);
    let defaults = Defaults::take(&mut settings, &mut context).in_table(Some(&table));
    let written = syn::parse_quote! {{ a: bool, b: Option<SystemTime>, c: String, #[attribute(native)] d: Vec<u8> }};
    let owner = Ident::new("Thing", Span::call_site());
    let fields = parse(&owner, &written, "attribute", &ATTRIBUTE_FIELD, &defaults, &mut context);
    assert!(context.is_clean());
    assert_eq!(
        stored(&fields),
        [
            "p::form::As<bool,p::form::TextBool>",
            "::core::option::Option<<<a::Shopasp::Table>::Timestampsasp::form::TableForm<SystemTime>>::Stored>",
            "String",
            "Vec<u8>",
        ]
    );
}
