use std::hint::black_box;
use std::path::Path;

use ddbx::Pool;
use ddbx_benches::affinity::OneProcessor;
use ddbx_benches::load::{Contender, Pace, Rounds, Turn, at_a_time, one_at_a_time, rounds};
use ddbx_benches::order::{self, Order};
use ddbx_benches::sdk::Sdk;
use ddbx_benches::stub::Address;
use ddbx_benches::verdict::{Goal, Table};
use ddbx_benches::{Result, client, floor, sdk};
use tokio::runtime::{Builder, Runtime};

/// The places of the contenders.
const OURS: usize = 0;
const PEER: usize = 1;
const FLOOR: usize = 2;

/// Both sides, connected to the same server.
struct Sides {
    scheme: &'static str,
    pool: Pool,
    sdk: Sdk,
}

pub(crate) fn rows(table: &mut Table, server: Address, authority: &Path) -> Result<()> {
    // What is connected on a runtime stays on it: each has both sides for itself.
    let one_thread = Builder::new_current_thread().enable_all().build()?;
    let two_threads = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    for (scheme, tls, port) in [("http", false, server.plain), ("https", true, server.tls)] {
        let processor = OneProcessor::with(server.process)?;
        let sides = Sides::connect(&one_thread, scheme, port)?;
        let contenders = [ours(&one_thread, &sides), peer(&one_thread, &sides)];
        if tls {
            let mut floor = one_thread.block_on(floor::tls(port, authority))?;
            let floor = one_at_a_time(&one_thread, async move || floor.exchange().await);
            alone(table, scheme, contenders, floor)?;
        } else {
            let mut floor = one_thread.block_on(floor::plain(port))?;
            let floor = one_at_a_time(&one_thread, async move || floor.exchange().await);
            alone(table, scheme, contenders, floor)?;
        }
        through_the_pool(table, &one_thread, &sides)?;
        page(table, &one_thread, &sides)?;
        fetch_all(table, &one_thread, &sides)?;
        batch(table, &one_thread, &sides)?;
        drop(processor);

        let crowd = Sides::connect(&two_threads, scheme, port)?;
        for in_flight in [16, 64, 256] {
            together(table, &two_threads, &crowd, in_flight)?;
        }
    }
    Ok(())
}

impl Sides {
    fn connect(runtime: &Runtime, scheme: &'static str, port: u16) -> Result<Self> {
        let sides = Self {
            scheme,
            pool: runtime.block_on(client::connect(&format!("dynamodb+{scheme}://localhost:{port}")))?,
            sdk: Sdk::connecting_to(&format!("{scheme}://localhost:{port}")),
        };
        assert_eq!(runtime.block_on(client::get(&sides.pool))?, Some(order::one()));
        assert_eq!(runtime.block_on(get_by(&sides.sdk))?, Some(order::one()));
        Ok(sides)
    }
}

async fn get_by(sdk: &Sdk) -> Result<Option<Order>> {
    sdk.get().await?.map(sdk::order).transpose()
}

fn ours<'a>(runtime: &'a Runtime, sides: &'a Sides) -> Contender<'a> {
    one_at_a_time(runtime, async || drop_read(client::get(&sides.pool).await))
}

fn peer<'a>(runtime: &'a Runtime, sides: &'a Sides) -> Contender<'a> {
    one_at_a_time(runtime, async || drop_read(get_by(&sides.sdk).await))
}

/// What was read counts as used.
fn drop_read<T>(read: Result<T>) -> Result<()> {
    black_box(read?);
    Ok(())
}

/// `GetItem`, one after the other, on one thread.
fn alone(table: &mut Table, scheme: &str, sides: [Contender<'_>; 2], floor: Contender<'_>) -> Result<()> {
    let [ours, peer] = sides;
    let rounds = rounds(Pace::QUICK, &mut [ours, peer, floor])?;
    let work = format!("`GetItem` over {scheme}, one at a time");
    cpu(table, &work, &rounds, Goal::None);
    throughput(table, &work, &rounds, Goal::None);

    // Other processes can only make it longer: by the rounds in which they were quiet.
    let [ours, peer, least] = [OURS, PEER, FLOOR].map(|who| rounds.of(who, |turn| turn.p99).low);
    let goal = Goal::AtLeast {
        must: 3.0,
        aim: Some(5.0),
    };
    table.row(
        format!("{work}: 99th percentile (floor: {})", microseconds(least)),
        [ours, peer].map(microseconds),
        peer / ours,
        format!("{:.1}", peer / ours),
        goal,
    );

    let least = rounds.of(FLOOR, |turn| turn.cpu).median;
    let over = [OURS, PEER].map(|who| rounds.ratio(who, FLOOR, |turn| turn.cpu));
    let goal = Goal::AtMost {
        must: 2.1,
        aim: Some(1.4),
    };
    table.row(
        format!("{work}: CPU over the floor of {}", microseconds(least)),
        over.map(|over| format!("{:.2}", over.median)),
        over[OURS].median,
        format!("{:.2}", over[OURS]),
        goal,
    );
    Ok(())
}

/// `GetItem`, so many at a time, on two threads.
fn together(table: &mut Table, runtime: &Runtime, sides: &Sides, in_flight: usize) -> Result<()> {
    let (pool, sdk) = (sides.pool.clone(), sides.sdk.clone());
    let ours = at_a_time(runtime, in_flight, move || {
        let pool = pool.clone();
        async move { drop_read(client::get(&pool).await) }
    });
    let peer = at_a_time(runtime, in_flight, move || {
        let sdk = sdk.clone();
        async move { drop_read(get_by(&sdk).await) }
    });
    let rounds = rounds(Pace::LONG, &mut [ours, peer])?;
    let work = format!("`GetItem` over {}, {in_flight} at a time", sides.scheme);
    let judged = sides.scheme == "https" && in_flight >= 64;
    let goal = |must, aim| {
        if judged {
            Goal::AtLeast { must, aim: Some(aim) }
        } else {
            Goal::None
        }
    };
    cpu(table, &work, &rounds, goal(4.5, 8.0));
    throughput(table, &work, &rounds, goal(3.5, 6.0));
    Ok(())
}

/// `GetItem` by the SDK's client, whose requests go through the pool in one of two cases; items are left as they are.
fn through_the_pool(table: &mut Table, runtime: &Runtime, sides: &Sides) -> Result<()> {
    let through = Sdk(sides.pool.sdk());
    let ours = one_at_a_time(runtime, async || drop_read(through.get().await));
    let peer = one_at_a_time(runtime, async || drop_read(sides.sdk.get().await));
    let rounds = rounds(Pace::QUICK, &mut [ours, peer])?;
    let times = [OURS, PEER].map(|who| microseconds(rounds.of(who, |turn| turn.cpu).median));
    let share = rounds.ratio(OURS, PEER, |turn| turn.cpu);
    let goal = Goal::AtMost {
        must: 0.85,
        aim: Some(0.7),
    };
    let work = format!(
        "`GetItem` over {} by `pool.sdk()` (peer: the SDK alone): CPU",
        sides.scheme
    );
    table.row(work, times, share.median, format!("{share:.2}"), goal);
    Ok(())
}

fn page(table: &mut Table, runtime: &Runtime, sides: &Sides) -> Result<()> {
    let orders = order::short(order::PAGE);
    assert_eq!(runtime.block_on(client::query(&sides.pool))?, orders);
    assert_eq!(sdk::orders(runtime.block_on(sides.sdk.query())?)?, orders);
    let ours = one_at_a_time(runtime, async || drop_read(client::query(&sides.pool).await));
    let peer = one_at_a_time(runtime, async || drop_read(sdk::orders(sides.sdk.query().await?)));
    let goal = Goal::AtLeast {
        must: 6.0,
        aim: Some(8.0),
    };
    let work = format!("page of {} items over {}", order::PAGE, sides.scheme);
    cpu(table, &work, &rounds(Pace::QUICK, &mut [ours, peer])?, goal);
    Ok(())
}

/// The same page by a query that the compiler has planned.
fn fetch_all(table: &mut Table, runtime: &Runtime, sides: &Sides) -> Result<()> {
    assert_eq!(
        runtime.block_on(client::fetch_all(&sides.pool))?,
        order::short(order::PAGE)
    );
    let ours = one_at_a_time(runtime, async || drop_read(client::fetch_all(&sides.pool).await));
    let peer = one_at_a_time(runtime, async || drop_read(sdk::orders(sides.sdk.query().await?)));
    let goal = Goal::AtLeast {
        must: 6.0,
        aim: Some(8.0),
    };
    let work = format!(
        "page of {} items over {} by `query!`, `fetch_all`",
        order::PAGE,
        sides.scheme
    );
    let rounds = rounds(Pace::QUICK, &mut [ours, peer])?;
    cpu(table, &work, &rounds, goal);
    times(table, format!("{work}: time"), &rounds, |turn| turn.wall, Goal::None);
    Ok(())
}

fn batch(table: &mut Table, runtime: &Runtime, sides: &Sides) -> Result<()> {
    let orders = order::long(25);
    let ours = one_at_a_time(runtime, async || client::put_all(&sides.pool, &orders).await);
    let peer = one_at_a_time(runtime, async || sides.sdk.batch(sdk::puts(&orders)?).await);
    let goal = Goal::AtLeast {
        must: 5.0,
        aim: Some(6.5),
    };
    let work = format!("batch of {} puts over {}", orders.len(), sides.scheme);
    cpu(table, &work, &rounds(Pace::QUICK, &mut [ours, peer])?, goal);
    Ok(())
}

fn cpu(table: &mut Table, work: &str, rounds: &Rounds, goal: Goal) {
    times(table, format!("{work}: CPU"), rounds, |turn| turn.cpu, goal);
}

/// A row of times, which are judged by how much less ours is.
fn times(table: &mut Table, work: String, rounds: &Rounds, figure: impl Fn(Turn) -> f64, goal: Goal) {
    let sides = [OURS, PEER].map(|who| microseconds(rounds.of(who, &figure).median));
    let ratio = rounds.ratio(PEER, OURS, &figure);
    table.row(work, sides, ratio.median, format!("{ratio:.1}"), goal);
}

fn throughput(table: &mut Table, work: &str, rounds: &Rounds, goal: Goal) {
    let per_second = |turn: Turn| turn.wall.recip();
    let sides = [OURS, PEER].map(|who| format!("{:.1} k/s", rounds.of(who, per_second).median / 1e3));
    let ratio = rounds.ratio(OURS, PEER, per_second);
    table.row(
        format!("{work}: throughput"),
        sides,
        ratio.median,
        format!("{ratio:.1}"),
        goal,
    );
}

fn microseconds(seconds: f64) -> String {
    format!("{:.1} µs", seconds * 1e6)
}
