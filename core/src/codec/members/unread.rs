use std::borrow::Cow;

use super::{Members, Rest};
use crate::codec::{CodecError, Decode, Kind, Parser, Result, Writer};

/// The members of an item or map that no field of a struct names, while it is read.
#[derive(Debug, Default)]
pub struct Unread<'de> {
    members: Vec<Member<'de>>,
}

#[derive(Debug)]
struct Member<'de> {
    name: Cow<'de, str>,
    /// Where its value starts.
    value: Parser<'de>,
    is_read: bool,
}

impl<'de> Unread<'de> {
    /// None so far.
    #[must_use]
    pub const fn new() -> Self {
        Self { members: Vec::new() }
    }

    /// Takes note of the member `name`, whose value is next, and passes it.
    ///
    /// # Errors
    ///
    /// Malformed JSON.
    pub fn keep(&mut self, name: Cow<'de, str>, parser: &mut Parser<'de>) -> Result<()> {
        let value = parser.clone();
        parser.skip_value()?;
        self.members.push(Member {
            name,
            value,
            is_read: false,
        });
        Ok(())
    }

    /// All members of the object that is next.
    pub(super) fn of_object(mut parser: Parser<'de>) -> Result<Self> {
        let mut this = Self::new();
        parser.begin_object()?;
        while let Some(name) = parser.next_key()? {
            this.keep(name, &mut parser)?;
        }
        Ok(this)
    }

    /// Whether the member `name` is this string.
    pub(super) fn has_text(&self, name: &str, text: &str) -> bool {
        // As of fields: the last one counts.
        let member = self.members.iter().rfind(|member| member.name == name);
        member.is_some_and(|member| member.value.clone().s("String").is_ok_and(|found| found == text))
    }

    /// A flattened field, from those members that are its own.
    ///
    /// # Errors
    ///
    /// Those of the type.
    pub fn flatten<T: for<'part> Decode<'part>>(&mut self, prefix: &str, members: &Members) -> Result<T> {
        self.read(prefix, members).1
    }

    /// A flattened field, if there is one of its members.
    ///
    /// # Errors
    ///
    /// Those of the type.
    pub fn flatten_option<T: for<'part> Decode<'part>>(
        &mut self,
        prefix: &str,
        members: &Members,
    ) -> Result<Option<T>> {
        match self.read(prefix, members) {
            (false, _) => Ok(None),
            (true, value) => value.map(Some),
        }
    }

    /// Whether there is a member of a flattened field, and what its members make.
    fn read<T: for<'part> Decode<'part>>(&mut self, prefix: &str, members: &Members) -> (bool, Result<T>) {
        let has_text = |name: &str, text: &str| self.has_text(name, text);
        let claimed: Vec<_> = self
            .members
            .iter()
            .map(|member| members.claim(prefix, &member.name, &has_text))
            .collect();
        let (mut map, mut room) = (Map::new(), None);
        for (member, claimed) in self.members.iter_mut().zip(claimed) {
            if !claimed {
                continue;
            }
            member.is_read = true;
            room = Some(&member.value);
            let name = member.name.strip_prefix(prefix).unwrap_or(&member.name);
            if let Err(error) = map.push(name, member.value.clone()) {
                return (true, Err(error));
            }
        }
        let value = map.read(room).map_err(|error| error.prefixed(prefix));
        (room.is_some(), value)
    }

    /// Refuses members that were not read, and that are not known besides.
    ///
    /// # Errors
    ///
    /// The first of them.
    pub fn deny(&self, is_known: impl Fn(&str) -> bool) -> Result<()> {
        match self.left(is_known).next() {
            Some(member) => Err(unknown(&member.name)),
            None => Ok(()),
        }
    }

    /// The members that were not read, except those that are known besides.
    ///
    /// # Errors
    ///
    /// A value that does not fit the type.
    pub fn rest<R: Rest<'de>>(&self, is_known: impl Fn(&str) -> bool) -> Result<R> {
        let mut rest = R::default();
        for member in self.left(is_known) {
            rest.keep(&member.name, &mut member.value.clone())
                .map_err(|error| error.at(member.name.clone().into_owned()))?;
        }
        Ok(rest)
    }

    fn left(&self, is_known: impl Fn(&str) -> bool) -> impl Iterator<Item = &Member<'de>> {
        self.members
            .iter()
            .filter(move |member| !member.is_read && !is_known(&member.name))
    }
}

/// The error of a member that `deny_unknown` refuses.
fn unknown(name: &str) -> CodecError {
    CodecError::custom("the attribute is unknown, and `deny_unknown` refuses it").at(name.to_owned())
}

impl<'de> Parser<'de> {
    /// Reads the struct beside the tag of the map that is next: one that looks at every name, without the tag.
    ///
    /// # Errors
    ///
    /// Those of the type.
    #[inline]
    pub fn beside_tag<T: for<'part> Decode<'part>>(
        &mut self,
        rust: &'static str,
        tag: &str,
        members: &Members,
    ) -> Result<T> {
        if !(members.rest || members.strict) {
            return T::decode(self);
        }
        let (mut map, mut inside) = (Map::new(), None);
        self.map(rust, |parser, name| {
            if name != tag {
                inside = Some(parser.clone());
                map.push(&name, parser.clone())?;
            }
            parser.skip_value()
        })?;
        map.read(inside.as_ref())
    }
}

/// The text of a map that is made of members of another one.
struct Map(Writer);

impl Map {
    fn new() -> Self {
        let mut writer = Writer::new();
        writer.begin_object();
        writer.key(Kind::M.descriptor());
        writer.begin_object();
        Self(writer)
    }

    fn push(&mut self, name: &str, mut value: Parser<'_>) -> Result<()> {
        self.0.key(name);
        self.0.raw(value.raw_value()?.as_bytes());
        Ok(())
    }

    /// Reads it as deep as its members were, one of which is `member`.
    fn read<T: for<'part> Decode<'part>>(mut self, member: Option<&Parser<'_>>) -> Result<T> {
        self.0.end_object();
        self.0.end_object();
        let text = self.0.into_vec();
        let mut parser = Parser::from_slice(&text)?;
        if let Some(member) = member {
            parser.go_up_from(member);
        }
        T::decode(&mut parser)
    }
}
