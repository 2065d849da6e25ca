//! Structs to request bodies and response bodies to structs: time, in process.
#![expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]

use std::time::Duration;

use bytes::Bytes;
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
