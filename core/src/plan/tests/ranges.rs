//! A range finds the entities whose values lie in it, and none of another entity that stands beside them.

use proptest::prelude::*;
use proptest::sample::select;

use super::config;
use super::evaluate::Sent;
use super::sample::{Sample, Template, template};
use crate::expression::{Clause, Comparison, FieldRef, Leaf, Operand, Operator, Part};
use crate::plan::{Asked, Plan};
use crate::schema;

/// A condition on a placeholder.
#[derive(Clone, Debug)]
struct Test {
    place: usize,
    operator: Operator,
    values: Vec<Sample>,
}

impl Test {
    fn holds(&self, of: &[Sample]) -> bool {
        let value = &of[self.place];
        match (self.operator, &self.values[..]) {
            (Operator::BeginsWith, [prefix]) => value.text().starts_with(prefix.text()),
            (Operator::Between, [from, to]) => from <= value && value <= to,
            (Operator::Compare(Comparison::Equal), [other]) => value == other,
            (Operator::Compare(Comparison::Greater), [other]) => value > other,
            (Operator::Compare(Comparison::GreaterOrEqual), [other]) => value >= other,
            (Operator::Compare(Comparison::Less), [other]) => value < other,
            (Operator::Compare(Comparison::LessOrEqual), [other]) => value <= other,
            other => panic!("{other:?} is not tested"),
        }
    }
}

/// The owner's equality, and the others.
fn sent(template: &Template, tests: &[Test]) -> (Vec<Clause>, Vec<Operand>) {
    let owner = FieldRef {
        index: 0,
        attribute: "owner",
    };
    let leaf = |field, operator, value: usize| {
        Clause::Leaf(Leaf {
            field,
            part: Part::WHOLE,
            operator,
            value: u8::try_from(value).unwrap(),
        })
    };
    let mut clauses = vec![leaf(owner, Operator::Compare(Comparison::Equal), 0)];
    let mut values = vec![Operand::One(crate::codec::Bound::S("o".to_owned()))];
    for test in tests {
        let (index, attribute) = Template::field(test.place);
        clauses.push(leaf(FieldRef { index, attribute }, test.operator, values.len()));
        values.extend(test.values.iter().map(|value| Operand::One(value.bound())));
    }
    assert!(template.schema.primary().partition().len() == 1);
    (clauses, values)
}

const LOWER: [Comparison; 2] = [Comparison::Greater, Comparison::GreaterOrEqual];
const UPPER: [Comparison; 2] = [Comparison::Less, Comparison::LessOrEqual];

/// The conditions on one placeholder, from a row of the table of lowerings.
fn tests(template: &Template, place: usize) -> BoxedStrategy<Vec<Test>> {
    let test = move |operator, values| Test {
        place,
        operator,
        values,
    };
    let compare = move |comparison, value| test(Operator::Compare(comparison), vec![value]);
    let of = template.places[place];
    let sample = of.sample();
    let equal = sample
        .clone()
        .prop_map(move |value| vec![compare(Comparison::Equal, value)]);
    let lower = (select(&LOWER[..]), sample.clone()).prop_map(move |(lower, value)| compare(lower, value));
    let upper = (select(&UPPER[..]), sample.clone()).prop_map(move |(upper, value)| compare(upper, value));
    let both = (lower.clone(), upper.clone()).prop_map(|(lower, upper)| vec![upper, lower]);
    let between =
        (sample.clone(), sample.clone()).prop_map(move |(from, to)| vec![test(Operator::Between, vec![from, to])]);
    let prefix = if of.has_prefix() { of.prefix() } else { sample };
    let prefix = (prefix, Just(of.has_prefix())).prop_map(move |(prefix, has_prefix)| {
        if has_prefix {
            vec![test(Operator::BeginsWith, vec![prefix])]
        } else {
            Vec::new()
        }
    });
    prop_oneof![
        1 => Just(Vec::new()),
        3 => equal,
        1 => lower.prop_map(|lower| vec![lower]),
        1 => upper.prop_map(|upper| vec![upper]),
        2 => both,
        1 => between,
        2 => prefix,
    ]
    .boxed()
}

/// Values at a condition's own: those of a prefix are what it is, what is more, and what is less.
fn near(test: &Test, is_text: bool) -> Vec<Sample> {
    if !matches!(test.operator, Operator::BeginsWith) {
        return test.values.clone();
    }
    let prefix = test.values[0].text();
    let less = prefix.char_indices().next_back().map_or("", |(at, _)| &prefix[..at]);
    let near = [prefix.to_owned(), format!("{prefix}b"), less.to_owned()];
    near.into_iter().filter(|_| is_text).map(Sample::Text).collect()
}

/// A template, conditions on it, and entities, many of which have the conditions' values.
fn query() -> impl Strategy<Value = (Template, Vec<Test>, Vec<Vec<Sample>>)> {
    template()
        .prop_flat_map(|template| {
            let tests: Vec<_> = (0..template.places.len())
                .map(|place| tests(&template, place))
                .collect();
            (Just(template), tests)
        })
        .prop_flat_map(|(template, tests)| {
            let tests: Vec<Test> = tests.into_iter().flatten().collect();
            let values: Vec<_> = (0..template.places.len())
                .map(|place| {
                    let known: Vec<_> = tests.iter().filter(|test| test.place == place).collect();
                    let is_text = template.places[place].has_any_width();
                    let known: Vec<_> = known.into_iter().flat_map(|test| near(test, is_text)).collect();
                    let any = template.places[place].sample();
                    if known.is_empty() {
                        any
                    } else {
                        prop_oneof![any, select(known)].boxed()
                    }
                })
                .collect();
            (Just(template), Just(tests), prop::collection::vec(values, 1..10))
        })
}

/// Keys that other entities of the table may have: beside those of this one.
fn neighbours(key: &str) -> Vec<String> {
    let mut keys = vec![format!("{key}#"), format!("{key}\u{0}"), format!("{key}#LINE#1")];
    for (at, character) in key.char_indices().take(8) {
        let (before, after) = (&key[..at], &key[at + character.len_utf8()..]);
        for other in ["", "\u{0}", "#", "$", "S#", "~", "\u{10ffff}"] {
            keys.extend([format!("{before}{other}"), format!("{before}{other}{after}")]);
        }
    }
    keys
}

/// The text that all keys begin with.
fn start(template: &Template) -> &'static str {
    match template.key().parts() {
        [schema::Part::Literal(text), ..] => text,
        _ => "",
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_lies_in_the_range_is_found((template, tests, entities) in query()) {
        let (clauses, values) = sent(&template, &tests);
        let Ok(plan) = Plan::of(template.schema, &clauses, &Asked::NOTHING) else {
            // Without attributes there is no filter to fall back to.
            prop_assert!(template.schema.fields()[1].is_key_only());
            return Ok(());
        };
        let query = match Sent::new(template.schema, &plan, &clauses, &values) {
            Ok(query) => query,
            Err(error) => {
                let is_odd = |test: &Test| test.values.iter().any(|value| !template.takes(test.place, value));
                prop_assert!(tests.iter().any(is_odd), "{error}");
                return Ok(());
            }
        };
        prop_assert!(query.is_empty || query.is_accepted(), "{query:?}");
        let is_filtered = |values: &[Sample]| {
            let mut filter = tests.iter().enumerate().filter(|(at, _)| plan.filter().has(at + 1));
            filter.all(|(_, test)| test.holds(values))
        };
        for entity in &entities {
            let Ok(key) = template.write(entity) else { continue };
            let expected = tests.iter().all(|test| test.holds(entity));
            let found = query.shows(&key) && is_filtered(entity);
            prop_assert_eq!(found, expected, "{:?} is {:?}; {:?} of {:?}", entity, key, query, template.key().parts());
            for neighbour in neighbours(&key) {
                let start = start(&template);
                // The end of a range may be a key: then it is another entity's.
                let is_end = neighbour.chars().count() == start.chars().count();
                prop_assert!(
                    !query.finds(&neighbour) || neighbour.starts_with(start) || is_end,
                    "{:?} is found by {:?}", neighbour, query,
                );
            }
        }
    }
}
