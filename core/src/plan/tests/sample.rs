//! Random templates, and values for their placeholders.

use proptest::prelude::*;
use proptest::sample::select;

use crate::codec::{Bound, KeyPart, Kind, Result, ShortText, Writer, from_slice};
use crate::limits::SORT_KEY_BYTES;
use crate::schema::{FieldDef, Format, Index, Integer, Key, Part, Schema};

/// A value of a placeholder.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub(super) enum Sample {
    /// A number.
    Number(i64),
    /// Text of any width.
    Text(String),
    /// Text of a fixed width.
    Fixed(String),
}

impl Sample {
    pub(super) fn part(&self) -> KeyPart<'_> {
        match self {
            Self::Number(number) => KeyPart::Int((*number).into()),
            Self::Text(text) => KeyPart::S(text),
            Self::Fixed(text) => KeyPart::Text(ShortText::new(text).unwrap()),
        }
    }

    pub(super) fn bound(&self) -> Bound {
        match self {
            Self::Number(number) => Bound::Int((*number).into()),
            Self::Text(text) => Bound::S(text.clone()),
            Self::Fixed(text) => Bound::Text(ShortText::new(text).unwrap()),
        }
    }

    pub(super) fn text(&self) -> &str {
        match self {
            Self::Number(_) => "",
            Self::Text(text) | Self::Fixed(text) => text,
        }
    }
}

/// What a random placeholder is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    Number(Format),
    Text(Format),
    Fixed,
}

const PLACES: [Place; 8] = [
    Place::Number(Format::Padded(3)),
    Place::Number(Format::Offset(Integer::I8)),
    Place::Number(Format::Offset(Integer::I64)),
    Place::Text(Format::Plain),
    Place::Text(Format::Plain),
    Place::Text(Format::Escaped),
    Place::Fixed,
    Place::Fixed,
];

impl Place {
    fn format(self) -> Format {
        match self {
            Self::Number(format) | Self::Text(format) => format,
            Self::Fixed => Format::Plain,
        }
    }

    pub(super) fn has_any_width(self) -> bool {
        matches!(self, Self::Text(_))
    }

    fn field(self, name: &'static str, key_only: bool) -> FieldDef {
        let field = match self {
            Self::Number(_) => FieldDef::new(name, name, Kind::N, false),
            Self::Text(_) => FieldDef::new(name, name, Kind::S, false),
            Self::Fixed => FieldDef::new(name, name, Kind::S, false).with_width(3),
        };
        if key_only { field.in_key_only() } else { field }
    }

    /// Little but what separates, escapes, counts, and is the last of its kind.
    pub(super) fn sample(self) -> BoxedStrategy<Sample> {
        match self {
            Self::Number(_) => prop_oneof![-3..12_i64, 95..102_i64, any::<i64>()]
                .prop_map(Sample::Number)
                .boxed(),
            Self::Text(_) => prop_oneof![
                "[ab]{1,2}",
                "[-#|%a0\"\\\\\u{0}\u{7f}\u{80}\u{d7ff}\u{e000}\u{10ffff}]{0,3}"
            ]
            .prop_map(Sample::Text)
            .boxed(),
            Self::Fixed => prop_oneof!["[-#a0\"\\\\\u{0}\u{7f}]{3}", "[\u{d7ff}\u{e000}\u{ffff}]"]
                .prop_map(Sample::Fixed)
                .boxed(),
        }
    }

    /// A value of the same type that conditions may be given, although no key holds it.
    pub(super) fn prefix(self) -> BoxedStrategy<Sample> {
        prop_oneof!["[ab]{1,2}", "[-#ab0\"\\\\\u{d7ff}]{0,4}"]
            .prop_map(Sample::Text)
            .boxed()
    }

    pub(super) fn has_prefix(self) -> bool {
        !matches!(self, Self::Number(_))
    }
}

/// A sort key that is a template, and the entity that has it.
#[derive(Clone, Debug)]
pub(super) struct Template {
    pub(super) schema: &'static Schema,
    pub(super) places: Vec<Place>,
}

/// The names of the placeholders' fields, which stand behind the partition key's.
const NAMES: [&str; 3] = ["x", "y", "z"];

impl Template {
    pub(super) fn new(places: Vec<Place>, literals: Vec<String>, key_only: bool) -> Self {
        let mut parts = Vec::new();
        let mut separators = String::new();
        let mut fields = vec![FieldDef::new("owner", "owner", Kind::S, false)];
        for (position, literal) in literals.into_iter().enumerate() {
            separators.extend(literal.chars().filter(|character| !character.is_alphanumeric()));
            parts.push(Part::Literal(literal.leak()));
            if let Some(place) = places.get(position) {
                fields.push(place.field(NAMES[position], key_only));
                let (index, format) = (u16::try_from(position + 1).unwrap(), place.format());
                parts.push(Part::Field { index, format });
            }
        }
        parts.retain(|part| *part != Part::Literal(""));
        let sort = Key::template("sk", "the template", separators.leak(), parts.leak());
        let owner = Key::field("owner", Kind::S, vec![Part::field(0)].leak());
        let primary = Index::primary(vec![owner].leak(), vec![sort].leak());
        let schema = Schema::new("Thing", "things", fields.leak(), vec![primary].leak());
        Self {
            schema: Box::leak(Box::new(schema)),
            places,
        }
    }

    pub(super) fn key(&self) -> &'static Key {
        &self.schema.primary().sort()[0]
    }

    /// The name and the number of a placeholder's field.
    pub(super) fn field(place: usize) -> (u16, &'static str) {
        (u16::try_from(place + 1).unwrap(), NAMES[place])
    }

    /// The key of an entity with these values.
    pub(super) fn write(&self, values: &[Sample]) -> Result<String> {
        let mut writer = Writer::new();
        let mut part = |field: u16| Ok(values[usize::from(field) - 1].part());
        self.key().write(self.schema, &mut writer, SORT_KEY_BYTES, &mut part)?;
        from_slice(writer.as_slice())
    }

    /// Whether the placeholder takes the value.
    pub(super) fn takes(&self, place: usize, value: &Sample) -> bool {
        let mut writer = Writer::new();
        let placeholder = self.key().parts().iter().find(|part| match part {
            Part::Field { index, .. } => usize::from(*index) == place + 1,
            Part::Literal(_) => false,
        });
        let mut part = |_| Ok(value.part());
        let written = self
            .key()
            .write_part(self.schema, &mut writer, *placeholder.unwrap(), &mut part);
        written.is_ok()
    }
}

/// A template that the derive accepts: where a value of any width ends before another, a separator stands.
pub(super) fn template() -> impl Strategy<Value = Template> {
    let literal = || {
        prop_oneof![
            Just(String::new()),
            select(vec![
                "ORDER#",
                "#",
                "##",
                "a",
                "a#",
                "#a",
                "|",
                "\u{d7ff}#",
                "\u{10ffff}"
            ])
            .prop_map(str::to_owned),
        ]
    };
    let places = prop::collection::vec(select(&PLACES[..]), 1..4);
    (places, prop::collection::vec(literal(), 4), any::<bool>()).prop_map(|(places, mut literals, key_only)| {
        literals.truncate(places.len() + 1);
        for (position, place) in places.iter().enumerate() {
            let is_last = position + 1 == places.len();
            let after = &mut literals[position + 1];
            if place.has_any_width() && !is_last && after.chars().all(char::is_alphanumeric) {
                after.push('#');
            }
        }
        Template::new(places, literals, key_only)
    })
}
