//! Entities that are enums.

use quote::quote;

use super::parse::Variant;
use super::{checked, messages};

#[test]
fn fields_that_all_variants_have_alike_come_first() {
    let model = checked(quote! {
        #[entity(table = Zoo, pk = "CAGE#{cage}", sk = "{id}")]
        enum Animal {
            Cat { lives: u8, cage: String, id: String, #[entity(rename = "n")] name: String },
            #[entity(tag = "dog")]
            Dog { id: String, cage: String, #[entity(rename = "m")] name: String, lives: u8, breed: String },
            r#Fn { id: String, cage: String, lives: u16 },
        }
    });
    let names = |partial: bool| -> Vec<_> {
        let fields = model.fields.iter().filter(|field| field.partial == partial);
        fields.map(|field| field.name.as_str()).collect()
    };
    assert_eq!(names(false), ["cage", "id"]);
    assert_eq!(
        names(true),
        ["lives", "name", "name", "breed", "lives"],
        "each that differs"
    );
    assert_eq!(model.common().len(), 2);
    let tags: Vec<_> = model.variants.iter().map(Variant::tag).collect();
    assert_eq!(tags, ["Cat", "dog", "Fn"]);
}

#[test]
fn a_key_is_made_of_fields_of_all_variants() {
    let partial = "is not in every variant alike: a key is made of fields that all of them have, of the same type, written \
                   alike, with the same options";
    let found = messages(quote! {
        #[entity(table = "zoo", pk = "A#{id}", sk = lives, by_breed(pk = breed))]
        enum Animal { Cat { id: String, lives: u8 }, Dog { id: u32, breed: String } }
    });
    assert_eq!(
        found,
        ["id", "lives", "breed"].map(|name| format!("`{name}` {partial}"))
    );
    let on_a_field = messages(quote! {
        #[entity(table = "zoo")]
        enum Animal { Cat { #[entity(pk)] id: String }, Dog { id: String } }
    });
    assert_eq!(on_a_field, [format!("`id` {partial}")]);
}

#[test]
fn what_is_wrong_with_a_field_is_said_once() {
    let found = messages(quote! {
        #[entity(table = "zoo", pk = id)]
        enum Animal { Cat { id: String, #[entity(unixx)] seen: u8 }, Dog { id: String } }
    });
    assert_eq!(found.len(), 1, "{found:?}");
    let of_all = messages(quote! {
        #[entity(table = "zoo", pk = id)]
        enum Animal { Cat { id: String }, Dog { id: String, a: u8, #[entity(rename = "a")] b: u8 } }
    });
    assert_eq!(
        of_all,
        ["`a` and `b` are both stored as `a`: give one of them another name with `rename = \"..\"`"]
    );
}

#[test]
fn a_variant_has_named_fields() {
    let found = messages(quote! {
        #[entity(table = "zoo", pk = id)]
        enum Animal { Cat { id: String }, Nothing, Tuple(String) }
    });
    let expected = ["Nothing", "Tuple"].map(|name| {
        format!("a variant of an entity has named fields, those of its key at least: `{name} {{ id: String }}`")
    });
    assert_eq!(found, expected);
}

#[test]
fn tags_differ_and_have_a_place() {
    let same = messages(quote! {
        #[entity(table = Zoo, pk = id)]
        enum Animal { Cat { id: String }, #[entity(tag = "Cat")] Dog { id: String }, #[entity(tag = "")] Fish { id: String } }
    });
    assert_eq!(
        same,
        [
            "items of `Cat` and of `Dog` both have the tag `Cat`: give one of them another with `tag = \"..\"`",
            "a tag cannot be empty"
        ]
    );
    let taken = messages(quote! {
        #[entity(table = "zoo", pk = id, write_id = "kind", tag_attribute = "kind")]
        enum Animal { Cat { id: String }, Dog { id: String, kind: String } }
    });
    assert_eq!(taken.len(), 3, "{taken:?}");
    assert!(taken[1].contains("`kind` would be stored as `kind`, where the tag goes"));
    assert!(taken[2].contains("`kind` is where the tag goes"));
    let template = messages(quote! {
        #[entity(table = "zoo", pk = "A#{id}", tag_attribute = "pk")]
        enum Animal { Cat { id: String } }
    });
    assert_eq!(
        template,
        ["`pk` is where the value of a key template goes: give the tag another name"]
    );
    let shared = messages(quote! {
        #[entity(table = Zoo, pk = id, tag_attribute = "kind")]
        enum Animal { Cat { id: String } }
    });
    assert_eq!(
        shared,
        ["the table says where its items say what they are: leave this out"]
    );
}
