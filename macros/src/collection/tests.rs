use quote::quote;

use super::*;

fn parsed(input: TokenStream) -> (Collection, Vec<String>) {
    let mut context = Context::new();
    let input = syn::parse2(input).expect("a type");
    let collection = parse::parse(&input, &mut context);
    (collection, context.into_messages())
}

#[test]
fn every_variant_holds_an_entity() {
    let (collection, messages) = parsed(quote! {
        #[collection(crate = my::ddbx)]
        enum Items { Customer(shop::Customer), r#Order(Order) }
    });
    assert_eq!(messages, [""; 0]);
    assert_eq!(collection.library.to_string(), "my :: ddbx");
    let members: Vec<_> = collection
        .members
        .iter()
        .map(|member| (member.variant.to_string(), member.entity.to_string()))
        .collect();
    let expected = [("Customer", "shop :: Customer"), ("r#Order", "Order")];
    assert_eq!(
        members,
        expected.map(|(variant, entity)| (variant.to_owned(), entity.to_owned()))
    );
}

#[test]
fn every_variant_that_does_not_is_an_error_of_its_own() {
    let (collection, messages) = parsed(quote! {
        enum Items { Nothing, Two(Customer, Order), Named { order: Order }, None(), Order(Order) }
    });
    let expected = ["Nothing", "Two", "Named", "None"]
        .map(|name| format!("a variant of a collection holds one entity: `{name}(Order)`"));
    assert_eq!(messages, expected);
    assert_eq!(collection.members.len(), 1);
}

#[test]
fn a_faulty_collection_reads_nothing() {
    let tokens = derive(quote!(
        enum Items {
            Nothing,
        }
    ))
    .to_string();
    assert!(tokens.contains("compile_error"));
    assert!(tokens.contains("Collection for Items") && !tokens.contains("check_member"));
}
