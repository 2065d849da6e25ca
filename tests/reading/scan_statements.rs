//! Statements of `scan!`, and scans of views: they send what the builder does, and find what the model does.

use ddbx::{Pool, Scan, Selection, View};

use crate::condition::{Comparison, Test, Tree};
use crate::modelled::{Modelled, Row};
use crate::plain::Sample;
use crate::planned::{Operand, Operands, all, any, draw, planned};
use crate::planning::Asked;
use crate::random::{Random, rounds, seed};
use crate::random_queries::fill;
use crate::scanned::{Scanned, are_all, collected};
use crate::shop::{Line, Order};
use crate::wire::{Recorder, ensure};

/// A statement. What its conditions compare with is drawn for each run.
struct Statement<E> {
    text: &'static str,
    values: &'static [(&'static str, bool)],
    scan: fn(&[Operands]) -> Scan<E>,
    conditions: fn(&[Operands]) -> Vec<Tree>,
    /// The options behind the conditions.
    asked: Asked,
}

/// As [`planned!`].
macro_rules! scanned {
    (
        $row:ident [$($name:ident: $field:ident $first:ident $(<$of:ident>)?),* $(,)?]
        { $($condition:tt)* } $(, $($options:tt)+)?
    ) => {
        Statement::<$row> {
            text: stringify!($row, $($condition)*),
            values: &[$((stringify!($field), planned!(@is_list $($of)?))),*],
            scan: |values| {
                let mut values = values.iter().cloned();
                $(let $name: $first $(<$of>)? = Operand::of(values.next().unwrap());)*
                ddbx::scan!($row, $($condition)* $(, $($options)+)?)
            },
            conditions: |values| {
                let mut values = values.iter().cloned();
                $(let $name: Operands = values.next().unwrap();)*
                planned!(@all [] [] $($condition)*)
            },
            asked: planned!(@asked $($($options)+)?),
        }
    };
}

fn of_orders() -> Vec<Statement<Order>> {
    vec![
        scanned!(Order [one: customer String] { customer == one }),
        scanned!(Order [some: status Vec<String>] { status.is_in(some) && !note.exists() }, index = "by_status"),
        scanned!(
            Order [from: number u32, to: number u32, road: note String]
            { (number.between(from, to) || address.street == road && address.zip.not_exists()) }, consistent
        ),
        scanned!(
            Order [rank: rank i64, less: size u64, part: note String]
            { rank >= rank && (tags.size() > less || note.begins_with(part) || gone.is_null()) }, index = "by_rank", consistent
        ),
    ]
}

fn of_samples() -> Vec<Statement<Sample>> {
    vec![
        scanned!(Sample [one: sensor String, at: at i64] { sensor == one && at < at }),
        scanned!(
            Sample [levels: level Vec<u32>, weight: weight i64]
            { level.is_in(levels) && !(weight <= weight) }, index = "by_level"
        ),
    ]
}

/// Whether a statement finds the rows of the model, by the bytes that the builder sends.
async fn runs<E: Modelled>(
    statement: &Statement<E>,
    stored: &[E],
    recorder: &Recorder,
    random: &mut Random,
) -> Result<(), String> {
    let values = draw::<E>(statement.values, random);
    let mut scanned = Scanned {
        index: statement.asked.index,
        consistent: statement.asked.consistent,
        ..Scanned::random::<E>(random)
    };
    scanned.conditions = (statement.conditions)(&values);
    let planned = || scanned.within((statement.scan)(&values)).allow_scan();
    let label = |what| format!("{what}\n{scanned:#?}");
    collected(planned().fetch(recorder)).await.map_err(label)?;
    let sent = recorder.taken();
    collected(scanned.scan::<E>().fetch(recorder)).await.map_err(label)?;
    let of_builder = recorder.taken();
    ensure(sent.len() == of_builder.len(), || {
        label("the builder sends others".to_owned())
    })?;
    for (one, other) in sent.iter().zip(&of_builder) {
        // The key that a page starts at has the order that the engine gave it.
        let is_same =
            one.request == other.request && (one.request["ExclusiveStartKey"].is_object() || one.body == other.body);
        ensure(is_same, || {
            label(format!("{}\nof the builder: {}", one.request, other.request))
        })?;
    }
    let scanned = scanned.to_its_end();
    let index = scanned.plan::<E>().map_err(|refusal| label(refusal.to_owned()))?;
    let rows = collected(scanned.within((statement.scan)(&values)).allow_scan().fetch(recorder)).await?;
    recorder.taken();
    are_all(&rows, &scanned.rows(index, stored)).map_err(label)
}

async fn each<E: Modelled>(statements: &[Statement<E>], stored: &[E], pool: &Pool, seed: u64) {
    let (recorder, mut random) = (Recorder::new(pool.clone()), Random::new(seed));
    for statement in statements {
        for round in 0..rounds(4) {
            let verdict = runs(statement, stored, &recorder, &mut random).await;
            verdict.unwrap_or_else(|what| panic!("{what}\nDDBX_SEED={seed}, {} {round}", statement.text));
        }
    }
}

#[ddbx::test(entities(Order, Line, Sample))]
async fn a_scan_by_the_macro_is_what_the_builder_sends(pool: Pool) {
    let seed = seed();
    let mut random = Random::new(seed);
    let orders = fill(&pool, 120, &mut random).await;
    let _neighbours: Vec<Line> = fill(&pool, 50, &mut random).await;
    each(&of_orders(), &orders, &pool, seed).await;
    let samples = fill(&pool, 60, &mut random).await;
    each(&of_samples(), &samples, &pool, seed).await;
    // One that says another thing is found out.
    let recorder = Recorder::new(pool.clone());
    let wrong = Statement {
        conditions: |values| {
            vec![Tree::Leaf(
                "sensor",
                Test::Compare(Comparison::NotEqual, values[0][0].clone()),
            )]
        },
        ..of_samples().remove(0)
    };
    runs(&wrong, &samples, &recorder, &mut random).await.unwrap_err();
}

#[derive(View, Clone, Debug, PartialEq)]
#[view(Order)]
struct Place {
    customer: String,
    town: String,
    note: Option<String>,
}

/// What is left of an order in an index.
#[derive(View, Clone, Debug, PartialEq)]
#[view(Order)]
struct Worth {
    total: Option<u32>,
    note: Option<String>,
}

#[derive(View, Clone, Debug, PartialEq)]
#[view(Sample)]
struct Weight {
    sensor: String,
    at: i64,
    weight: Option<i64>,
}

/// Whether a scan of views finds those of all rows, in any form, also where a filter looks at other fields.
async fn views<E: Modelled, V: Selection<E> + Clone + PartialEq + std::fmt::Debug>(
    scanned: &Scanned,
    rows: &[E],
    view: impl Fn(&E) -> V,
    recorder: &Recorder,
    random: &mut Random,
) {
    let sorted = |mut views: Vec<V>| {
        views.sort_by_key(|view| format!("{view:?}"));
        views
    };
    let expected = sorted(rows.iter().map(view).collect());
    let scan = || scanned.scan::<E>().select::<V>();
    assert_eq!(
        sorted(scan().fetch_all(recorder).await.unwrap()),
        expected,
        "{scanned:?}"
    );
    let segments = 1 + u32::try_from(random.below(8)).unwrap();
    let (mut found, mut checkpoint) = (Vec::new(), None);
    loop {
        let mut stream = scan().segments(segments).resume(checkpoint).fetch(recorder);
        let count = found.len();
        for _ in 0..7 {
            found.extend(futures_util::TryStreamExt::try_next(&mut stream).await.unwrap());
        }
        checkpoint = Some(stream.checkpoint());
        if found.len() < count + 7 {
            break;
        }
    }
    assert_eq!(sorted(found), expected, "{segments} segments of {scanned:?}");
    let few = scan().take(3).fetch_all(recorder).await.unwrap();
    assert!(few.len() == expected.len().min(3) && few.iter().all(|view| expected.contains(view)));
    recorder.taken();
}

#[ddbx::test(entities(Order, Line, Sample))]
async fn views_are_scanned(pool: Pool) {
    let seed = seed();
    let mut random = Random::new(seed);
    let orders: Vec<Order> = fill(&pool, 120, &mut random).await;
    let _neighbours: Vec<Line> = fill(&pool, 50, &mut random).await;
    let samples: Vec<Sample> = fill(&pool, 60, &mut random).await;
    let recorder = Recorder::new(pool.clone());
    let indexes = <Order as Row>::INDEXES;
    for round in 0..rounds(6) {
        let with = |index, conditions| Scanned {
            conditions,
            index,
            consistent: false,
            sees_expired: true,
            limits: crate::case::Limits {
                page_size: [None, Some(3), Some(20)][round % 3],
                ..Default::default()
            },
        };
        let town = Tree::Leaf(
            "town",
            Test::Compare(Comparison::Equal, (Order::field("town").any)(&mut random)),
        );
        let of_table = with(None, vec![town]);
        let place = |order: &Order| Place {
            customer: order.customer.clone(),
            town: order.town.clone(),
            note: order.note.clone(),
        };
        let rows = of_table.rows(&indexes[0], &orders);
        views(&of_table, &rows, place, &recorder, &mut random).await;

        let noted = with(Some("by_kind"), vec![Tree::Leaf("note", Test::Exists)]);
        let worth = |order: &Order| Worth {
            total: order.total,
            note: order.note.clone(),
        };
        let by_kind = indexes.iter().find(|index| index.name == "by_kind").unwrap();
        let rows = noted.rows(by_kind, &orders);
        views(&noted, &rows, worth, &recorder, &mut random).await;

        let weighed = with(Some("by_note"), Vec::new());
        let weight = |sample: &Sample| Weight {
            sensor: sample.sensor.clone(),
            at: sample.at,
            weight: sample.weight,
        };
        let by_note = <Sample as Row>::INDEXES
            .iter()
            .find(|index| index.name == "by_note")
            .unwrap();
        let rows = weighed.rows(by_note, &samples);
        views(&weighed, &rows, weight, &recorder, &mut random).await;
    }
    // A filter of what the index does not copy would find all of them, or none.
    let lacking = ddbx::scan::<Sample>().index("by_note").select::<Weight>().allow_scan();
    let lacking = lacking.filter(|sample| sample.level.not_exists()).all_pages();
    assert!(lacking.count(&recorder).await.unwrap_err().is_invalid() && recorder.taken().is_empty());
}
