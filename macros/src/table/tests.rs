use quote::quote;

use super::*;

fn table(input: TokenStream) -> (Table, Vec<String>) {
    let mut context = Context::new();
    let input = syn::parse2(input).expect("a type");
    let table = parse::parse(&input, &mut context);
    (table, context.into_messages())
}

fn messages(input: TokenStream) -> Vec<String> {
    table(input).1
}

#[test]
fn a_whole_table() {
    let (shop, messages) = table(quote! {
        #[table(name = "shop", sk = "sk", tag = "kind")]
        #[table(index(name = "by_status", pk = "gsi1pk", sk = "gsi1sk"))]
        #[table(index(name = "by_region", pk = ["tenant", "region"], sk = ["year", "month"]))]
        #[table(local_index(name = "by_total", sk = "lsi1sk"))]
        struct Shop;
    });
    assert_eq!(messages, [""; 0]);
    assert_eq!((shop.name.as_str(), shop.partition.as_str()), ("shop", "pk"));
    assert_eq!((shop.sort.as_deref(), shop.tag.as_deref()), (Some("sk"), Some("kind")));
    let names: Vec<_> = shop
        .indexes
        .iter()
        .map(|index| (index.name.as_str(), index.local))
        .collect();
    assert_eq!(names, [("by_status", false), ("by_region", false), ("by_total", true)]);
    assert_eq!(shop.indexes[1].partition, ["tenant", "region"]);
}

#[test]
fn mistakes_are_named() {
    for (written, message) in [
        (
            quote!(
                #[table(pk = "pk")]
                struct T;
            ),
            "no name: add `#[table(name = \"shop\")]`",
        ),
        (
            quote!(
                #[table(name = "a b")]
                struct T;
            ),
            "the name of a table has letters, digits, `_`, `-` and `.`, and 255 of them at most",
        ),
        (
            quote!(
                #[table(name = "shop", index)]
                struct T;
            ),
            "`index` takes options in parentheses: `index(name = \"by_status\", pk = \"gsi1pk\", sk = \"gsi1sk\")`",
        ),
        (
            quote!(
                #[table(name = "shop", index(pk = "a"))]
                struct T;
            ),
            "no name: write `index(name = \"by_status\", pk = \"gsi1pk\", sk = \"gsi1sk\")`",
        ),
        (
            quote!(
                #[table(name = "shop", index(name = "by_x", sk = "a"))]
                struct T;
            ),
            "a global index needs a partition key: `pk = \"gsi1pk\"`",
        ),
        (
            quote!(
                #[table(name = "shop", index(name = "by_x", pk = ["a", "b", "c", "d", "e"]))]
                struct T;
            ),
            "the key of an index has up to four partition and four sort attributes",
        ),
        (
            quote!(
                #[table(name = "shop", local_index(name = "by_x", sk = "a"))]
                struct T;
            ),
            "a local index needs a table with a sort key: give the table an `sk`",
        ),
        (
            quote!(
                #[table(name = "shop", sk = "sk", local_index(name = "by_x", pk = "a", sk = "b"))]
                struct T;
            ),
            "a local index has the table's partition key: leave `pk` out",
        ),
        (
            quote!(
                #[table(name = "shop", index(name = "by_x", pk = "a"), index(name = "by_x", pk = "b"))]
                struct T;
            ),
            "there is an index `by_x` already",
        ),
        (
            quote!(
                #[table(name = "shop", index(name = "by_x", pk = a))]
                struct T;
            ),
            "`pk` takes the name of an attribute, or several: `pk = \"pk\"` or `pk = [\"year\", \"month\"]`",
        ),
        (
            quote!(
                #[table(name = "shop", index(name = "by_x", pk = "a", projection = KEYS_ONLY))]
                struct T;
            ),
            "`projection` takes what the index copies: `projection = all`, `projection = keys_only` or `projection = include(\"total\", \"note\")`",
        ),
        (
            quote!(
                #[table(name = "shop", index(name = "by_x", pk = "a", projection = include()))]
                struct T;
            ),
            "no attribute is included: write `projection = keys_only`, or name some",
        ),
        (
            quote!(
                #[table(name = "shop", index(name = "by_x", pk = "a", projection = include("a", "b", "a")))]
                struct T;
            ),
            "`a` is included twice",
        ),
        (
            quote!(
                #[table(name = "shop", index(name = "by_x", pk = "a", projection = include(
                    "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u"
                )))]
                struct T;
            ),
            "an index includes up to 20 attributes beside the keys",
        ),
        (
            quote!(
                #[table(name = "shop", idnex(name = "by_x", pk = "a"))]
                struct T;
            ),
            "unknown option `idnex`: did you mean `index`? `#[table(..)]` knows `name`, `pk`, `sk`, `tag`, `index`, `local_index`, `ttl`, `provisioned`, `allow_scan`, `timestamps`, `dates`, `booleans`, `binary` and `crate`",
        ),
    ] {
        assert_eq!(messages(written), [message]);
    }
}

#[test]
fn forms_of_all_entities() {
    let (shop, messages) = table(quote! {
        #[table(name = "shop", timestamps = unix_millis(truncate), binary = base64)]
        struct Shop;
    });
    assert_eq!(messages, [""; 0]);
    let forms: Vec<_> = shop.defaults.of_table().collect();
    assert_eq!(
        forms,
        [
            ("Timestamps", "UnixMillisTruncated"),
            ("Dates", "Native"),
            ("Booleans", "Native"),
            ("Binary", "Base64")
        ]
    );
}
