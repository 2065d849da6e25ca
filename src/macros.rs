//! The macros that are statements. Each passes its path on, so that it works under another name of the crate.

#[doc = include_str!("docs/get.md")]
#[macro_export]
macro_rules! get {
    () => { ::core::compile_error!("name an entity: `get!(Order { customer, number })`") };
    ($($tokens:tt)*) => { $crate::__private::get_macro!(($crate) $($tokens)*) };
}

#[doc = include_str!("docs/get_many.md")]
#[macro_export]
macro_rules! get_many {
    () => { ::core::compile_error!("name an entity: `get_many!(Order, keys)`") };
    ($($tokens:tt)*) => { $crate::__private::get_many_macro!(($crate) $($tokens)*) };
}

#[doc = include_str!("docs/scan.md")]
#[macro_export]
macro_rules! scan {
    () => { ::core::compile_error!("name an entity: `scan!(Order, total > 100)`") };
    ($($tokens:tt)*) => { $crate::__private::scan_macro!(($crate) $($tokens)*) };
}

#[doc = include_str!("docs/query.md")]
#[macro_export]
macro_rules! query {
    () => { ::core::compile_error!("name an entity: `query!(Order, customer == id && total > 100)`") };
    ($($tokens:tt)*) => { $crate::__private::query_macro!(($crate) $($tokens)*) };
}
