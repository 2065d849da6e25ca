//! Counts what a call over the wire takes from the heap: three numbers, for the benchmark of the wire, which starts this
//! with the address of its server. A program of its own, because an allocator that counts makes every allocation slower.
#![expect(clippy::print_stdout, reason = "the numbers are what this is for")]

use std::time::UNIX_EPOCH;

use allocation_counter::measure;
use bytes::BytesMut;
use ddbx::transport::sign::{Credentials, Signable, Signer};
use ddbx_benches::order::{self, Order};
use ddbx_benches::sdk::Sdk;
use ddbx_benches::stub::Address;
use ddbx_benches::{Result, client, sdk};

fn main() -> Result<()> {
    let address = std::env::var("DDBX_BENCH_SERVER")?;
    let Address { plain, .. } = Address::parse(&address).ok_or("no address of a server")?;
    // One thread does everything, connections' tasks included: the counter looks at the thread it is called on.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let pool = runtime.block_on(client::connect(&format!("dynamodb+http://localhost:{plain}")))?;
    let ours = beyond_the_value(|| runtime.block_on(client::get(&pool)))?;
    let sdk = Sdk::connecting_to(&format!("http://localhost:{plain}"));
    let peer = beyond_the_value(|| runtime.block_on(sdk.get())?.map(sdk::order).transpose())?;
    println!("{ours} {peer} {}", signature());
    Ok(())
}

/// The median of many calls: once in a while, one of them has to grow what others then use.
fn beyond_the_value(mut call: impl FnMut() -> Result<Option<Order>>) -> Result<u64> {
    let order = order::one();
    let value = measure(|| drop(order.clone())).count_total;
    let mut counts = Vec::with_capacity(100);
    for _ in 0..counts.capacity() {
        let mut found = None;
        let count = measure(|| found = Some(call())).count_total;
        assert_eq!(found.ok_or("measured nothing")??, Some(order.clone()));
        counts.push(count);
    }
    counts.sort_unstable();
    Ok(counts[counts.len() / 2] - value)
}

fn signature() -> u64 {
    let (signer, credentials) = (Signer::new("us-east-1"), Credentials::new("akid", "secret"));
    let mut buffer = BytesMut::with_capacity(512);
    let mut sign = || {
        let signable = Signable {
            host: "localhost:8000",
            target: "DynamoDB_20120810.GetItem",
            body: b"{}",
            at: UNIX_EPOCH,
        };
        buffer.clear();
        measure(|| {
            signer.sign(&credentials, signable, &mut buffer);
        })
        .count_total
    };
    // The first derives the key.
    sign();
    sign()
}
