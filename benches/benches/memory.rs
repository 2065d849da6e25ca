//! Structs to request bodies and response bodies to structs: heap, in process. Apart from the times, because counting
//! allocations makes each of them slower.
#![expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]

use allocation_counter::{AllocationInfo, measure};
use bytes::Bytes;
use ddbx::codec;
use ddbx_benches::order::Order;
use ddbx_benches::sdk::Sdk;
use ddbx_benches::verdict::{Goal, Table};
use ddbx_benches::{Result, client, order, sdk};
use tokio::runtime::Runtime;

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let mut table = Table::new("Codec: heap of one run", "figure");
    one_item(&runtime, &mut table)?;
    page(&runtime, &mut table)?;
    batch(&runtime, &mut table)?;
    println!("{table}");
    Ok(())
}

fn one_item(runtime: &Runtime, table: &mut Table) -> Result<()> {
    let order = &order::one();
    let (body, nothing) = (order::found(order)?, Bytes::from_static(b"{}"));
    let value = allocations(|| Ok(order.clone()))?;
    let with_pool = |body| {
        let pool = client::pool(body);
        allocations(|| runtime.block_on(client::get(&pool)))
    };
    let with_sdk = |body| {
        let (sdk, _) = Sdk::answering(body);
        allocations(|| {
            let item = runtime.block_on(sdk.get())?;
            sdk::orders(item.into_iter().collect())
        })
    };
    let calls = [with_pool(&body)?, with_sdk(&body)?];
    // With and without an item, a call differs by the item's decode.
    let decodes = [
        calls[0] - with_pool(&nothing)? - value,
        calls[1] - with_sdk(&nothing)? - value,
    ];
    let json = codec::item_to_vec(order)?;
    let codec = allocations(|| Ok(codec::item_from_slice::<Order>(&json)?))? - value;
    assert_eq!(codec, decodes[0], "the codec alone, and within a call");

    let goal = Goal::AtMost { must: 0.0, aim: None };
    count(
        table,
        "one item to a struct: allocations beyond the value",
        decodes,
        goal,
    );
    let goal = Goal::AtMost {
        must: 28.0,
        aim: Some(6.0),
    };
    count(
        table,
        "`GetItem`, whole call in process: the same",
        calls.map(|call| call - value),
        goal,
    );
    Ok(())
}

fn page(runtime: &Runtime, table: &mut Table) -> Result<()> {
    let orders = order::short(order::PAGE);
    let body = order::page(&orders)?;
    let (pool, (sdk, _)) = (client::pool(&body), Sdk::answering(&body));
    let value = allocations(|| Ok(orders.clone()))?;
    let sides = [
        counted(|| runtime.block_on(client::query(&pool)))?,
        counted(|| sdk::orders(runtime.block_on(sdk.query())?))?,
    ];
    let peaks = sides.map(|info| info.bytes_max as f64 / body.len() as f64);
    let work = format!("page of 2,400 items, {:.2} MB, to structs", body.len() as f64 / 1e6);
    let shown = peaks.map(|peak| format!("{peak:.2}"));
    let goal = Goal::AtMost { must: 1.7, aim: None };
    table.row(
        format!("{work}: peak heap over body"),
        shown,
        peaks[0],
        format!("{:.2}", peaks[0]),
        goal,
    );
    let beyond = sides.map(|info| info.count_total - value);
    count(
        table,
        format!("{work}: allocations beyond the values"),
        beyond,
        Goal::None,
    );
    Ok(())
}

fn batch(runtime: &Runtime, table: &mut Table) -> Result<()> {
    let orders = order::long(25);
    let (sdk, _) = Sdk::answering(&Bytes::from_static(br#"{"UnprocessedItems":{}}"#));
    let ours = allocations(|| client::batch(&orders))?;
    // The SDK makes the body only to send it: less what a batch of one sends beside its item.
    let peer = |count| allocations(|| runtime.block_on(sdk.batch(sdk::puts(&orders[..count])?)));
    let peer = peer(25)? - peer(1)?;
    count(
        table,
        "batch of 25 structs to a body: allocations (SDK: of 24 items)",
        [ours, peer],
        Goal::None,
    );
    Ok(())
}

/// A row whose figure is our side's.
fn count(table: &mut Table, work: impl Into<String>, sides: [u64; 2], goal: Goal) {
    table.row(
        work,
        sides.map(|side| side.to_string()),
        sides[0] as f64,
        sides[0].to_string(),
        goal,
    );
}

/// What `work` takes from the heap, and its result with it.
fn counted<T>(mut work: impl FnMut() -> Result<T>) -> Result<AllocationInfo> {
    // The first run fills what is filled once.
    work()?;
    let mut result = None;
    let info = measure(|| result = Some(work()));
    result.ok_or("measured nothing")??;
    Ok(info)
}

fn allocations<T>(work: impl FnMut() -> Result<T>) -> Result<u64> {
    counted(work).map(|info| info.count_total)
}
