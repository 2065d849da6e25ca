/// A type that a string is a default of: `#[entity(default = "EUR")]`.
#[diagnostic::on_unimplemented(
    message = "a string is no `{Self}`, and cannot be its default",
    label = "not a value of `{Self}`",
    note = "a string stands for every type that is `From<&str>`; for others, write a value, `default = Currency::Eur`"
)]
pub trait FromText: Sized {
    /// The value.
    fn from_text(text: &'static str) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: From<&'static str>> FromText for T {
    fn from_text(text: &'static str) -> Self {
        Self::from(text)
    }
}
