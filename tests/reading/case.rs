//! A query of an entity, and what the model finds.

use ddbx::Query;

use crate::condition::{Comparison, Test, Tree, test};
use crate::modelled::{Field, Index, Kind, Modelled, Row, Scope};
use crate::planning::{self, Asked, fan_out};
use crate::random::Random;
use crate::statement::Statement;
use crate::value::Value;

/// How far it reads.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) take: Option<usize>,
    pub(crate) page_size: Option<u32>,
    pub(crate) max_scanned: Option<u64>,
    pub(crate) max_pages: Option<u64>,
}

impl Limits {
    pub(crate) fn random(random: &mut Random) -> Self {
        Self {
            take: random.percent(50).then(|| *random.pick(&[0, 1, 2, 3, 10, 30, 1000])),
            page_size: random.percent(60).then(|| *random.pick(&[1, 2, 3, 7, 25, 100])),
            max_scanned: random.percent(15).then(|| *random.pick(&[0, 1, 5, 30])),
            max_pages: random.percent(15).then(|| *random.pick(&[0, 1, 2, 5])),
        }
    }

    /// The statement within them.
    fn of<S: Statement>(self, mut statement: S) -> S {
        if let Some(take) = self.take {
            statement = statement.take(take);
        }
        if let Some(page_size) = self.page_size {
            statement = statement.page_size(page_size);
        }
        if let Some(max_scanned) = self.max_scanned {
            statement = statement.max_scanned(max_scanned);
        }
        if let Some(max_pages) = self.max_pages {
            statement = statement.max_pages(max_pages);
        }
        statement
    }

    /// Whether nothing is read.
    pub(crate) fn are_zero(self) -> bool {
        self.take == Some(0) || self.max_scanned == Some(0) || self.max_pages == Some(0)
    }
}

/// A query.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) conditions: Vec<Tree>,
    pub(crate) asked: Asked,
    pub(crate) limits: Limits,
}

impl Case {
    pub(crate) fn random<E: Row>(stored: &[E], random: &mut Random) -> Self {
        let index = random.pick(E::INDEXES);
        let mut conditions = Vec::new();
        if random.percent(15) {
            let one = random.pick(stored);
            for field in index.partition.iter().chain(index.sort) {
                let value = one.value(field).unwrap_or_else(|| (E::field(field).any)(random));
                conditions.push(Tree::Leaf(field, Test::Compare(Comparison::Equal, value)));
            }
            return Self::within(index, conditions, random);
        }
        for field in index.partition {
            partition(E::field(field), random, &mut conditions);
        }
        for field in index.sort {
            if !sort(E::field(field), random, &mut conditions) {
                break;
            }
        }
        for _ in 0..*random.pick(&[0, 0, 1, 1, 2]) {
            conditions.push(Tree::random::<E>(random, 2));
        }
        for at in (1..conditions.len()).rev() {
            conditions.swap(at, random.below(at + 1));
        }
        if conditions.len() > 1 && random.percent(40) {
            let last = conditions.split_off(conditions.len() - 2);
            conditions.push(Tree::And(last));
        }
        Self::within(index, conditions, random)
    }

    /// With some limits.
    fn within(index: &Index, conditions: Vec<Tree>, random: &mut Random) -> Self {
        let named = ["by_nothing", index.name, index.name, index.name, "primary"];
        Self {
            conditions,
            asked: Asked {
                index: random.percent(30).then(|| *random.pick(&named)),
                consistent: random.percent(15),
                descending: random.percent(35),
                sees_expired: random.percent(20),
                hydrate: random.percent(if index.has_all { 10 } else { 80 }),
            },
            limits: Limits::random(random),
        }
    }

    /// The same, to its end.
    pub(crate) fn to_its_end(&self) -> Self {
        Self {
            limits: Limits {
                page_size: self.limits.page_size,
                ..Limits::default()
            },
            ..self.clone()
        }
    }

    /// By the builder.
    pub(crate) fn query<E: Modelled>(&self) -> Query<E> {
        self.limited(self.built())
    }

    /// By the builder, with nothing but what its plan goes by.
    pub(crate) fn built<E: Modelled>(&self) -> Query<E> {
        let mut query = ddbx::query::<E>();
        for condition in &self.conditions {
            query = query.filter(|_| condition.condition());
        }
        if let Some(name) = self.asked.index {
            query = query.index(name);
        }
        if self.asked.consistent {
            query = query.consistent();
        }
        if self.asked.hydrate {
            query = query.hydrate();
        }
        query
    }

    /// The statement with all that does not change its plan.
    pub(crate) fn limited<S: Statement>(&self, mut statement: S) -> S {
        if self.asked.descending {
            statement = statement.descending();
        }
        if self.asked.sees_expired {
            statement = statement.include_expired();
        }
        self.limits.of(statement)
    }

    pub(crate) fn plan<E: Row>(&self) -> Result<planning::Plan, planning::Refusal> {
        planning::plan::<E>(&self.conditions, self.asked)
    }

    /// Whether DynamoDB itself reads from the table what a local index does not copy. Not every engine does.
    pub(crate) fn reads_through_local_index<E: Row>(&self) -> bool {
        let plan = self.plan::<E>();
        self.asked.hydrate
            && plan.is_ok_and(|plan| !plan.is_get && plan.index.scope == Scope::Local && !plan.index.has_all)
    }

    pub(crate) fn holds<E: Row>(&self, entity: &E) -> bool {
        if entity.has_expired() && !self.asked.sees_expired {
            return false;
        }
        self.conditions.iter().all(|condition| condition.holds(entity))
    }

    /// Whether bounds of the sort key leave no room for a key between them: nothing need be read.
    pub(crate) fn is_void(&self, index: &Index) -> bool {
        let top = planning::top(&self.conditions);
        let of_sort = |field: &&'static str| index.sort.contains(field);
        let ends = |tree: &&Tree| match *tree {
            Tree::Leaf(field, Test::Between(from, to)) if of_sort(field) => {
                vec![
                    (*field, Comparison::GreaterOrEqual, from.clone()),
                    (*field, Comparison::LessOrEqual, to.clone()),
                ]
            }
            Tree::Leaf(field, Test::Compare(comparison, value)) if of_sort(field) => {
                vec![(*field, *comparison, value.clone())]
            }
            _ => Vec::new(),
        };
        let ends: Vec<_> = top.iter().flat_map(ends).collect();
        let lower = |of: &Comparison| matches!(of, Comparison::Greater | Comparison::GreaterOrEqual);
        let upper = |of: &Comparison| matches!(of, Comparison::Less | Comparison::LessOrEqual);
        ends.iter().filter(|end| lower(&end.1)).any(|(field, _, from)| {
            ends.iter()
                .any(|(other, end, to)| other == field && upper(end) && from >= to)
        })
    }

    /// Where an entity stands among all that it finds by an index; two may stand at one place.
    pub(crate) fn place<E: Row>(&self, index: &Index, entity: &E) -> (usize, Vec<Option<Value>>) {
        let partition = fan_out(index, &self.conditions).map_or(0, |(field, values)| {
            let own = entity.value(field).unwrap();
            values.iter().position(|value| *value == own).unwrap_or(usize::MAX)
        });
        (partition, index.sort.iter().map(|field| entity.value(field)).collect())
    }

    /// All that it finds by an index, in order.
    pub(crate) fn rows<E: Row>(&self, index: &Index, stored: &[E]) -> Vec<E> {
        let is_in_index = |entity: &&E| {
            let mut fields = index.partition.iter().chain(index.sort);
            fields.all(|field| entity.value(field).is_some())
        };
        let mut rows: Vec<E> = stored
            .iter()
            .filter(is_in_index)
            .filter(|entity| self.holds(*entity))
            .cloned()
            .collect();
        rows.sort_by(|one, other| {
            let ((partition, one), (beside, other)) = (self.place(index, one), self.place(index, other));
            let within = if self.asked.descending {
                other.cmp(&one)
            } else {
                one.cmp(&other)
            };
            partition.cmp(&beside).then(within)
        });
        rows
    }
}

/// A condition on a field of the partition key.
fn partition(field: &Field, random: &mut Random, conditions: &mut Vec<Tree>) {
    let test = match random.below(20) {
        0 => test(field, random),
        1..=4 => Test::In((0..=random.below(4)).map(|_| (field.any)(random)).collect()),
        _ => Test::Compare(Comparison::Equal, (field.any)(random)),
    };
    conditions.push(Tree::Leaf(field.name, test));
}

/// Conditions on a field of the sort key; whether it is bound.
fn sort(field: &Field, random: &mut Random, conditions: &mut Vec<Tree>) -> bool {
    let mut value = || (field.any)(random);
    let (one, other) = (value(), value());
    let lower = [Comparison::Greater, Comparison::GreaterOrEqual];
    let upper = [Comparison::Less, Comparison::LessOrEqual];
    let mut say = |test| conditions.push(Tree::Leaf(field.name, test));
    match random.below(12) {
        0..4 => {
            say(Test::Compare(Comparison::Equal, one));
            return true;
        }
        4 => say(Test::Compare(*random.pick(&lower), one)),
        5 => say(Test::Compare(*random.pick(&upper), one)),
        6 | 7 => {
            say(Test::Compare(*random.pick(&lower), one));
            say(Test::Compare(*random.pick(&upper), other));
        }
        // In their order: of a filter, DynamoDB refuses others.
        8 => say(Test::Between(one.clone().min(other.clone()), one.max(other))),
        9 if field.kind == Kind::Text => {
            let text = one.text();
            let until = random.below(text.chars().count() + 1).max(1);
            say(Test::BeginsWith(text.chars().take(until).collect()));
        }
        _ => {}
    }
    false
}
