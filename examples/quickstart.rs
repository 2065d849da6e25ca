//! Every airport of the United States, in a table inside this process.
//!
//! `cargo run --example quickstart`: no server, no account. Creates a table, loads 3,376 airports, then reads,
//! queries, pages, updates and deletes, and says what it did.
//!
//! With a URL it does so elsewhere: `cargo run --example quickstart -- dynamodb+http://localhost:8000`. There the table
//! stays, to be looked at, and a second run loads it anew.

#![expect(clippy::print_stdout, reason = "this program talks to a person")]

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use comfy_table::{CellAlignment, Table, presets};
use ddbx::{Entity, Pool, PoolOptions, Request, ops};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Deserialize;
use tokio::time::Instant;

/// An airport: one item of the table. All airports of a state are one partition, sorted by their code.
#[derive(Entity, Deserialize, Clone, Debug, PartialEq)]
#[entity(table = "airports")]
struct Airport {
    #[entity(pk)]
    state: String,
    #[entity(sk)]
    iata: String,
    name: String,
    city: String,
    country: String,
    latitude: f64,
    longitude: f64,
    /// Set by an update below: airports without a visit have no such attribute.
    #[serde(skip)]
    #[entity(default)]
    visits: u32,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args().nth(1).unwrap_or_else(|| "dynamodb::memory:".into());
    let start = Instant::now();

    // A pool, with a tower layer of our own around it: it counts the requests.
    let requests = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&requests);
    let pool = PoolOptions::new()
        .layer(tower::util::MapRequestLayer::new(move |request: Request| {
            counter.fetch_add(1, Ordering::Relaxed);
            request
        }))
        .connect(&url)
        .await?;
    let found = match ops::DescribeTable::new("airports").send(&pool).await {
        Ok(_) => "found",
        Err(error) if error.is_table_not_found() => "created",
        Err(error) => return Err(error.into()),
    };
    pool.create_tables::<(Airport,)>().await?;
    println!("Connected to {url} and {found} the table `airports`.");

    let loaded = load(&pool).await?;
    println!("Loaded   {} airports, 25 to a request.", thousands(loaded));

    // By key: the compiler checks that it is one.
    let ohare = ddbx::get!(Airport {
        state: "IL",
        iata: "ORD"
    })
    .fetch_one(&pool)
    .await?;
    println!(
        "Get      IL/ORD is {} at {:.2}, {:.2}.",
        ohare.name, ohare.latitude, ohare.longitude
    );

    // By a prefix of the sort key. The compiler finds the index that serves a query, and refuses one that none does.
    let dallas = ddbx::query!(Airport, state == "TX" && iata.begins_with("D"))
        .fetch_all(&pool)
        .await?;
    println!(
        "Prefix   {} airports of Texas have a code that starts with D:",
        dallas.len()
    );
    print(&dallas);

    // By a range of the sort key, in descending order.
    let range = ddbx::query!(Airport, state == "CA" && iata.between("SAN", "SFO"))
        .descending()
        .fetch_all(&pool)
        .await?;
    println!(
        "Range    {} airports of California lie between SAN and SFO, last one first:",
        range.len()
    );
    print(&range);

    // Page by page: the cursor of one page starts the next.
    let (mut pages, mut airports, mut cursor) = (0, 0, None);
    loop {
        let page = ddbx::query!(Airport, state == "AK")
            .page_size(50)
            .start_at(cursor)
            .fetch_page(&pool)
            .await?;
        pages += 1;
        airports += page.items.len();
        cursor = page.cursor;
        if cursor.is_none() {
            break;
        }
    }
    println!("Pages    {airports} airports of Alaska came in {pages} pages of 50 at most.");

    // Changes what is there, under a condition; nothing is read first.
    let visited = ddbx::update::<Airport>(("IL", "ORD"))
        .set(|airport| airport.name, "O'Hare")
        .add(|airport| airport.visits, 1)
        .when(|airport| airport.city.eq("Chicago"))
        .returning_new()
        .execute(&pool)
        .await?;
    println!(
        "Update   IL/ORD is now called {}, visits: {}.",
        visited.name, visited.visits
    );

    // An update of what is not there says so.
    let missing = ddbx::update::<Airport>(("IL", "XXX"))
        .add(|airport| airport.visits, 1)
        .execute(&pool)
        .await;
    if let Err(error) = missing {
        println!("Refused  {error}.");
    }

    ddbx::delete::<Airport>(("IL", "ORD"))
        .must_exist()
        .execute(&pool)
        .await?;
    let left = ddbx::query!(Airport, state == "IL").count(&pool).await?;
    println!("Delete   IL/ORD is gone; {left} airports of Illinois are left.");

    pool.close().await;
    let requests = requests.load(Ordering::Relaxed);
    println!(
        "Done     {requests} requests in {:.2} s.",
        start.elapsed().as_secs_f64()
    );
    Ok(())
}

/// Puts the airports of the file, 25 at a time.
async fn load(pool: &Pool) -> Result<usize, Box<dyn Error>> {
    let mut csv = csv::Reader::from_reader(&include_bytes!("data/airports.csv")[..]);
    let airports = csv.deserialize().collect::<Result<Vec<Airport>, _>>()?;
    let bar = ProgressBar::new(airports.len() as u64).with_style(ProgressStyle::with_template(
        "Loading  {bar:40} {human_pos} of {human_len}, {per_sec}",
    )?);
    for chunk in airports.chunks(25) {
        let mut batch = Some(chunk.iter().fold(ops::BatchWriteItem::new(), |batch, airport| {
            batch.put("airports", airport)
        }));
        // What DynamoDB had no capacity for comes back, ready to be sent again.
        while let Some(rest) = batch.take() {
            batch = rest.send(pool).await?.unprocessed;
        }
        bar.inc(chunk.len() as u64);
    }
    bar.finish_and_clear();
    Ok(airports.len())
}

fn print(airports: &[Airport]) {
    let mut table = Table::new();
    table
        .load_preset(presets::UTF8_BORDERS_ONLY)
        .set_header(["code", "city", "name", "latitude", "longitude"]);
    for airport in airports {
        let (latitude, longitude) = (format!("{:.3}", airport.latitude), format!("{:.3}", airport.longitude));
        table.add_row([&airport.iata, &airport.city, &airport.name, &latitude, &longitude]);
    }
    for column in [3, 4] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    println!("{table}");
}

/// 3376 as 3,376.
fn thousands(number: usize) -> String {
    indicatif::HumanCount(number as u64).to_string()
}
