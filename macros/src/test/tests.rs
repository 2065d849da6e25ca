use quote::quote;

use super::expand;

fn messages(options: proc_macro2::TokenStream, function: proc_macro2::TokenStream) -> Vec<String> {
    // `compile_error ! { "message" }`
    let expanded = expand(options, function).to_string();
    expanded
        .split("compile_error ! {")
        .skip(1)
        .map(|rest| rest.split('}').next().unwrap_or_default().trim().to_owned())
        .collect()
}

#[test]
fn a_test_with_a_pool() {
    let expanded = expand(
        quote!(entities(Customer, shop::Order)),
        quote! {
            #[should_panic]
            pub async fn pays(mut pool: Pool) -> Result<(), Error> { work(&mut pool).await }
        },
    );
    assert_eq!(
        expanded.to_string(),
        quote! {
            #[::core::prelude::v1::test]
            #[should_panic]
            pub fn pays() -> Result<(), Error> {
                async fn pays(mut pool: Pool) -> Result<(), Error> { work(&mut pool).await }
                ::ddbx::__private::run_test::<(Customer, shop::Order,), _, _>(|pool| pays(pool))
            }
        }
        .to_string()
    );
}

#[test]
fn a_test_without_a_pool() {
    let expanded = expand(quote!(crate = my::dynamo), quote! { async fn waits() {} });
    assert_eq!(
        expanded.to_string(),
        quote! {
            #[::core::prelude::v1::test]
            fn waits() {
                async fn waits() {}
                my::dynamo::__private::run_test::<(), _, _>(|_| waits())
            }
        }
        .to_string()
    );
}

#[test]
fn what_is_no_test() {
    let form = "`async fn name()` or `async fn name(pool: Pool)`";
    for (function, message) in [
        (
            quote! { fn f(pool: Pool) {} },
            format!("\"a ddbx test is async: {form}\""),
        ),
        (
            quote! { async fn f(&self) {} },
            format!("\"a test takes no `self`: {form}\""),
        ),
        (
            quote! { async fn f<T>() {} },
            format!("\"a test cannot be generic: {form}\""),
        ),
        (
            quote! { async fn f(a: Pool, b: Pool) {} },
            format!("\"a test takes at most one argument, its pool: {form}\""),
        ),
        (
            quote! { #[tokio::test] async fn f() {} },
            "\"`#[ddbx::test]` makes this a test already: remove the other attribute\"".to_owned(),
        ),
    ] {
        assert_eq!(messages(quote!(), function), [message]);
    }
    assert_eq!(messages(quote!(), quote! { struct S; }).len(), 1);
}

#[test]
fn options() {
    let function = quote! { async fn f() {} };
    assert_eq!(
        messages(quote!(entitys(User)), function.clone()),
        ["\"unknown option `entitys`: did you mean `entities`? `#[ddbx::test(..)]` knows `entities` and `crate`\""]
    );
    assert_eq!(
        messages(quote!(entities = User), function.clone()),
        ["\"`entities` takes a list in parentheses: `entities(Customer, Order)`\""]
    );
    assert_eq!(messages(quote!(entities(User User)), function).len(), 1);
}

#[test]
fn a_faulty_test_keeps_its_function() {
    let expanded = expand(quote!(), quote! { #[test] fn f() { helper() } }).to_string();
    assert!(expanded.contains("helper ()"));
    assert!(!expanded.contains("# [test]"));
}
