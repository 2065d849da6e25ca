//! Structs to request bodies and response bodies to structs: time, in process.
#![expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]

use std::time::Duration;

use bytes::Bytes;
use ddbx::{Item, ops, safety};
use ddbx_benches::race::{Outcome, cpu_time, race, timed, timed_in_bulk};
use ddbx_benches::sdk::Sdk;
use ddbx_benches::verdict::{Goal, Table};
use ddbx_benches::{Result, client, order, sdk};
use tokio::runtime::Runtime;

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let title = "Codec: CPU time of one run, medians of interleaved rounds";
    let mut table = Table::new(title, "ratio (half of the rounds)");
    page(&runtime, &mut table)?;
    batch(&runtime, &mut table)?;
    safety(&mut table)?;
    println!("{table}");
    Ok(())
}

fn page(runtime: &Runtime, table: &mut Table) -> Result<()> {
    let orders = order::short(order::PAGE);
    let body = order::page(&orders)?;
    let (pool, (sdk, watch)) = (client::pool(&body), Sdk::answering(&body));
    assert_eq!(client::decode_page(&body)?, orders);
    assert_eq!(runtime.block_on(client::query(&pool))?, orders);
    assert_eq!(sdk::orders(runtime.block_on(sdk.query())?)?, orders);

    let work = format!("page of 2,400 items, {:.2} MB, to structs", body.len() as f64 / 1e6);
    let goal = Goal::AtLeast {
        must: 8.0,
        aim: Some(9.0),
    };
    let codec = race(
        || timed(|| client::decode_page(&body)),
        || {
            let items = runtime.block_on(sdk.query())?;
            let maps = watch.take_deserialization();
            Ok(maps + timed(|| sdk::orders(items))?)
        },
    )?;
    row(table, format!("{work}: codec alone"), codec, goal);
    let call = race(
        || timed(|| runtime.block_on(client::query(&pool))),
        || timed(|| sdk::orders(runtime.block_on(sdk.query())?)),
    )?;
    row(table, format!("{work}: whole call"), call, goal);
    Ok(())
}

fn batch(runtime: &Runtime, table: &mut Table) -> Result<()> {
    let orders = order::long(25);
    let (sdk, watch) = Sdk::answering(&Bytes::from_static(br#"{"UnprocessedItems":{}}"#));
    let with_sdk = || -> Result<Duration> {
        let begun = cpu_time();
        let puts = sdk::puts(&orders)?;
        let maps = cpu_time() - begun;
        runtime.block_on(sdk.batch(puts))?;
        Ok(maps + watch.take_serialization())
    };
    with_sdk()?;
    let body = client::batch(&orders)?.body;
    assert_eq!(order::put_by(&client::encode_batch(&orders)?)?, orders);
    assert_eq!(order::put_by(&body)?, orders);
    assert_eq!(order::put_by(&watch.last_body())?, orders);

    let work = format!("batch of 25 structs to a body of {:.1} KB", body.len() as f64 / 1e3);
    let goal = Goal::AtLeast {
        must: 12.0,
        aim: Some(18.0),
    };
    let codec = race(|| timed_in_bulk(|| client::encode_batch(&orders)), with_sdk)?;
    row(table, format!("{work}: codec alone"), codec, goal);
    let request = race(|| timed_in_bulk(|| client::batch(&orders)), with_sdk)?;
    row(table, format!("{work}: `ops::BatchWriteItem`"), request, goal);
    Ok(())
}

/// What a conditional write costs beyond an unconditional one: whether it may be repeated is read from its body.
fn safety(table: &mut Table) -> Result<()> {
    let mut item = Item::new().with("id", "o-1");
    for number in 10..34 {
        item = item.with(format!("field_{number}"), "seventeen letters");
    }
    let put = ops::PutItem::new("orders")
        .item(&item)
        .condition("attribute_not_exists(id)");
    let update = ops::UpdateItem::new("orders")
        .key("id", "o-1")
        .update("SET #n0 = :v0, #n1 = :v1")
        .condition("attribute_exists(#n2)")
        .name("#n0", "status")
        .name("#n1", "note")
        .name("#n2", "id")
        .value(":v0", "paid")
        .value(":v1", "thank you");
    for (what, request) in [("put", put.into_request()?), ("update", update.into_request()?)] {
        let mut times: Vec<Duration> = Vec::new();
        for _ in 0..2_000 {
            times.push(timed_in_bulk(|| Ok(safety::of_body(request.operation, &request.body)))?);
        }
        times.sort();
        let time = times[times.len() / 2].as_secs_f64() * 1e6;
        let work = format!("safety of a conditional {what} of {} bytes", request.body.len());
        let goal = Goal::AtMost {
            must: 1.5,
            aim: Some(0.5),
        };
        table.row(work, ["".into(), "".into()], time, format!("{time:.2} µs"), goal);
    }
    Ok(())
}

fn row(table: &mut Table, work: String, outcome: Outcome, goal: Goal) {
    let Outcome {
        ours,
        peer,
        ratio,
        quartiles: (low, high),
    } = outcome;
    let times = [ours, peer].map(|time| format!("{:.1} µs", time.as_secs_f64() * 1e6));
    table.row(work, times, ratio, format!("{ratio:.1} ({low:.1}-{high:.1})"), goal);
}
