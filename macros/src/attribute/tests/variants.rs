use proc_macro2::TokenStream;
use quote::quote;

use super::super::parse::{Body, Shape};
use super::{messages, parsed};

const FIX: &str = "say where its name goes, `#[attribute(tag = \"kind\")]` on the enum, beside the data, or \
                   `#[attribute(tag = \"kind\", content = \"value\")]`";

#[test]
fn data_needs_a_tag() {
    assert_eq!(
        messages(quote! { enum Payment { Cash, Card(String), Invoice { number: u32 } } }),
        [format!("`Card` carries data: {FIX}")]
    );
}

#[test]
fn tagged() {
    let (shape, messages) = parsed(quote! {
        #[attribute(tag = "kind", rename_all = "kebab-case")]
        enum Payment { InCash, Card(Card), #[attribute(rename = "bill")] Invoice { number: u32, #[attribute(skip)] seen: bool } }
    });
    assert_eq!(messages, [""; 0]);
    let Some(Shape::Tagged(tagged)) = shape else {
        panic!("a tagged enum")
    };
    assert_eq!((tagged.tag.as_str(), tagged.content), ("kind", None));
    let stored: Vec<_> = tagged.variants.iter().map(|variant| variant.stored.as_str()).collect();
    assert_eq!(stored, ["in-cash", "card", "bill"]);
    let bodies: Vec<_> = tagged.variants.into_iter().map(|variant| variant.body).collect();
    assert!(matches!(&bodies[..], [Body::Unit, Body::Newtype(_), Body::Fields(fields)] if fields.len() == 2));
}

#[test]
fn a_tag_of_unit_variants_is_a_map_all_the_same() {
    let (shape, messages) = parsed(quote! { #[attribute(tag = "kind")] enum Status { Open, Paid } });
    assert_eq!(messages, [""; 0]);
    assert!(matches!(shape, Some(Shape::Tagged(_))));
}

#[test]
fn numbers() {
    let (shape, messages) = parsed(quote! {
        #[attribute(number)]
        enum Level { Low = -0x10, Mid, Max = MAX, Beyond }
    });
    assert_eq!(messages, [""; 0]);
    let Some(Shape::Numbers(numbers)) = shape else {
        panic!("numbers")
    };
    let shown: Vec<_> = numbers.iter().map(|number| number.shown.as_str()).collect();
    assert_eq!(shown, ["Low = -16", "Mid = -15", "Max", "Beyond"]);
}

#[test]
fn what_cannot_be() {
    let several = "a tuple variant has one field, `Card(Data)`; several fields need names: `Card { number: u32, .. }`";
    let cases: [(TokenStream, &str); 16] = [
        (
            quote! { #[attribute(tag = "kind")] enum Payment { Card(String, u8) } },
            several,
        ),
        (
            quote! { #[attribute(tag = "kind", content = "value")] enum Payment { Card(String, u8) } },
            several,
        ),
        (quote! { #[attribute(tag = "kind")] enum Payment { Card() } }, several),
        (
            quote! { #[attribute(tag = "kind")] enum Payment { Card { kind: u8 } } },
            "`kind` would be stored as `kind`, where the tag goes: give it another name with `rename = \"..\"`, or the \
             enum another `tag`",
        ),
        (
            quote! { #[attribute(tag = "kind")] enum Payment { Card { #[attribute(rename = "a")] b: u8, a: u8 } } },
            "`b` and `a` are both stored as `a`: give one of them another name with `rename = \"..\"`",
        ),
        (
            quote! { #[attribute(tag = "kind")] enum Payment { Card(#[attribute(rename = "x")] Card) } },
            "the field of a tuple variant has no options: it is stored as its own type",
        ),
        (
            quote! { #[attribute(tag = "kind", content = "kind")] enum Payment { Card(String) } },
            "`kind` is the tag already: data has an attribute of its own",
        ),
        (
            quote! { #[attribute(content = "data")] enum Payment { Card(String) } },
            "`content` needs a `tag`, which says what the content is: `tag = \"kind\", content = \"data\"`",
        ),
        (
            quote! { #[attribute(tag = "")] enum Payment { Cash } },
            "the name of an attribute cannot be empty",
        ),
        (
            quote! { #[attribute(tag = kind)] enum Payment { Card(String) } },
            "`tag` takes a string: `tag = \"kind\"`",
        ),
        (
            quote! { #[attribute(number)] enum Level { Low(u8) } },
            "`Low` carries data, and a number is all that would be stored: use `#[attribute(tag = \"kind\")]` on the \
             enum instead of `number`",
        ),
        (
            quote! { #[attribute(number)] enum Level { #[attribute(rename = "1")] Low } },
            "`Low` is stored as its number: write `Low = 3`, not `rename`",
        ),
        (
            quote! { #[attribute(number, rename_all = "lowercase")] enum Level { Low } },
            "an enum with `number` is stored as its numbers: `rename_all` has no use here",
        ),
        (
            quote! { #[attribute(number, tag = "kind")] enum Level { Low } },
            "an enum with `number` is stored as its numbers: `tag` has no use here",
        ),
        (
            quote! { #[attribute(number = "u8")] enum Level { Low } },
            "`number` takes no value here",
        ),
        (
            quote! { #[attribute(tag = "kind", rename_all = "lowercase")] enum Level { Low, LOW } },
            "`Low` and `LOW` are both stored as `low`: give one of them another name with `rename = \"..\"`",
        ),
    ];
    for (input, message) in cases {
        assert_eq!(messages(input), [message]);
    }
}

#[test]
fn a_field_of_the_tags_name_may_stand_in_the_content_or_be_skipped() {
    for input in [
        quote! { #[attribute(tag = "kind", content = "value")] enum Payment { Card { kind: u8, value: u8 } } },
        quote! { #[attribute(tag = "kind")] enum Payment { Card { #[attribute(skip)] kind: u8 } } },
    ] {
        assert_eq!(messages(input), [""; 0]);
    }
}
