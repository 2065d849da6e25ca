/// Defines an enum whose variants have names on the wire, and which keeps a name that it does not know.
macro_rules! wire_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
            /// One this list does not know, as it came.
            Other(Box<str>),
        }

        impl $name {
            /// The name on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other(text) => text,
                }
            }

            pub(crate) fn read(parser: &mut ddbx_core::codec::Parser<'_>) -> ddbx_core::codec::Result<Self> {
                Ok(match &*parser.string()? {
                    $($text => Self::$variant,)*
                    text => Self::Other(text.into()),
                })
            }
        }

        /// The name on the wire, with control characters escaped.
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}", self.as_str().escape_debug())
            }
        }
    };
}

pub(super) use wire_enum;
