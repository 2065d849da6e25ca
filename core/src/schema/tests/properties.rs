//! What holds of all keys: their order is that of their values, no two are one, and each can be taken apart again.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use proptest::sample::select;

use super::super::{FieldDef, Format, Index, Integer, Key, Part, Schema};
use crate::codec::form::{As, Iso, Unix, UnixMillis};
use crate::codec::{FromKey, KeyAttribute, KeyPart, Kind, Result, ShortText, Writer, from_slice};
use crate::value::Number;

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 10_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A template made at run time, with the fields that stand in it.
#[derive(Clone, Copy, Debug)]
struct Template {
    key: Key,
    schema: &'static Schema,
}

impl Template {
    fn new(fields: Vec<FieldDef>, parts: Vec<Part>) -> Self {
        let mut separators = String::new();
        for part in &parts {
            if let Part::Literal(text) = part {
                separators.extend(text.chars().filter(|character| !character.is_alphanumeric()));
            }
        }
        let key = Key::template("pk", "the template", separators.leak(), parts.leak());
        let primary = Index::primary(vec![key].leak(), &[]);
        let schema = Schema::new("Thing", "things", fields.leak(), vec![primary].leak());
        Self {
            key,
            schema: Box::leak(Box::new(schema)),
        }
    }

    /// `A#{value}`, with this format.
    fn of<T: KeyAttribute>(format: Format) -> Self {
        let field = FieldDef::new("value", "value", T::KIND, false).with_width(T::WIDTH);
        Self::new(vec![field], vec![Part::Literal("A#"), Part::Field { index: 0, format }])
    }

    fn write<'a>(&self, values: impl Fn(u16) -> Result<KeyPart<'a>>) -> Result<String> {
        let mut writer = Writer::new();
        self.key
            .write(self.schema, &mut writer, 10_000, &mut |field| values(field))?;
        from_slice(writer.as_slice())
    }

    fn read(&self, key: &str, field: u16) -> Option<String> {
        self.key.read(self.schema, key, field).map(Into::into)
    }
}

/// The keys of two values are ordered as the values are, and give them back.
fn sorts<T>(format: Format, left: &T, right: &T)
where
    T: KeyAttribute + FromKey + Ord + std::fmt::Debug,
{
    let template = Template::of::<T>(format);
    let write = |value: &T| template.write(|_| value.key_part()).unwrap();
    assert_eq!(
        write(left).cmp(&write(right)),
        left.cmp(right),
        "{left:?} and {right:?}, {format:?}"
    );
    for value in [left, right] {
        let text = template.read(&write(value), 0).unwrap();
        assert_eq!(&T::from_key(&text).unwrap(), value);
    }
}

fn time() -> impl Strategy<Value = SystemTime> {
    // Within the years whose text sorts; now and then the same second.
    let seconds = prop_oneof![0..3_u64, 0..200_000_000_000_u64];
    (seconds, 0..1_000_000_000_u32)
        .prop_map(|(seconds, nanoseconds)| SystemTime::UNIX_EPOCH + Duration::new(seconds, nanoseconds))
}

fn whole(time: SystemTime, per_second: u32) -> SystemTime {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap();
    let unit = 1_000_000_000 / per_second;
    SystemTime::UNIX_EPOCH + Duration::new(since.as_secs(), since.subsec_nanos() / unit * unit)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn integers_sort(left in any::<[i64; 4]>(), right in any::<[i64; 4]>(), near in -2..3_i64) {
        let near = left[0].saturating_add(near);
        sorts(Format::Offset(Integer::I64), &left[0], &right[0]);
        sorts(Format::Offset(Integer::I64), &left[0], &near);
        sorts(Format::Offset(Integer::I32), &(left[1] as i32), &(right[1] as i32));
        sorts(Format::Offset(Integer::I16), &(left[2] as i16), &(right[2] as i16));
        sorts(Format::Offset(Integer::I8), &(left[3] as i8), &(right[3] as i8));
        sorts(Format::Offset(Integer::U64), &(left[0] as u64), &(right[0] as u64));
        sorts(Format::Offset(Integer::U32), &(left[1] as u32), &(right[1] as u32));
        sorts(Format::Offset(Integer::U16), &(left[2] as u16), &(right[2] as u16));
        sorts(Format::Offset(Integer::U8), &(left[3] as u8), &(right[3] as u8));
        sorts(Format::Padded(20), &(left[0] as u64), &(right[0] as u64));
        sorts(Format::Padded(10), &(left[1] as u32), &(right[1] as u32));
        sorts(Format::Padded(3), &(left[2] as u8), &(near as u8));
        sorts(Format::Padded(20), &Number::from(left[3] as u32), &Number::from(right[3] as u32));
    }

    #[test]
    fn times_sort(left in time(), right in time()) {
        let as_iso = As::<SystemTime, Iso>::new;
        let as_unix = |time| As::<SystemTime, Unix>::new(whole(time, 1));
        let as_millis = |time| As::<SystemTime, UnixMillis>::new(whole(time, 1_000));
        sorts(Format::Plain, &left, &right);
        sorts(Format::Plain, &as_iso(left), &as_iso(right));
        for format in [Format::Offset(Integer::I64), Format::Padded(20)] {
            sorts(format, &as_unix(left), &as_unix(right));
            sorts(format, &as_millis(left), &as_millis(right));
        }
    }

    #[test]
    fn text_sorts_where_it_has_no_separators(left in "[^#]{1,6}", right in "[^#]{1,6}", more in "[^#]{0,2}") {
        sorts(Format::Plain, &left, &right);
        let longer = format!("{left}{more}");
        sorts(Format::Plain, &left, &longer);
    }

    #[test]
    fn escaped_text_begins_as_it_did(text in "[#%ab\u{e9}.]{1,6}", prefix in "[#%ab\u{e9}.]{1,3}") {
        let template = Template::new(
            vec![FieldDef::new("value", "value", Kind::S, false)],
            vec![Part::Field { index: 0, format: Format::Escaped }, Part::Literal("#\u{2026}.")],
        );
        let write = |text: &str| template.write(|_| Ok(KeyPart::S(text))).unwrap();
        let (key, start) = (write(&text), write(&prefix));
        let start = start.strip_suffix("#\u{2026}.").unwrap();
        prop_assert_eq!(key.starts_with(start), text.starts_with(&prefix));
        prop_assert_eq!(template.read(&key, 0), Some(text));
    }
}

#[cfg(all(feature = "uuid-1", feature = "ulid-3", feature = "jiff-1"))]
proptest! {
    #![proptest_config(config())]

    #[test]
    fn identifiers_and_dates_sort(left in any::<u128>(), right in any::<u128>(), days in -700_000..2_900_000_i32, more in -5..5_i32) {
        use ulid::Ulid;
        use uuid::Uuid;

        sorts(Format::Plain, &Uuid::from_u128(left), &Uuid::from_u128(right));
        sorts(Format::Plain, &Ulid::from(left), &Ulid::from(right));
        let date = |days: i32| jiff::civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(days));
        if date(days).year() >= 0 && date(days + more).year() >= 0 {
            sorts(Format::Plain, &date(days), &date(days + more));
        }
    }
}

/// A value of a random template.
#[derive(Clone, Debug)]
enum Sample {
    /// A number, as keys write it.
    Number(i64),
    /// Text of any width.
    Text(String),
    /// Text of a fixed width.
    Fixed(String),
}

impl Sample {
    fn part(&self) -> KeyPart<'_> {
        match self {
            Self::Number(number) => KeyPart::Int((*number).into()),
            Self::Text(text) => KeyPart::S(text),
            Self::Fixed(text) => KeyPart::Text(ShortText::new(text).unwrap()),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) | Self::Fixed(text) => text.clone(),
        }
    }
}

/// What a random placeholder is: its format, and which of the samples.
#[derive(Clone, Copy, Debug)]
enum Place {
    Number(Format),
    Text(Format),
    Fixed,
}

impl Place {
    fn format(self) -> Format {
        match self {
            Self::Number(format) | Self::Text(format) => format,
            Self::Fixed => Format::Plain,
        }
    }

    fn field(self) -> FieldDef {
        match self {
            Self::Number(_) => FieldDef::new("field", "field", Kind::N, false),
            Self::Text(_) => FieldDef::new("field", "field", Kind::S, false),
            Self::Fixed => FieldDef::new("field", "field", Kind::S, false).with_width(3),
        }
    }

    fn sample(self) -> BoxedStrategy<Sample> {
        match self {
            Self::Number(_) => prop_oneof![-12..130_i64, any::<i64>()].prop_map(Sample::Number).boxed(),
            // Little but what separates, escapes and counts.
            Self::Text(_) => "[-#|%{}a02\u{e9}]{0,4}".prop_map(Sample::Text).boxed(),
            Self::Fixed => "[-#|%{}a02]{3}".prop_map(Sample::Fixed).boxed(),
        }
    }
}

const PLACES: [Place; 8] = [
    Place::Number(Format::Plain),
    Place::Number(Format::Padded(3)),
    Place::Number(Format::Offset(Integer::I8)),
    Place::Number(Format::Offset(Integer::I64)),
    Place::Text(Format::Plain),
    Place::Text(Format::Escaped),
    Place::Text(Format::Escaped),
    Place::Fixed,
];

/// A template that the derive accepts: where a value of any width ends, a separator stands, and `%` stands nowhere if it
/// escapes.
fn template() -> impl Strategy<Value = (Template, Vec<Place>)> {
    let literal = "[-#|{}a0]{0,3}";
    let places = prop::collection::vec(
        (
            select(&PLACES[..]),
            literal,
            select(vec!["#", "-", "|", "0#", "#a", "}"]),
        ),
        1..4,
    );
    (literal, places).prop_map(|(first, places)| {
        let mut parts = vec![Part::Literal(first.leak())];
        for (position, (place, after, separator)) in places.iter().enumerate() {
            let format = place.format();
            parts.push(Part::Field {
                index: u16::try_from(position).unwrap(),
                format,
            });
            let is_last = position + 1 == places.len();
            let separates = after.contains(|character: char| !character.is_alphanumeric());
            let literal = if separates || is_last {
                after.clone()
            } else {
                format!("{after}{separator}")
            };
            parts.push(Part::Literal(literal.leak()));
        }
        parts.retain(|part| *part != Part::Literal(""));
        let fields = places.iter().map(|(place, ..)| place.field()).collect();
        (
            Template::new(fields, parts),
            places.into_iter().map(|(place, ..)| place).collect(),
        )
    })
}

/// Some values for each of its placeholders.
fn values(places: &[Place]) -> impl Strategy<Value = Vec<Vec<Sample>>> + use<> {
    let one: Vec<_> = places.iter().map(|place| place.sample()).collect();
    prop::collection::vec(one, 2..8)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_two_keys_are_one(
        (template, tuples) in template().prop_flat_map(|(template, places)| (Just(template), values(&places)))
    ) {
        let mut keys: HashMap<String, Vec<String>> = HashMap::new();
        for tuple in &tuples {
            let texts: Vec<_> = tuple.iter().map(Sample::text).collect();
            let Ok(key) = template.write(|field| Ok(tuple[usize::from(field)].part())) else {
                continue;
            };
            for (field, text) in texts.iter().enumerate() {
                let read = template.read(&key, u16::try_from(field).unwrap());
                prop_assert_eq!(read.as_ref(), Some(text), "{} of {:?}", key, template.key.parts());
            }
            if let Some(earlier) = keys.insert(key.clone(), texts.clone()) {
                prop_assert_eq!(earlier, texts, "{} of {:?}", key, template.key.parts());
            }
        }
    }

    /// Whatever stands in a table: what is read writes the same key again.
    #[test]
    fn a_key_that_is_read_is_one_that_is_written(
        (template, _) in template(), key in "[-#|%{}a02\u{e9}]{0,8}|[-#|%{}a02]{0,2}%(23|7C|25|2d|FF)[-#|]?"
    ) {
        let texts: Option<Vec<_>> = template.key.fields().map(|field| template.read(&key, field)).collect();
        let Some(texts) = texts else { return Ok(()) };
        let numbers: Vec<i64> = texts.iter().map(|text| text.parse().unwrap_or_default()).collect();
        let again = template.write(|field| {
            let at = usize::from(field);
            let definition = &template.schema.fields()[at];
            Ok(match (definition.kind(), definition.width()) {
                (Kind::N, _) if numbers[at].to_string() != texts[at] => return Err(crate::codec::CodecError::missing()),
                (Kind::N, _) => KeyPart::Int(numbers[at].into()),
                (_, 0) => KeyPart::S(&texts[at]),
                _ => KeyPart::Text(ShortText::new(&texts[at])?),
            })
        });
        if let Ok(again) = again {
            prop_assert_eq!(again, key);
        } else {
            // A number that its type would refuse.
            prop_assert!(template.schema.fields().iter().any(|field| field.kind() == Kind::N));
        }
    }
}
