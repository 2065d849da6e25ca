use super::placeholders::Placeholders;
use super::scanner::Scanner;

/// A document path, where it stands in its expression: every part of it was read before.
#[derive(Clone, Copy)]
pub(super) struct Path<'a> {
    text: &'a str,
    placeholders: &'a Placeholders<'a>,
    indexed: bool,
}

/// How one path lies to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// They have nothing in common.
    Apart,
    /// They are the same.
    Same,
    /// The first one holds the second one.
    Above,
    /// The first one is part of the second one.
    Below,
    /// Whether they have something in common depends on the list they are about.
    Entangled,
}

#[derive(PartialEq, Eq)]
enum Segment<'a> {
    Name(&'a str),
    Index,
}

impl<'a> Path<'a> {
    pub(super) fn new(text: &'a str, placeholders: &'a Placeholders<'a>, indexed: bool) -> Self {
        Self {
            text,
            placeholders,
            indexed,
        }
    }

    /// Whether an element of a list is part of it.
    pub(super) fn is_indexed(self) -> bool {
        self.indexed
    }

    fn segments(self) -> impl Iterator<Item = Segment<'a>> {
        let mut scanner = Scanner::new(self.text, self.placeholders);
        std::iter::from_fn(move || {
            let scanner = scanner.as_mut()?;
            if scanner.takes(b'[') {
                return scanner.index().map(|()| Segment::Index);
            }
            scanner.takes(b'.');
            scanner.peek()?;
            scanner.path_name().map(Segment::Name)
        })
    }

    /// The attribute it starts with, and whether it is more than that.
    pub(super) fn attribute(self) -> Option<(&'a str, bool)> {
        let mut segments = self.segments();
        match segments.next()? {
            Segment::Name(name) => Some((name, segments.next().is_some())),
            Segment::Index => None,
        }
    }

    /// How this path lies to another one. One with an index is never the same as another: what stands at the index may be
    /// another element each time.
    pub(super) fn relation(self, other: Self) -> Relation {
        let (mut ours, mut theirs) = (self.segments(), other.segments());
        loop {
            match (ours.next(), theirs.next()) {
                (None, None) => return Relation::Same,
                (None, Some(_)) => return Relation::Above,
                (Some(_), None) => return Relation::Below,
                (Some(Segment::Name(one)), Some(Segment::Name(other))) if one == other => {}
                (Some(Segment::Name(_)), Some(Segment::Name(_))) => return Relation::Apart,
                (Some(_), Some(_)) => return Relation::Entangled,
            }
        }
    }
}
