//! A case by the constant function, and the lowering of its plan.

use ddbx::codec::{Bound, Writer};
use ddbx::schema::Schema;
use ddbx_core::expression::{self, Clause, Names, Operand};
use ddbx_core::plan::{Access, Fault, Lowering, Place, Plan};
use serde_json::Value;

use crate::case::Case;
use crate::given::Listed;
use crate::readable::{members, readable, value};

/// What comes of a case, as the file says it.
#[derive(Debug, Default)]
pub(crate) struct Planned {
    pub(crate) access: &'static str,
    pub(crate) index: &'static str,
    pub(crate) keys: Vec<String>,
    /// Without what is added for tags and time.
    pub(crate) filter: String,
    pub(crate) dropped: String,
    pub(crate) hydrates: bool,
}

/// A message, and the place it is reported at.
pub(crate) type Refused = (String, String);

pub(crate) fn plan(schema: &'static Schema, case: &Case) -> (Listed, Result<Plan, Fault>) {
    let listed = Listed::of(schema, &case.expr());
    let plan = Plan::of(schema, &listed.clauses, &case.asked(schema));
    (listed, plan)
}

/// The plan in words, or the message.
pub(crate) fn run(schema: &'static Schema, case: &Case) -> Result<Planned, Refused> {
    let (listed, plan) = plan(schema, case);
    let plan = plan.map_err(|fault| {
        let message = fault.message(schema, &case.asked(schema)).as_str().to_owned();
        (message, place(&listed, fault.place()))
    })?;
    let lowering = Lowering {
        schema,
        plan: &plan,
        clauses: &listed.clauses,
        values: &listed.values,
    };
    let mut planned = Planned {
        access: match plan.access() {
            Access::Get => "get",
            Access::Query => "query",
        },
        index: plan.index(schema).name(),
        hydrates: plan.hydrates(),
        ..Planned::default()
    };
    if plan.access() == Access::Get {
        let key = json(|writer| lowering.write_whole_key(writer).unwrap());
        planned.keys = vec![members(&key)];
        return Ok(planned);
    }
    planned.keys = match partitions(&plan, &listed) {
        Some(partitions) => distinct(partitions.iter().map(|one| key(&lowering, Some(one)))),
        None => vec![key(&lowering, None)],
    };
    planned.filter = filter(&lowering);
    if lowering.is_empty_range().unwrap_or(false) {
        planned.keys.clear();
        return Ok(planned);
    }
    let dropped = lowering.excluded().unwrap_or_default();
    let dropped: Vec<_> = dropped
        .iter()
        .map(|excluded| {
            let json = json(|writer| ddbx::Encode::encode(&excluded.value, writer).unwrap());
            format!("{} = {}", excluded.attribute, value(&json))
        })
        .collect();
    planned.dropped = dropped.join(", ");
    Ok(planned)
}

fn place(listed: &Listed, place: Place) -> String {
    match place {
        Place::Clause(position) => listed.texts[usize::from(position)].clone(),
        Place::Consistent => "consistent".to_owned(),
        Place::Entity => "entity".to_owned(),
        Place::Index => "index".to_owned(),
        Place::View => "view".to_owned(),
    }
}

fn json(write: impl FnOnce(&mut Writer)) -> Value {
    let mut writer = Writer::new();
    write(&mut writer);
    serde_json::from_slice(writer.as_slice()).unwrap()
}

fn partitions<'a>(plan: &Plan, listed: &'a Listed) -> Option<&'a [Bound]> {
    let Clause::Leaf(leaf) = listed.clauses[usize::from(plan.fan_out()?)] else {
        return None;
    };
    match &listed.values[usize::from(leaf.value)] {
        Operand::Many(values) => Some(values),
        Operand::One(_) => None,
    }
}

/// Each partition is read once.
fn distinct(keys: impl Iterator<Item = String>) -> Vec<String> {
    let mut distinct = Vec::new();
    for key in keys {
        if !distinct.contains(&key) {
            distinct.push(key);
        }
    }
    distinct
}

/// The key condition of a partition, or why its values cannot be written.
fn key(lowering: &Lowering<'_>, partition: Option<&Bound>) -> String {
    let mut names = Names::default();
    let text = lowering
        .plan
        .key_condition(lowering.schema, lowering.clauses, &mut names);
    let mut failed = None;
    let values = json(|writer| {
        writer.begin_object();
        failed = lowering.write_key_values(partition, writer).err();
        if failed.is_some() {
            *writer = Writer::new();
            writer.begin_object();
        }
        writer.end_object();
    });
    match failed {
        Some(error) => error.to_string(),
        None => readable(&text, |name| numbered(&names, name), &values),
    }
}

fn numbered(names: &Names, placeholder: &str) -> String {
    let number: usize = placeholder[1..].parse().unwrap();
    names.attributes()[number].to_owned()
}

fn filter(lowering: &Lowering<'_>) -> String {
    let listed = expression::Listed {
        clauses: lowering.clauses,
        values: lowering.values,
        first: 0,
    };
    let schema = lowering.schema;
    let beside = schema.table_schema().is_some() || schema.expires().is_some();
    let (mut names, mut text) = (Names::default(), String::new());
    names.write(listed, |at| lowering.plan.filter().has(at), beside, &mut text);
    let mut failed = None;
    let values = json(|writer| {
        writer.begin_object();
        match expression::write_values(listed, |at| lowering.plan.filter().has(at), writer) {
            Ok(true) => {
                writer.key(expression::NULL);
                writer.s("NULL");
            }
            Ok(false) => {}
            Err(error) => failed = Some(error),
        }
        writer.end_object();
    });
    match failed {
        Some(error) => error.to_string(),
        None => readable(&text, |name| numbered(&names, name), &values),
    }
}
