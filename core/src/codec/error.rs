use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use super::Kind;
use crate::error::BoxError;
use crate::value::NumberError;

/// Why a value could not be written or read: the entity, the path of the attribute and the types, never the value.
///
/// ```
/// use ddbx_core::codec::from_slice;
///
/// let error = from_slice::<Vec<u32>>(br#"{"L":[{"N":"1"},{"S":"two"}]}"#).unwrap_err();
/// assert_eq!(error.to_string(), "`[1]`: expected a u32, stored as number (N); found string (S)");
/// ```
#[derive(Clone, Debug)]
pub struct CodecError(Box<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    /// The entity, and how many segments of the path lie inside it: what is outside says where the item was.
    entity: Option<(&'static str, usize)>,
    /// Innermost first: each level adds its own segment on the way out.
    path: Vec<Segment>,
    problem: Problem,
}

/// One step of an attribute path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// A list index.
    Index(usize),
    /// An attribute or the key of a map.
    Name(Cow<'static, str>),
}

#[derive(Clone, Debug)]
enum Problem {
    Caused {
        message: Cow<'static, str>,
        // Shared: a statement that keeps the error is cloned with it, and the application's error may not be `Clone`.
        cause: Arc<dyn StdError + Send + Sync>,
    },
    EmptyKey,
    EmptySet,
    Expected {
        rust: &'static str,
        kind: Kind,
        found: Kind,
    },
    Json {
        what: &'static str,
        at: usize,
    },
    KeyTooLong {
        limit: usize,
        length: usize,
    },
    Missing,
    Misfit {
        rust: &'static str,
        why: &'static str,
    },
    Number(NumberError),
    Separator {
        separator: char,
        template: &'static str,
    },
    TooDeep {
        limit: usize,
    },
    Custom(Cow<'static, str>),
}

impl CodecError {
    fn new(problem: Problem) -> Self {
        Self(Box::new(Inner {
            entity: None,
            path: Vec::new(),
            problem,
        }))
    }

    /// An error in the words of a custom codec. The message must not hold the value.
    #[must_use]
    pub fn custom(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Problem::Custom(message.into()))
    }

    /// An error of the application's own code, in words of what it was to do. Neither may hold the value.
    #[must_use]
    pub fn caused(message: impl Into<Cow<'static, str>>, cause: impl Into<BoxError>) -> Self {
        Self::new(Problem::Caused {
            message: message.into(),
            cause: cause.into().into(),
        })
    }

    /// Another type was stored than the Rust type is read from.
    #[must_use]
    pub fn expected(rust: &'static str, kind: Kind, found: Kind) -> Self {
        Self::new(Problem::Expected { rust, kind, found })
    }

    /// The stored value has the right type but does not fit the Rust type, and why.
    #[must_use]
    pub fn misfit(rust: &'static str, why: &'static str) -> Self {
        Self::new(Problem::Misfit { rust, why })
    }

    /// An attribute that must be there is not.
    #[must_use]
    pub fn missing() -> Self {
        Self::new(Problem::Missing)
    }

    pub(crate) fn empty_key() -> Self {
        Self::new(Problem::EmptyKey)
    }

    pub(crate) fn empty_set() -> Self {
        Self::new(Problem::EmptySet)
    }

    pub(crate) fn json(what: &'static str, at: usize) -> Self {
        Self::new(Problem::Json { what, at })
    }

    pub(crate) fn key_too_long(limit: usize, length: usize) -> Self {
        Self::new(Problem::KeyTooLong { limit, length })
    }

    pub(crate) fn separator(separator: char, template: &'static str) -> Self {
        Self::new(Problem::Separator { separator, template })
    }

    pub(crate) fn too_deep(limit: usize) -> Self {
        Self::new(Problem::TooDeep { limit })
    }

    /// Adds the attribute or map key the error occurred under.
    #[must_use]
    pub fn at(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.0.path.push(Segment::Name(name.into()));
        self
    }

    /// Adds the list index the error occurred at.
    #[must_use]
    pub fn at_index(mut self, index: usize) -> Self {
        self.0.path.push(Segment::Index(index));
        self
    }

    /// Puts a prefix before the outermost name of the path: that of a flattened field.
    pub(crate) fn prefixed(mut self, prefix: &str) -> Self {
        if let Some(Segment::Name(name)) = self.0.path.last_mut() {
            name.to_mut().insert_str(0, prefix);
        }
        self
    }

    /// Names the entity; the innermost name stays.
    #[must_use]
    pub fn of(mut self, entity: &'static str) -> Self {
        let inside = self.0.path.len();
        self.0.entity.get_or_insert((entity, inside));
        self
    }

    /// The entity being written or read, if it is known.
    #[must_use]
    pub fn entity(&self) -> Option<&'static str> {
        self.0.entity.map(|(entity, _)| entity)
    }

    /// The path of the attribute, from the item inwards.
    pub fn path(&self) -> impl Iterator<Item = &Segment> {
        self.0.path.iter().rev()
    }

    /// Whether a required attribute was missing.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self.0.problem, Problem::Missing)
    }

    /// Whether a stored number cannot be held by the Rust type without losing digits.
    #[must_use]
    pub fn is_precision_loss(&self) -> bool {
        matches!(self.0.problem, Problem::Misfit { why, .. } if why == super::number::PRECISION_LOSS)
    }

    /// Whether the text was not DynamoDB JSON at all.
    #[must_use]
    pub fn is_malformed(&self) -> bool {
        matches!(self.0.problem, Problem::Json { .. })
    }
}

impl From<NumberError> for CodecError {
    fn from(error: NumberError) -> Self {
        Self::new(Problem::Number(error))
    }
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        let (inside, outside) = inner
            .path
            .split_at(inner.entity.map_or(inner.path.len(), |(_, inside)| inside));
        write_path(f, None, outside)?;
        write_path(f, self.entity(), inside)?;
        match &inner.problem {
            Problem::EmptyKey => f.write_str("a key cannot be empty"),
            Problem::EmptySet => {
                f.write_str("an empty set cannot be stored; a field of an item leaves it out, and an update removes it")
            }
            Problem::Expected { rust, kind, found } => {
                write!(f, "expected {}, stored as {kind}; found {found}", with_article(rust))
            }
            Problem::Json { what, at } => write!(f, "not DynamoDB JSON at byte {at}: {what}"),
            Problem::KeyTooLong { limit, length } => {
                write!(f, "this key has {length} bytes, DynamoDB takes at most {limit}")
            }
            Problem::Missing => {
                f.write_str("the attribute is missing from the item; make the field an `Option`, or mark it `default`")
            }
            Problem::Misfit { rust, why } => write!(f, "does not fit {}: {why}", with_article(rust)),
            Problem::Number(_) => f.write_str("not a number DynamoDB can hold"),
            Problem::Separator { separator, template } => write!(
                f,
                "the value contains `{separator}`, which separates the parts of the key template \"{template}\"",
            ),
            Problem::TooDeep { limit } => write!(f, "more than {limit} levels of nesting"),
            Problem::Caused { message, .. } | Problem::Custom(message) => f.write_str(message),
        }
    }
}

/// "`Order.lines[0].price`: ", from segments with the innermost first.
fn write_path(f: &mut fmt::Formatter<'_>, entity: Option<&str>, segments: &[Segment]) -> fmt::Result {
    if entity.is_none() && segments.is_empty() {
        return Ok(());
    }
    write!(f, "`{}", entity.unwrap_or_default())?;
    for (position, segment) in segments.iter().rev().enumerate() {
        match segment {
            Segment::Index(index) => write!(f, "[{index}]")?,
            Segment::Name(name) => {
                let separator = if position > 0 || entity.is_some() { "." } else { "" };
                // Map keys come from the item: control characters must not reach a terminal.
                write!(f, "{separator}{}", name.escape_debug())?;
            }
        }
    }
    f.write_str("`: ")
}

impl StdError for CodecError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.problem {
            Problem::Caused { cause, .. } => Some(&**cause),
            Problem::Number(error) => Some(error),
            _ => None,
        }
    }
}

fn with_article(rust: &str) -> String {
    // By sound: "a u32", "an i32", "an f32", "a float".
    match rust.as_bytes() {
        [b'a' | b'e' | b'i' | b'o' | b'A' | b'E' | b'I' | b'O', ..] | [b'f', b'0'..=b'9', ..] => format!("an {rust}"),
        _ => format!("a {rust}"),
    }
}
