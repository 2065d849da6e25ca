use quote::quote;

use super::*;

fn parsed(input: TokenStream) -> (Option<View>, Vec<String>) {
    let mut context = Context::new();
    let input = syn::parse2(input).expect("a type");
    let view = parse::parse(&input, &mut context);
    (view, context.into_messages())
}

fn fields(view: &View) -> Vec<[String; 3]> {
    let text = |field: &Viewed| [field.member.to_string(), field.ty.to_string(), field.from.to_string()];
    view.fields.iter().map(text).collect()
}

#[test]
fn a_view_names_fields_of_an_entity() {
    let (view, messages) = parsed(quote! {
        #[view(crate::shop::Order, crate = my::ddbx)]
        struct Summary {
            id: Uuid,
            #[view(from = total)]
            amount: Decimal,
            r#type: Option<Self>,
            #[view(from = r#new)]
            r#move: u8,
        }
    });
    assert_eq!(messages, [""; 0]);
    let view = view.expect("a view");
    let entity = &view.entity;
    assert_eq!(quote!(#entity).to_string(), "crate :: shop :: Order");
    assert_eq!(view.library.to_string(), "my :: ddbx");
    assert_eq!(
        fields(&view),
        [
            ["id", "Uuid", "id"],
            ["amount", "Decimal", "total"],
            ["r#type", "Option < Summary >", "r#type"],
            ["r#move", "u8", "r#new"],
        ]
        .map(|field| field.map(str::to_owned))
    );
}

#[test]
fn a_field_is_named_once() {
    let (view, messages) = parsed(quote! {
        #[view(Order)]
        struct Summary { #[view(from = total)] a: u8, total: u8, #[view(from = a)] b: u8 }
    });
    assert_eq!(
        messages,
        ["`a` is read from `total` already: a view names a field once"]
    );
    assert_eq!(view.map(|view| view.fields.len()), Some(2));
}

#[test]
fn every_mistake_is_an_error_of_its_own() {
    for (input, expected) in [
        (
            quote!(
                struct Summary {
                    total: u8,
                }
            ),
            "a view says whose fields it names: `#[view(Order)]`",
        ),
        (
            quote!(
                #[view]
                struct Summary {
                    total: u8,
                }
            ),
            "`#[view(..)]` takes the entity in parentheses: `#[view(Order)]`",
        ),
        (
            quote!(
                #[view()]
                struct Summary {
                    total: u8,
                }
            ),
            "a view says whose fields it names: `#[view(Order)]`",
        ),
        (
            quote!(
                #[view("Order")]
                struct Summary {
                    total: u8,
                }
            ),
            "a view names its entity as a path: `#[view(Order)]`",
        ),
        (
            quote!(
                #[view(Order, Line)]
                struct Summary {
                    total: u8,
                }
            ),
            "a view is of one entity: `#[view(Order)]`",
        ),
        (
            quote!(
                #[view(Order, flatten)]
                struct Summary {
                    total: u8,
                }
            ),
            "unknown option `flatten`; `#[view(..)]` on a struct knows `crate`",
        ),
        (
            quote!(
                #[view(Order, create = ddbx)]
                struct Summary {
                    total: u8,
                }
            ),
            "unknown option `create`: did you mean `crate`? `#[view(..)]` on a struct knows `crate`",
        ),
        (
            quote!(
                #[view(Order)]
                struct Summary {
                    #[view(form = total)]
                    amount: u8,
                }
            ),
            "unknown option `form`: did you mean `from`? `#[view(..)]` on a field knows `from`",
        ),
        (
            quote!(
                #[view(Order)]
                struct Summary {
                    #[view(from = "total")]
                    amount: u8,
                }
            ),
            "`from` takes the name of a field of the entity, without quotes: `from = total`",
        ),
        (
            quote!(
                #[view(Order)]
                struct Summary(u8);
            ),
            "a view is a struct with named fields: `struct OrderSummary { total: u64 }`",
        ),
        (
            quote!(
                #[view(Order)]
                struct Summary {}
            ),
            "a view is a struct with named fields: `struct OrderSummary { total: u64 }`",
        ),
        (
            quote!(
                #[view(Order)]
                struct Summary<T> {
                    total: T,
                }
            ),
            "a view cannot be generic: its fields have the types that they have in the entity",
        ),
    ] {
        assert_eq!(parsed(input).1, [expected]);
    }
}

#[test]
fn a_faulty_view_reads_nothing() {
    let tokens = derive(quote!(
        #[view(Order)]
        struct Summary;
    ))
    .to_string();
    assert!(tokens.contains("compile_error"));
    assert!(tokens.contains("View for Summary") && !tokens.contains("check_view"));
}
