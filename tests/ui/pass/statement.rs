//! The statements name nothing that a user's module could lack or have for itself, and fields may be called anything.
#![no_implicit_prelude]
#![deny(
    warnings,
    clippy::pedantic,
    missing_debug_implementations,
    missing_docs,
    non_snake_case,
    unnameable_types,
    unreachable_pub,
    unused_braces,
    unused_parens,
    unused_qualifications
)]
#![forbid(unsafe_code)]

extern crate ddbx as database;

// What the macros' code could take for its own.
#[allow(dead_code, non_upper_case_globals)]
mod shadows {
    pub(crate) struct Option;
    pub(crate) struct Result;
    pub(crate) struct Vec;
    pub(crate) struct String;
    pub(crate) struct Ok;
    pub(crate) struct Err;
    pub(crate) struct Some;
    pub(crate) struct None;
    pub(crate) struct PlannedQuery;
    pub(crate) struct Clause;
    pub(crate) struct Statement;
    pub(crate) trait Bind {}
    pub(crate) trait Ordered {}
    pub(crate) mod core {}
    pub(crate) mod std {}
    pub(crate) const PLAN: u8 = 0;
    pub(crate) const KEY: u8 = 0;
    pub(crate) static QUERY: u8 = 0;
    pub(crate) static ORDER: u8 = 0;
    pub(crate) const FIELDS: u8 = 0;
    pub(crate) const SCHEMA: u8 = 0;
    pub(crate) const path: u8 = 0;
    pub(crate) fn element() {}
    pub(crate) fn members() {}
    pub(crate) fn one() {}
    pub(crate) fn many() {}
    pub(crate) fn kind() {}
    pub(crate) fn get() {}
    pub(crate) fn query() {}
}
#[allow(unused_imports)]
use shadows::*;

/// Nested.
#[derive(::ddbx::Attribute, ::std::fmt::Debug)]
pub struct Inner {
    path: ::std::vec::Vec<u32>,
    size: u8,
}

/// Fields named like what the macros' code uses, like options, and like methods.
#[allow(non_snake_case)]
#[derive(::ddbx::Entity, ::std::fmt::Debug)]
#[entity(table = "hygiene", pk = "A#{get}", sk = new)]
#[entity(by_index(pk = index, sk = PLAN))]
pub struct Order {
    get: ::std::string::String,
    new: u64,
    PLAN: u32,
    QUERY: u32,
    KEY: u32,
    Some: bool,
    path: Inner,
    query: ::std::option::Option<u8>,
    index: u16,
    consistent: bool,
    take: u8,
    r#type: ::std::string::String,
    r#move: ::std::collections::HashSet<::std::string::String>,
    target: u8,
    reference: u8,
}

/// The variables of a caller, named like what the macros' code uses.
pub fn variables() {
    let (plan, way, get, new, value, below) = ("plan", 5_u8, "get", 7_u64, 9, 3_u32);
    let _ = ::ddbx::query!(Order, get == get && new == new);
    let _ = ::ddbx::query!(Order, get == get && new > new && target == way && reference == value);
    let _ = ::ddbx::query!(Order, get == get && PLAN == below && QUERY > 3 && KEY.between(below, 9) && Some == true);
    let _ = ::ddbx::query!(Order, get == plan && path.path[0] == below && path.size > 3 && path.path.size() > 3);
    let _ = ::ddbx::query!(Order, get == plan && r#type == "x" && r#move.contains("y") && query.exists());
    let _ = ::ddbx::query!(Order, get == plan && r#type.is_in(["x", "y"]) && query.is_type(::ddbx::codec::Kind::N));
    let _ = ::ddbx::query!(Order, get == plan && !(consistent == false || take < 5), consistent);
    // Fields that are called like options and methods, before those.
    let _ = ::ddbx::query!(Order, index == 1, index = "by_index");
    let _ = ::ddbx::query!(Order, index == 1 && PLAN >= 3 && take.exists(),);
    let _ = ::ddbx::get!(Order { get, new });
    let _ = ::ddbx::get!(Order { new: new + 1, get: plan }, consistent,);
    let _ = ::ddbx::get_many!(Order, [(get, new)]);
    let _ = (get, plan, new);
}

/// The library under another name.
pub fn renamed() {
    let _ = database::query!(Order, get == "a");
    let _ = database::get!(Order { get: "a", new: 1 });
    let _ = database::get_many!(Order, [("a", 1)]);
}

/// One that is not used beside the others.
pub mod own {
    pub use ::ddbx::{get, get_many, query};
}

/// A macro, and the function of its name.
pub fn reexported() {
    use own::{get, query};

    let _ = query!(Order, get == "a");
    let _ = query::<Order>();
    let _ = own::query!(Order, get == "a");
    let _ = get!(Order { get: "a", new: 1 });
    let _ = get::<Order>(("a", 1));
    let _ = own::get_many!(Order, [("a", 1)]);
}

/// A module that is called like an item of the macros' code.
#[allow(non_snake_case)]
pub mod QUERY {
    /// Of another module.
    #[must_use]
    pub fn PLAN() -> ::ddbx::PlannedQuery<super::Order> {
        let _ = ::ddbx::query!(crate::Order, get == "a");
        ::ddbx::query!(super::Order, get == "a")
    }
}

/// In a function, and private; and generic code with a concrete entity.
pub fn local<T: ::std::convert::AsRef<str>>(name: T) {
    #[derive(::ddbx::Entity)]
    #[entity(table = "local", pk = id)]
    struct Local {
        id: ::std::string::String,
        #[allow(dead_code)]
        n: u8,
    }
    let _ = ::ddbx::query!(Local, id == name.as_ref() && n > 5);
    let _ = ::ddbx::get!(Local { id: name.as_ref() });
}

fn main() {
    variables();
    renamed();
    reexported();
    local("a");
    let _ = QUERY::PLAN();
}
