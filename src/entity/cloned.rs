//! Clones of statements, written once.

/// Implements `Clone` for a statement with these fields, without the bounds that the derive puts on type parameters of which
/// it holds no value.
macro_rules! cloned {
    ([$($generics:tt)*] $statement:ty { $($field:tt),+ $(,)? }) => {
        impl<$($generics)*> Clone for $statement {
            fn clone(&self) -> Self {
                Self {
                    $($field: self.$field.clone()),+
                }
            }
        }
    };
}

pub(super) use cloned;
