//! Queries of one to five conditions, as `query!` has them and as they are written for the SDK: expressions as text, names
//! and values as placeholders, keys as they are composed. Each is a function that returns the request to be sent.

use std::fmt::Write as _;

use ddbx_benches::Result;

use super::source::{self, ENTITIES};

/// How many queries an entity has.
const EACH: usize = 5;

/// How many queries there are.
pub(crate) const COUNT: usize = ENTITIES * EACH;

/// What the queries by hand are written for: the SDK's builder, and nothing behind it.
pub(crate) const SDK: &str = include_str!("sdk/lib.rs");

/// With an index, which half of the SDK's side costs nothing: whoever writes its keys is not here.
const OURS: &str = "#[derive(ddbx::Entity, Debug, Clone)]\n\
    #[entity(table = \"shop\", pk = \"CUSTOMER#{customer}\", sk = \"ORDER#{number:010}\")]\n\
    #[entity(by_status(pk = \"STATUS#{status}\", sk = \"{number:010}\"))]";

/// The same query for both sides; `@` is the number of its call site, so that no two are the same.
struct Shape {
    parameters: &'static str,
    ours: &'static str,
    peer: &'static str,
}

const SHAPES: [Shape; 10] = [
    Shape {
        parameters: "customer: &str",
        ours: "customer == customer",
        peer: r##"
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", AttributeValue::S(format!("CUSTOMER#{customer}")))"##,
    },
    Shape {
        parameters: "customer: &str, since: u64, status: &str",
        ours: "customer == customer && number >= since && status == status",
        peer: r##"
            .key_condition_expression("pk = :pk AND sk BETWEEN :from AND :to")
            .filter_expression("#status = :status")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":pk", AttributeValue::S(format!("CUSTOMER#{customer}")))
            .expression_attribute_values(":from", AttributeValue::S(format!("ORDER#{since:010}")))
            .expression_attribute_values(":to", AttributeValue::S("ORDER$".into()))
            .expression_attribute_values(":status", AttributeValue::S(status.into()))"##,
    },
    Shape {
        parameters: "customer: &str, from: u64, to: u64, total: i64",
        ours: "customer == customer && number.between(from, to) && total > total && paid == true && note.exists()",
        peer: r##"
            .key_condition_expression("pk = :pk AND sk BETWEEN :from AND :to")
            .filter_expression("#total > :total AND paid = :paid AND attribute_exists(note)")
            .expression_attribute_names("#total", "total")
            .expression_attribute_values(":pk", AttributeValue::S(format!("CUSTOMER#{customer}")))
            .expression_attribute_values(":from", AttributeValue::S(format!("ORDER#{from:010}")))
            .expression_attribute_values(":to", AttributeValue::S(format!("ORDER#{to:010}")))
            .expression_attribute_values(":total", AttributeValue::N(total.to_string()))
            .expression_attribute_values(":paid", AttributeValue::Bool(true))"##,
    },
    Shape {
        parameters: "status: &str, weight: f64",
        ours: "status == status && total > @ && !(weight < weight || tags.contains(\"vip\"))",
        peer: r##"
            .index_name("by_status")
            .key_condition_expression("by_status_pk = :pk")
            .filter_expression("#total > :total AND NOT (weight < :weight OR contains(tags, :tag))")
            .expression_attribute_names("#total", "total")
            .expression_attribute_values(":pk", AttributeValue::S(format!("STATUS#{status}")))
            .expression_attribute_values(":total", AttributeValue::N("@".into()))
            .expression_attribute_values(":weight", AttributeValue::N(weight.to_string()))
            .expression_attribute_values(":tag", AttributeValue::S("vip".into()))"##,
    },
    Shape {
        parameters: "customer: &str, total: i64",
        ours: "customer == customer && total >= total, consistent",
        peer: r##"
            .consistent_read(true)
            .key_condition_expression("pk = :pk")
            .filter_expression("#total >= :total")
            .expression_attribute_names("#total", "total")
            .expression_attribute_values(":pk", AttributeValue::S(format!("CUSTOMER#{customer}")))
            .expression_attribute_values(":total", AttributeValue::N(total.to_string()))"##,
    },
    Shape {
        parameters: "status: &str, number: u64",
        ours: "status == status && number < number && weight > 1.5",
        peer: r##"
            .index_name("by_status")
            .key_condition_expression("by_status_pk = :pk AND by_status_sk < :sk")
            .filter_expression("weight > :weight")
            .expression_attribute_values(":pk", AttributeValue::S(format!("STATUS#{status}")))
            .expression_attribute_values(":sk", AttributeValue::S(format!("{number:010}")))
            .expression_attribute_values(":weight", AttributeValue::N("1.5".into()))"##,
    },
    Shape {
        parameters: "customer: &str, prefix: &str",
        ours: "customer == customer && status.begins_with(prefix)",
        peer: r##"
            .key_condition_expression("pk = :pk")
            .filter_expression("begins_with(#status, :prefix)")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":pk", AttributeValue::S(format!("CUSTOMER#{customer}")))
            .expression_attribute_values(":prefix", AttributeValue::S(prefix.into()))"##,
    },
    Shape {
        parameters: "customer: &str, number: u64, paid: bool",
        ours: "customer == customer && number == number && paid == paid && (total < @ || total > 1000000)",
        peer: r##"
            .key_condition_expression("pk = :pk AND sk = :sk")
            .filter_expression("paid = :paid AND (#total < :least OR #total > :most)")
            .expression_attribute_names("#total", "total")
            .expression_attribute_values(":pk", AttributeValue::S(format!("CUSTOMER#{customer}")))
            .expression_attribute_values(":sk", AttributeValue::S(format!("ORDER#{number:010}")))
            .expression_attribute_values(":paid", AttributeValue::Bool(paid))
            .expression_attribute_values(":least", AttributeValue::N("@".into()))
            .expression_attribute_values(":most", AttributeValue::N("1000000".into()))"##,
    },
    Shape {
        parameters: "status: &str, low: i64, high: i64",
        ours: "status == status && total.between(low, high) && note.not_exists() && tags.size() > 2",
        peer: r##"
            .index_name("by_status")
            .key_condition_expression("by_status_pk = :pk")
            .filter_expression("#total BETWEEN :low AND :high AND attribute_not_exists(note) AND size(tags) > :size")
            .expression_attribute_names("#total", "total")
            .expression_attribute_values(":pk", AttributeValue::S(format!("STATUS#{status}")))
            .expression_attribute_values(":low", AttributeValue::N(low.to_string()))
            .expression_attribute_values(":high", AttributeValue::N(high.to_string()))
            .expression_attribute_values(":size", AttributeValue::N("2".into()))"##,
    },
    Shape {
        parameters: "customer: &str, line: &str",
        ours: "customer == customer && number > @ && lines.contains(line) && status != \"open\" && weight <= 30.0",
        peer: r##"
            .key_condition_expression("pk = :pk AND sk BETWEEN :from AND :to")
            .filter_expression("contains(#lines, :line) AND #status <> :status AND weight <= :weight")
            .expression_attribute_names("#lines", "lines")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":pk", AttributeValue::S(format!("CUSTOMER#{customer}")))
            .expression_attribute_values(":from", AttributeValue::S(format!("ORDER#{:010}", @ + 1)))
            .expression_attribute_values(":to", AttributeValue::S("ORDER$".into()))
            .expression_attribute_values(":line", AttributeValue::S(line.into()))
            .expression_attribute_values(":status", AttributeValue::S("open".into()))
            .expression_attribute_values(":weight", AttributeValue::N("30".into()))"##,
    },
];

/// Entities, and `query!`.
pub(crate) fn ours() -> Result<String> {
    let mut source = source::structs(OURS);
    of_all(|entity, site, shape| {
        let (parameters, conditions) = (shape.parameters, shape.ours.replace('@', &site.to_string()));
        write!(
            source,
            "\npub fn query{site}({parameters}) -> ddbx::PlannedQuery<Order{entity}> {{\n    \
             ddbx::query!(Order{entity}, {conditions})\n}}\n"
        )
    })?;
    Ok(source)
}

/// The same structs with serde's derives, and the SDK's builder.
pub(crate) fn peer() -> Result<String> {
    let mut source = source::structs(source::PEER);
    source.push_str("\nuse sdk::{AttributeValue, Client, Query};\n");
    of_all(|_, site, shape| {
        let (parameters, calls) = (shape.parameters, shape.peer.replace('@', &site.to_string()));
        write!(
            source,
            "\npub fn query{site}(client: &Client, {parameters}) -> Query {{\n    \
             client\n            .query()\n            .table_name(\"shop\"){calls}\n}}\n"
        )
    })?;
    Ok(source)
}

/// Each entity has half of the shapes.
fn of_all(mut write: impl FnMut(usize, usize, &Shape) -> std::fmt::Result) -> Result<()> {
    for site in 0..COUNT {
        write(site / EACH, site, &SHAPES[site % SHAPES.len()])?;
    }
    Ok(())
}
