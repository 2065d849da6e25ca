//! What is run, and the rows it makes.

use std::time::Duration;

use ddbx_benches::Result;
use ddbx_benches::verdict::{Goal, Table};
use tokio::runtime::Handle;
use tokio::task::JoinSet;

use super::bucket::Capacity;
use super::callers;
use super::clients::Client;
use super::idle;
use super::scenario::{Run, Scenario, TABLE};
use super::server::{self, Server};

const SECOND: Duration = Duration::from_secs(1);
const RUN: Duration = Duration::from_secs(15);
const STEADY: Capacity = &[(0, 200.0)];
/// When the capacity changes.
const CHANGE: Duration = Duration::from_secs(5);
const BACK: Duration = Duration::from_secs(8);
const COLD_STARTS: usize = 20;

/// The same load by each client.
struct Trio {
    ours: Run,
    standard: Run,
    adaptive: Run,
}

pub(super) async fn all(table: &mut Table) -> Result<()> {
    let thread = server::thread()?;
    // Cargo gives arguments of its own.
    let parts: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let is_wanted = |part: &str| parts.is_empty() || parts.iter().any(|wanted| wanted == part);
    if is_wanted("steady") {
        steady(table, &thread).await?;
    }
    if is_wanted("changes") {
        changes(table, &thread).await?;
    }
    if is_wanted("cold") {
        cold_starts(table, &thread).await?;
    }
    if is_wanted("others") {
        second_table(table, &thread).await?;
    }
    if is_wanted("idle") {
        idle::row(table)?;
    }
    Ok(())
}

/// Ours and the adaptive mode wait most of the time, and wait side by side. The standard mode keeps a processor busy
/// when there are many callers, and has it alone then.
async fn trios(scenarios: &[Scenario], thread: &Handle) -> Result<Vec<Trio>> {
    let waiting = scenarios
        .iter()
        .flat_map(|scenario| [(*scenario, Client::Ddbx), (*scenario, Client::Adaptive)]);
    let few = scenarios.iter().filter(|scenario| scenario.callers <= 64);
    let many = scenarios.iter().filter(|scenario| scenario.callers > 64);
    let with_standard = |scenario: &Scenario| (*scenario, Client::Standard);
    let mut runs = together(waiting.collect(), thread).await?;
    let mut standard = together(few.map(with_standard).collect(), thread).await?.into_iter();
    let mut busy = Vec::new();
    for scenario in many {
        busy.extend(together(vec![with_standard(scenario)], thread).await?);
    }
    let (mut runs, mut busy) = (runs.drain(..), busy.into_iter());
    let mut trios = Vec::new();
    for scenario in scenarios {
        let (ours, adaptive) = (runs.next(), runs.next());
        let standard = if scenario.callers <= 64 {
            standard.next()
        } else {
            busy.next()
        };
        let (Some(ours), Some(standard), Some(adaptive)) = (ours, standard, adaptive) else {
            return Err("a run is missing".into());
        };
        trios.push(Trio {
            ours,
            standard,
            adaptive,
        });
    }
    Ok(trios)
}

/// Runs at the same time, in the order given.
async fn together(runs: Vec<(Scenario, Client)>, thread: &Handle) -> Result<Vec<Run>> {
    let mut tasks = JoinSet::new();
    for (number, (scenario, client)) in runs.into_iter().enumerate() {
        let thread = thread.clone();
        tasks.spawn(async move {
            let run = scenario.run(client, thread).await.map_err(|error| error.to_string());
            (number, run)
        });
    }
    let mut done = tasks.join_all().await;
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, run)| Ok(run?)).collect()
}

fn row(table: &mut Table, work: &str, trio: &Trio, shown: impl Fn(&Run) -> (f64, String), goal: Goal) {
    let (figure, ours) = shown(&trio.ours);
    let [(_, standard), (_, adaptive)] = [shown(&trio.standard), shown(&trio.adaptive)];
    let peers = format!("{standard}, {adaptive}");
    table.row(work, [ours.clone(), peers], figure, ours, goal);
}

fn ratio(figure: f64) -> (f64, String) {
    (figure, format!("{figure:.2}"))
}

fn milliseconds(time: Duration) -> (f64, String) {
    let time = time.as_secs_f64() * 1e3;
    (time, format!("{time:.0} ms"))
}

fn at_least(must: f64, aim: Option<f64>) -> Goal {
    Goal::AtLeast { must, aim }
}

fn at_most(must: f64, aim: Option<f64>) -> Goal {
    Goal::AtMost { must, aim }
}

fn errors(run: &Run) -> (f64, String) {
    let percent = run.report.error_percent();
    (percent, format!("{percent:.2} %"))
}

async fn steady(table: &mut Table, thread: &Handle) -> Result<()> {
    let scenarios = [16, 64, 256].map(|callers| Scenario {
        callers,
        capacity: STEADY,
        lasts: RUN,
    });
    for trio in trios(&scenarios, thread).await? {
        let callers = trio.ours.scenario.callers;
        let name = |what: &str| format!("{callers} callers of 200/s: {what}");
        let requests = if callers == 256 { 1.5 } else { 1.3 };
        let p99 = (1600.0 * callers as f64 / 200.0 + 150.0).round();
        row(
            table,
            &name("goodput / capacity"),
            &trio,
            |run| ratio(run.goodput()),
            at_least(0.9, Some(0.97)),
        );
        let per_success = |run: &Run| ratio(run.requests_per_success());
        row(
            table,
            &name("requests per success"),
            &trio,
            per_success,
            at_most(requests, Some(1.2)),
        );
        row(table, &name("errors"), &trio, errors, at_most(0.5, None));
        row(
            table,
            &name("99th percentile"),
            &trio,
            |run| milliseconds(run.report.p99()),
            at_most(p99, None),
        );
        let fairness = |run: &Run| ratio(run.report.unfairness(3 * SECOND, 13 * SECOND));
        row(
            table,
            &name("most / fewest of a caller in 10 s"),
            &trio,
            fairness,
            at_most(1.5, None),
        );
    }
    Ok(())
}

async fn changes(table: &mut Table, thread: &Handle) -> Result<()> {
    let change = |callers, capacity| Scenario {
        callers,
        capacity,
        lasts: RUN,
    };
    let scenarios = [
        change(256, &[(0, 200.0), (5, 80.0)]),
        change(64, &[(0, 200.0), (5, 600.0)]),
        change(64, &[(0, 200.0), (5, 0.0), (8, 200.0)]),
    ];
    let names = [
        "256 callers, 200/s to 80/s",
        "64 callers, 200/s to 600/s",
        "64 callers, 200/s, 0 for 3 s, 200/s",
    ];
    for (trio, name) in trios(&scenarios, thread).await?.iter().zip(names) {
        let name = |what: &str| format!("{name}: {what}");
        row(
            table,
            &name("goodput / capacity"),
            trio,
            |run| ratio(run.goodput()),
            at_least(0.85, Some(0.97)),
        );
        let after = |run: &Run| ratio(run.requests_per_success_after(CHANGE));
        row(
            table,
            &name("requests per success from the change on"),
            trio,
            after,
            at_most(1.7, Some(1.2)),
        );
        row(table, &name("errors"), trio, errors, at_most(0.5, None));
        let rates = trio.ours.scenario.capacity;
        let (_, last) = rates[rates.len() - 1];
        let settled = if rates.len() == 3 { BACK } else { CHANGE } + 4 * SECOND;
        let share = |run: &Run| ratio(run.rate(settled, RUN) / last);
        row(
            table,
            &name("share of the capacity, 4 s later"),
            trio,
            share,
            at_least(0.95, None),
        );
        if rates.len() == 3 {
            let first = |run: &Run| {
                let first = run.seen.accepted.iter().find(|at| **at >= BACK);
                milliseconds(first.map_or(Duration::MAX, |at| *at - BACK))
            };
            row(table, &name("first success after"), trio, first, at_most(500.0, None));
        }
    }
    Ok(())
}

async fn cold_starts(table: &mut Table, thread: &Handle) -> Result<()> {
    let start = Scenario {
        callers: 256,
        capacity: STEADY,
        lasts: 5 * SECOND,
    };
    let mut ours = Vec::new();
    while ours.len() < COLD_STARTS {
        ours.extend(together(vec![(start, Client::Ddbx); 4], thread).await?);
    }
    let adaptive = together(vec![(start, Client::Adaptive); 4], thread).await?;
    let worst = |runs: &[Run]| runs.iter().map(Run::goodput).fold(f64::MAX, f64::min);
    let (ours, adaptive) = (worst(&ours), worst(&adaptive));
    let cells = [format!("{ours:.2}"), format!("-, {adaptive:.2} (worst of 4)")];
    let work = format!("256 callers at once, worst of {COLD_STARTS} cold starts of 5 s: goodput / capacity");
    table.row(work, cells, ours, format!("{ours:.2}"), at_least(0.8, Some(0.97)));
    Ok(())
}

/// A table that has capacity enough, beside one that has not.
async fn second_table(table: &mut Table, thread: &Handle) -> Result<()> {
    const OTHER: &str = "users";
    const PLENTY: Capacity = &[(0, 1e9)];
    let mut figures = Vec::new();
    for client in [Client::Ddbx, Client::Standard, Client::Adaptive] {
        let mut p99 = [Duration::ZERO; 2];
        // The same callers of both tables, once with enough of both.
        for (p99, capacity) in p99.iter_mut().zip([PLENTY, STEADY]) {
            let server = Server::start(thread, &[(TABLE, capacity), (OTHER, PLENTY)]).await?;
            let call = client.of(&server)?;
            let start = server.start_time();
            let throttled = callers::start(&call, TABLE, 16, start, 5 * SECOND);
            let other = callers::start(&call, OTHER, 8, start, 5 * SECOND);
            throttled.end().await;
            *p99 = other.end().await.p99();
        }
        let [before, beside] = p99.map(|time| time.as_secs_f64());
        figures.push(beside / before);
    }
    let [ours, standard, adaptive] = figures[..] else {
        return Err("a client is missing".into());
    };
    let cells = [format!("{ours:.2}"), format!("{standard:.2}, {adaptive:.2}")];
    let work = "8 callers of another table: 99th percentile, over that without a throttled table";
    table.row(work, cells, ours, format!("{ours:.2}"), at_most(1.1, None));
    Ok(())
}
