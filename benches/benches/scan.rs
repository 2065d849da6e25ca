//! A whole table in segments that are read side by side, over loopback.
#![expect(clippy::print_stdout, reason = "the table is what a benchmark is for")]

use std::hint::black_box;
use std::path::Path;

use ddbx::{Pool, ops};
use ddbx_benches::load::{Pace, Turn, one_at_a_time, rounds};
use ddbx_benches::order::{Order, SCAN_PAGE, SCAN_PAGES, TABLE};
use ddbx_benches::sdk::{self, Sdk};
use ddbx_benches::stub::Address;
use ddbx_benches::verdict::{Goal, Table};
use ddbx_benches::{Result, client, launch};
use futures_util::TryStreamExt as _;
use tokio::runtime::Builder;

const SEGMENTS: u32 = 8;

/// The places of the contenders.
const OURS: usize = 0;
const PEER: usize = 1;

fn main() -> Result<()> {
    launch::against(Path::new(env!("CARGO_BIN_EXE_stub")), measure)
}

fn measure(server: Address, _: &Path) -> Result<()> {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let url = format!("http://localhost:{}", server.plain);
    let pool = runtime.block_on(client::connect(&format!("dynamodb+{url}")))?;
    let sdk = Sdk::connecting_to(&url);
    let items = u64::from(SEGMENTS) * SCAN_PAGES as u64 * SCAN_PAGE;
    assert_eq!(runtime.block_on(ours(&pool))?, items);
    assert_eq!(runtime.block_on(peer(&sdk))?, items);

    let mut contenders = [
        one_at_a_time(&runtime, async || ours(&pool).await.map(drop)),
        one_at_a_time(&runtime, async || peer(&sdk).await.map(drop)),
    ];
    let rounds = rounds(Pace::LONG, &mut contenders)?;
    let title = "Scan: a table in segments, medians of interleaved rounds";
    let mut table = Table::new(title, "ratio (half of the rounds)");
    let cpu: fn(Turn) -> f64 = |turn| turn.cpu;
    let goal = Goal::AtLeast {
        must: 3.0,
        aim: Some(6.0),
    };
    for (what, figure) in [("CPU", cpu), ("time", |turn| turn.wall)] {
        let sides = [OURS, PEER].map(|who| format!("{:.0} ms", rounds.of(who, figure).median * 1e3));
        let ratio = rounds.ratio(PEER, OURS, figure);
        let work = format!("{items} items in {SEGMENTS} segments: {what}");
        table.row(work, sides, ratio.median, format!("{ratio:.1}"), goal);
    }
    println!("{table}");
    Ok(())
}

/// The items one by one, as a program that handles each would have them.
async fn ours(pool: &Pool) -> Result<u64> {
    let mut orders = ops::Scan::new(TABLE)
        .all_pages()
        .segments(SEGMENTS)
        .fetch::<Order>(pool);
    let mut count = 0;
    while let Some(order) = orders.try_next().await? {
        black_box(order);
        count += 1;
    }
    Ok(count)
}

/// A task for each segment, each with the SDK's paginator.
async fn peer(sdk: &Sdk) -> Result<u64> {
    let segments: Vec<_> = (0..SEGMENTS)
        .map(|segment| {
            let sdk = sdk.clone();
            tokio::spawn(async move { of_segment(&sdk, segment).await.map_err(|error| error.to_string()) })
        })
        .collect();
    let mut count = 0;
    for segment in segments {
        count += segment.await??;
    }
    Ok(count)
}

async fn of_segment(sdk: &Sdk, segment: u32) -> Result<u64> {
    let read = |items| Ok(sdk::orders(items)?.into_iter().map(black_box).count() as u64);
    sdk.scan(segment as i32, SEGMENTS as i32, read).await
}
