mod variants;

use quote::quote;

use super::model::{Key, Model};
use super::*;
use crate::field::Field;
use crate::projection::Projection;

fn model(input: TokenStream) -> (Option<Model>, Vec<String>) {
    let mut context = Context::new();
    let input = syn::parse2(input).expect("a type");
    let model = parse::parse(&input, &mut context).map(|written| check::check(written, &mut context));
    (model, context.into_messages())
}

fn messages(input: TokenStream) -> Vec<String> {
    model(input).1
}

fn checked(input: TokenStream) -> Model {
    let (model, messages) = model(input);
    assert_eq!(messages, [""; 0]);
    model.expect("an entity without errors has a model")
}

#[test]
fn a_whole_entity() {
    let model = checked(quote! {
        #[entity(table = "users", pk = "U#{id}", sk = "N#{n:010}#{id}")]
        pub struct User {
            #[entity(skip)]
            cache: Cache,
            id: String,
            #[entity(default = five)]
            visits: u32,
            #[entity(rename = "number")]
            n: u32,
        }
    });
    assert!(matches!(&model.table, model::Table::Own(name) if name == "users"));
    assert_eq!(model.handles, "UserFields");
    assert_eq!(model.key_fields(), [1, 3], "partition key first, each once");
    assert_eq!(model.number(1), 0, "skipped fields have no number");
    assert_eq!(model.number(3), 2);
    assert!(
        !model.is_key_attribute(1),
        "a placeholder is stored as an attribute of its own"
    );
    let attributes: Vec<_> = model.stored().map(|(_, field)| field.attribute.as_str()).collect();
    assert_eq!(attributes, ["id", "visits", "number"]);
}

#[test]
fn keys_that_are_fields() {
    let on_fields = checked(quote! {
        #[entity(table = "users")]
        struct User { #[entity(sk)] email: String, #[entity(pk)] id: String }
    });
    let on_the_struct = checked(quote! {
        #[entity(table = "users", pk = id, sk = email)]
        struct User { email: String, id: String }
    });
    for model in [on_fields, on_the_struct] {
        assert!(matches!(model.partition, Key::Field(1)));
        assert!(matches!(model.sort, Some(Key::Field(0))));
        assert_eq!(model.key_fields(), [1, 0]);
        assert!(model.is_key_attribute(0));
    }
}

#[test]
fn a_raw_name_is_written_without_its_prefix() {
    let model = checked(quote! {
        #[entity(table = "events", pk = "T#{type}", sk = r#move)]
        struct Event { r#type: String, r#move: u32 }
    });
    let Field { member, attribute, .. } = &model.fields[0];
    assert_eq!((member.to_string().as_str(), attribute.as_str()), ("r#type", "type"));
}

#[test]
fn the_handles_have_a_name_of_their_own() {
    let model = checked(quote! {
        #[entity(table = "users", pk = id)]
        struct User { id: String, fields: Vec<Box<UserFields>>, more: m::UserFields_ }
    });
    assert_eq!(model.handles, "UserFields__");
}

#[test]
fn self_is_spelled_out_in_types() {
    let model = checked(quote! {
        #[entity(table = "users", pk = id)]
        struct User { id: String, friends: Vec<(Self, u8)> }
    });
    assert_eq!(model.fields[1].ty.to_string(), quote!(Vec<(User, u8)>).to_string());
}

#[test]
fn what_is_missing() {
    assert_eq!(
        messages(quote! { struct User { id: String } }),
        [
            "no table: add `#[entity(table = \"users\")]`",
            "no partition key: put `#[entity(pk)]` on a field, or `pk = \"USER#{id}\"` or `pk = id` on the struct",
        ]
    );
    for input in [
        quote! { #[entity(table = "users", sk = email)] struct User { email: String } },
        quote! { #[entity(table = "users", sk = "E#{email}")] struct User { email: String } },
        quote! { #[entity(table = "users")] struct User { #[entity(sk)] email: String } },
    ] {
        assert_eq!(
            messages(input),
            ["an `sk` without a `pk`: the sort key is the second part of a key"]
        );
    }
}

#[test]
fn nothing_is_called_missing_after_an_option_that_was_not_understood() {
    for (input, count) in [
        (
            quote! { #[entity(tabel = "users", kp = id)] struct User { id: String } },
            2,
        ),
        (
            quote! { #[entity(table = "users", pk = 1)] struct User { id: String } },
            1,
        ),
        (
            quote! { #[entity(table = "users")] struct User { #[entity(kp)] id: String } },
            1,
        ),
        (quote! { #[entity] struct User { id: String } }, 1),
    ] {
        let messages = messages(input);
        assert_eq!(messages.len(), count, "{messages:?}");
    }
}

#[test]
fn tables_have_dynamodbs_names() {
    let refused = "the name of a table has letters, digits, `_`, `-` and `.`, and 255 of them at most";
    let long = "x".repeat(256);
    for table in ["", "my users", "users/2024", "größe", &long] {
        let input = quote! { #[entity(table = #table, pk = id)] struct User { id: String } };
        assert_eq!(messages(input), [refused]);
    }
    checked(quote! { #[entity(table = "my_users-2.0", pk = id)] struct User { id: String } });
}

#[test]
fn one_key_each() {
    assert_eq!(
        messages(quote! {
            #[entity(table = "users", pk = "U#{id}")]
            struct User { #[entity(pk)] id: String }
        }),
        ["`pk` is given twice, on the struct and here"]
    );
    assert_eq!(
        messages(quote! {
            #[entity(table = "users", pk = id)]
            struct User { id: String, #[entity(sk)] a: String, #[entity(sk)] b: String }
        }),
        ["`sk` is on two fields, `a` and `b`: a key of several fields is a template, `sk = \"{a}#{b}\"`"]
    );
    assert_eq!(
        messages(quote! { #[entity(table = "users", pk = id, sk = id)] struct User { id: String } }),
        ["`id` cannot be both the partition key and the sort key"]
    );
}

#[test]
fn unknown_fields() {
    assert_eq!(
        messages(quote! {
            #[entity(table = "users", pk = "U#{idd}#{colour}", sk = emial)]
            struct User { id: String, email: String }
        }),
        [
            "no field `idd`: did you mean `id`?",
            "no field `colour`",
            "no field `emial`: did you mean `email`?"
        ]
    );
}

#[test]
fn a_template_that_is_the_name_of_a_field() {
    assert_eq!(
        messages(quote! { #[entity(table = "users", pk = "id")] struct User { id: String } }),
        ["\"id\" is a constant key, the same for every item: the field is `pk = id`, a template of it `\"{id}\"`"]
    );
    checked(quote! { #[entity(table = "users", pk = id, sk = "PROFILE")] struct User { id: String } });
}

#[test]
fn attributes_do_not_collide() {
    assert_eq!(
        messages(quote! {
            #[entity(table = "users", pk = "U#{id}")]
            struct User {
                id: String,
                #[entity(rename = "id")]
                number: u32,
                #[entity(rename = "pk")]
                key: String,
                sk: String,
            }
        }),
        [
            "`id` and `number` are both stored as `id`: give one of them another name with `rename = \"..\"`",
            "`key` would be stored as `pk`, where the value of the key template goes: give it another name with `rename = \"..\"`",
        ]
    );
    // Only a template needs the name, and only fields that are stored take it.
    checked(quote! {
        #[entity(table = "users", pk = pk, sk = "N#{n:010}")]
        struct User { pk: String, n: u32, #[entity(skip)] sk: String, #[entity(skip, rename = "n")] m: u32 }
    });
}

#[test]
fn key_fields_are_stored_and_there() {
    assert_eq!(
        messages(quote! {
            #[entity(table = "users", pk = "U#{id}")]
            struct User { #[entity(skip)] id: String, #[entity(sk, default)] email: String }
        }),
        [
            "`id` is part of the key and cannot be skipped",
            "`email` is part of the key and needs no default: every item has its whole key",
        ]
    );
}

#[test]
fn what_is_stored_in_the_key_only_is_in_the_key() {
    let fields = |key: TokenStream| {
        quote! {
            #[entity(table = "users", #key)]
            struct User { #[entity(key_only)] id: String, name: String }
        }
    };
    for (key, message) in [
        (
            quote!(pk = name),
            "`id` is no placeholder of the key, and would be stored nowhere: `key_only` is for those of `pk` and `sk`, `pk = \"ID#{id}\"`",
        ),
        (
            quote!(pk = id),
            "`id` is a key by itself and stored once already: leave `key_only` out",
        ),
        (
            quote!(pk = name, by_id(pk = "ID#{id}")),
            "`id` is a placeholder of index `by_id` alone, and would be lost where an item is not in it: `key_only` is for placeholders of `pk` and `sk`",
        ),
        (
            quote!(pk = "ID#{id}", by_id(pk = id)),
            "`id` is stored in the key only, and index `by_id` goes by an attribute of it: write a template there, \"{id}\"",
        ),
    ] {
        assert_eq!(messages(fields(key)), [message]);
    }
    assert_eq!(
        messages(quote! {
            #[entity(table = Shop, pk = id)]
            struct User { #[entity(key_only)] id: String }
        }),
        ["`id` is a key as it is, and no placeholder that it could be read out of: write the template \"{id}\""]
    );
    assert_eq!(
        messages(quote! {
            #[entity(table = "users", pk = "ID#{id}#{at}")]
            struct User {
                #[entity(key_only, rename = "user_id")] id: String,
                #[entity(key_only, lenient)] at: u8,
                #[entity(rename = "id")] other: String,
            }
        }),
        [
            "`id` is stored in the key only and has no attribute to name: leave `rename` out",
            "`at` is stored in the key only, and a key is written and read one way: leave `lenient` out",
        ]
    );
    // A key with a mistake may hold any field.
    assert_eq!(
        messages(fields(quote!(pk = "ID#{ix}"))),
        ["no field `ix`: did you mean `id`?"]
    );
    assert!(messages(fields(quote!(pk = name, sk = "{id}", by_id(pk = "{id}", sk = name)))).is_empty());
    assert!(
        messages(quote! {
            #[entity(table = Shop, pk = "{id}", by_id(pk = id))]
            struct User { #[entity(key_only)] id: String }
        })
        .is_empty()
    );
}

#[test]
fn an_index_says_what_it_copies_where_its_table_does_not() {
    let model = checked(quote! {
        #[entity(table = "users", by_name(pk = name, projection = keys_only), by_age(pk = age))]
        struct User { #[entity(pk)] id: String, name: String, age: u8 }
    });
    let projections: Vec<_> = model.indexes.iter().map(|index| index.projection.as_ref()).collect();
    assert!(matches!(projections[..], [Some(Projection::KeysOnly), None]));
    assert_eq!(
        messages(quote! {
            #[entity(table = Shop, pk = id, by_name(pk = name, projection = all))]
            struct User { id: String, name: String }
        }),
        ["the table says what its indexes copy: leave this out"]
    );
}

#[test]
fn only_types_with_named_fields() {
    let shape = "an entity is a struct with named fields, `struct User { id: String }`, or an enum of such variants";
    let empty = "an enum without variants has no items: give it one, `Cat { id: String }`";
    let unnamed = "a variant of an entity has named fields, those of its key at least: `A { id: String }`";
    let generic = "an entity cannot be generic: its table, keys and attributes are constants of one type";
    for (input, message) in [
        (quote! { enum User { A } }, unnamed),
        (quote! { enum User {} }, empty),
        (quote! { enum User<T> { A { id: T } } }, generic),
        (quote! { union User { id: u32 } }, shape),
        (quote! { struct User(String); }, shape),
        (quote! { struct User; }, shape),
        (quote! { struct User<T> { id: T } }, generic),
        (quote! { struct User<'a> { id: &'a str } }, generic),
    ] {
        let (model, messages) = model(input);
        assert_eq!(messages, [message]);
        assert!(model.is_none());
    }
}

#[test]
fn a_faulty_entity_is_still_one() {
    let expanded = derive(quote! { #[entity(pk = "U#{idd}")] struct User { id: String } }).to_string();
    assert_eq!(expanded.matches("compile_error").count(), 2);
    assert!(expanded.contains(":: ddbx :: Entity for User"));
    assert!(
        !expanded.contains("check_key_kind"),
        "what the compiler would check was refused already"
    );
}

#[test]
fn the_crate_can_have_another_name() {
    let expanded = derive(quote! {
        #[entity(table = "users", pk = id, crate = my::dynamo)]
        struct User { id: String, #[entity(skip)] cache: u8 }
    });
    let expanded = expanded.to_string();
    assert!(expanded.contains("my :: dynamo :: __private"));
    assert!(!expanded.contains(":: ddbx"));
}

#[test]
fn every_expansion_is_rust() {
    let expanded = derive(quote! {
        #[entity(table = "users", pk = "U#{id}", sk = n)]
        struct User { id: String, n: u8, #[entity(default)] r#type: u8, #[entity(skip, default = f)] cache: u8 }
    });
    let file = syn::parse2::<syn::File>(expanded).expect("items");
    assert_eq!(file.items.len(), 1, "one block, which keeps our names to itself");
}

#[test]
fn rename_all_changes_attributes_and_no_names_of_fields() {
    let model = checked(quote! {
        #[entity(table = "users", rename_all = "camelCase", pk = "U#{user_id}", sk = placed_at)]
        struct User { user_id: String, placed_at: u64, #[entity(rename = "full_name")] name: String }
    });
    let attributes: Vec<_> = model.stored().map(|(_, field)| field.attribute.as_str()).collect();
    assert_eq!(attributes, ["userId", "placedAt", "full_name"]);
    assert_eq!(
        messages(quote! {
            #[entity(table = "users", rename_all = "PascalCase", pk = UserId)]
            struct User { user_id: String, #[entity(rename = "UserId")] other: String }
        }),
        [
            "no field `UserId`: did you mean `user_id`?",
            "`user_id` and `other` are both stored as `UserId`: give one of them another name with `rename = \"..\"`",
        ]
    );
}

#[test]
fn fields_without_an_attribute_are_no_keys() {
    assert_eq!(
        messages(quote! {
            #[entity(table = "users", sk = "S#{address}", by_rest(pk = rest))]
            struct User { #[entity(pk, flatten)] id: Id, #[entity(flatten)] address: Address, #[entity(rest)] rest: Item }
        }),
        [
            "`id` is flattened and cannot be part of a key: it has no attribute of its own, only its members have",
            "`address` is flattened and cannot be part of a key: it has no attribute of its own, only its members have",
            "`rest` keeps the rest and cannot be part of a key: it has no attribute of its own",
        ]
    );
}

#[test]
fn aliases_are_other_names() {
    assert_eq!(
        messages(quote! {
            #[entity(table = "users", sk = "S#{name}", write_id)]
            struct User { #[entity(pk, alias = "key")] id: String, #[entity(alias = "sk", alias = "_w")] name: String }
        }),
        [
            "`id` is the key itself and has no alias: an item without the attribute could not be in the table",
            "`sk` is where the value of the key template goes: an alias is another name",
            "`_w` is where the write id goes: an alias is another name",
        ]
    );
    checked(quote! {
        #[entity(table = "users", pk = "U#{id}", deny_unknown)]
        struct User { #[entity(alias = "key")] id: String }
    });
}
