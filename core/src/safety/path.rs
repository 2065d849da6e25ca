use super::placeholders::Placeholders;
use super::scanner::Scanner;

/// A document path, where it stands in its expression: every part of it was read before.
#[derive(Clone, Copy)]
pub(super) struct Path<'a> {
    /// The attribute it starts with.
    attribute: &'a str,
    /// The text of what follows: mostly nothing.
    inside: &'a str,
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
    pub(super) fn new(attribute: &'a str, inside: &'a str, placeholders: &'a Placeholders<'a>, indexed: bool) -> Self {
        Self {
            attribute,
            inside,
            placeholders,
            indexed,
        }
    }

    /// The attribute it starts with.
    pub(super) fn attribute(self) -> &'a str {
        self.attribute
    }

    /// Whether it is the whole attribute.
    pub(super) fn is_attribute(self) -> bool {
        self.inside.is_empty()
    }

    /// Whether an element of a list is part of it.
    pub(super) fn is_indexed(self) -> bool {
        self.indexed
    }

    /// What follows the attribute.
    fn segments(self) -> impl Iterator<Item = Segment<'a>> {
        let mut scanner = Scanner::new(self.inside, self.placeholders);
        std::iter::from_fn(move || {
            let scanner = scanner.as_mut()?;
            if scanner.takes(b'[') {
                scanner.index().map(|()| Segment::Index)
            } else if scanner.takes(b'.') {
                scanner.path_name().map(Segment::Name)
            } else {
                None
            }
        })
    }

    /// How this path lies to another one. One with an index is never the same as another: what stands at the index may be
    /// another element each time.
    pub(super) fn relation(self, other: Self) -> Relation {
        if self.attribute != other.attribute {
            return Relation::Apart;
        }
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
