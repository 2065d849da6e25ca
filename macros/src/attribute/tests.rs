mod variants;

use quote::quote;

use super::parse::{Document, Shape};
use super::*;
use crate::rename::Case;

fn parsed(input: TokenStream) -> (Option<Shape>, Vec<String>) {
    let mut context = Context::new();
    let input = syn::parse2(input).expect("a type");
    let shape = parse::parse(&input, &mut context).shape;
    (shape, context.into_messages())
}

fn messages(input: TokenStream) -> Vec<String> {
    parsed(input).1
}

#[test]
fn the_three_shapes() {
    let (newtype, messages) = parsed(quote! { struct Email(String); });
    assert_eq!(messages, [""; 0]);
    assert!(matches!(newtype, Some(Shape::Newtype(_))));

    let (document, messages) = parsed(quote! { struct Address { city: String } });
    assert_eq!(messages, [""; 0]);
    assert!(matches!(document, Some(Shape::Struct(document)) if document.fields.len() == 1));

    let (status, messages) = parsed(quote! {
        #[attribute(rename_all = "snake_case")]
        enum Status { Open, InTransit = 5, #[attribute(rename = "Done!")] Done, r#Static }
    });
    assert_eq!(messages, [""; 0]);
    let Some(Shape::Variants(variants)) = status else {
        panic!("an enum")
    };
    let stored: Vec<_> = variants.iter().map(|variant| variant.stored.as_str()).collect();
    assert_eq!(stored, ["open", "in_transit", "Done!", "static"]);
}

#[test]
fn cases() {
    let all = |variant: &str| {
        use Case::{Camel, Kebab, Lower, Pascal, ScreamingSnake, Snake, Upper};
        [Lower, Upper, Snake, ScreamingSnake, Kebab, Camel, Pascal].map(|case| case.apply(variant))
    };
    assert_eq!(
        all("InTransit"),
        [
            "intransit",
            "INTRANSIT",
            "in_transit",
            "IN_TRANSIT",
            "in-transit",
            "inTransit",
            "InTransit"
        ]
    );
    assert_eq!(
        all("HTTPError"),
        [
            "httperror",
            "HTTPERROR",
            "http_error",
            "HTTP_ERROR",
            "http-error",
            "httpError",
            "HttpError"
        ]
    );
    assert_eq!(
        all("V2Beta"),
        ["v2beta", "V2BETA", "v2_beta", "V2_BETA", "v2-beta", "v2Beta", "V2Beta"]
    );
    assert_eq!(all("A"), ["a", "A", "a", "A", "a", "a", "A"]);
    assert_eq!(Case::Snake.apply("Half_Done"), "half_done");
}

#[test]
fn an_enum_without_variants() {
    assert_eq!(
        messages(quote! { enum Empty {} }),
        ["an enum without variants has nothing to store: give it one, `enum Status { Open }`"]
    );
}

#[test]
fn variants_do_not_collide() {
    assert_eq!(
        messages(quote! {
            #[attribute(rename_all = "lowercase")]
            enum Status { Open, #[attribute(rename = "open")] Opened, #[attribute(rename = "")] Empty }
        }),
        [
            "`Open` and `Opened` are both stored as `open`: give one of them another name with `rename = \"..\"`",
            "the name of a variant cannot be empty",
        ]
    );
}

#[test]
fn unknown_cases() {
    let known = "`rename_all` knows `lowercase`, `UPPERCASE`, `snake_case`, `SCREAMING_SNAKE_CASE`, `kebab-case`, \
                 `camelCase` and `PascalCase`";
    assert_eq!(
        messages(quote! { #[attribute(rename_all = "snakecase")] enum Status { Open } }),
        [format!("no case `snakecase`: did you mean `snake_case`? {known}")]
    );
    assert_eq!(
        messages(quote! { #[attribute(rename_all = "train")] enum Status { Open } }),
        [format!("no case `train`; {known}")]
    );
}

#[test]
fn other_shapes_are_refused_with_what_is_accepted() {
    for (input, message) in [
        (
            quote! { struct Pair(String, u8); },
            "a tuple struct has one field, `struct Email(String)`; several fields need names: `struct Address { city: String }`",
        ),
        (
            quote! { struct Unit; },
            "a struct without fields has nothing to store: give it one, `struct Email(String)`",
        ),
        (
            quote! { struct Generic<T>(T); },
            "an attribute type cannot be generic: derive it for each type that is stored",
        ),
        (
            quote! { union Union { a: u8 } },
            "a union cannot be stored: ddbx would not know which of its fields it holds",
        ),
        (
            quote! { struct Email(#[attribute(rename = "x")] String); },
            "the field of a newtype has no options: it is stored as its own type",
        ),
        (
            quote! { #[attribute(rename_all = "lowercase")] struct Email(String); },
            "a newtype has no names to change: it is stored as its own type",
        ),
    ] {
        assert_eq!(messages(input), [message]);
    }
}

#[test]
fn an_unknown_variant_is_refused_with_the_known_ones_and_without_the_value() {
    let expanded = derive(quote! { enum Status { Open, Paid } }).to_string();
    assert!(
        expanded.contains(r#""unknown variant; `Status` knows `Open` and `Paid`""#),
        "{expanded}"
    );
}

#[test]
fn a_faulty_type_is_still_an_attribute() {
    let expanded = derive(quote! { enum Payment { Card(String) } }).to_string();
    assert_eq!(expanded.matches("compile_error").count(), 1);
    for implemented in ["Type", "Encode", "Decode < 'de >", "Attribute"] {
        assert!(
            expanded.contains(&format!("{implemented} for Payment")),
            "{implemented}"
        );
    }
}

#[test]
fn every_expansion_is_rust() {
    for input in [
        quote! { #[attribute(tag = "kind")] enum Payment { Cash, Card(Card), Invoice { r#type: u32 } } },
        quote! { #[attribute(tag = "t", content = "c")] enum Payment { Cash, Card(String), Invoice { r#type: u32 } } },
        quote! { #[attribute(number)] enum Priority { Low = -1, r#Mid, High = 7 } },
        quote! { struct Email(String); },
        quote! { struct Address { city: String, #[attribute(skip)] r#type: u8 } },
        quote! { #[attribute(crate = my::dynamo)] enum Status { Open } },
        quote! { struct Broken(u8, u8); },
    ] {
        syn::parse2::<syn::File>(derive(input)).expect("items");
    }
}

#[test]
fn rename_all_of_a_struct() {
    let (shape, messages) = parsed(quote! {
        #[attribute(rename_all = "camelCase")]
        struct Address { postal_code: String, #[attribute(rename = "the_city")] city_name: String, r#type: u8, __: u8 }
    });
    assert_eq!(messages, [""; 0]);
    let Some(Shape::Struct(Document { fields, .. })) = shape else {
        panic!("a struct")
    };
    let stored: Vec<_> = fields.iter().map(|field| field.attribute.as_str()).collect();
    assert_eq!(stored, ["postalCode", "the_city", "type", "__"]);
    assert_eq!(
        self::messages(quote! { #[attribute(rename_all = "lowercase")] struct Pair { a_b: u8, ab: u8 } }),
        ["`a_b` and `ab` are both stored as `ab`: give one of them another name with `rename = \"..\"`"]
    );
}
