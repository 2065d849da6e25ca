//! Any scan, of the table or of an index, within any limits, by itself or in segments: the rows of the model.

use ddbx::ops::ScanCheckpoint;
use ddbx::{Pool, ScanPolicy};
use futures_util::TryStreamExt as _;
use serde_json::Value as Json;

use crate::forms::{Verdict, shown_of};
use crate::modelled::{Index, Modelled};
use crate::plain::{Sample, Secret, Word};
use crate::random::{Random, rounds, seed};
use crate::random_queries::fill;
use crate::scanned::{Scanned, are_all, are_some, collected};
use crate::servers::{Broken, Short};
use crate::shop::{Entry, Line, Order, Orders};
use crate::wire::{self, Partitions, Recorder, ensure};

/// A scan that reads something, and all that it finds.
struct Run<'a, E> {
    scanned: &'a Scanned,
    index: &'static Index,
    rows: Vec<E>,
    recorder: &'a Recorder,
}

impl<E: Modelled> Run<'_, E> {
    async fn all_forms(&self, random: &mut Random) -> Verdict {
        self.whole().await.map_err(|what| format!("stream: {what}"))?;
        self.pages().await.map_err(|what| format!("pages: {what}"))?;
        self.counted().await.map_err(|what| format!("count: {what}"))?;
        match random.below(2) {
            0 => self
                .page_by_page()
                .await
                .map_err(|what| format!("page by page: {what}"))?,
            _ => self.of_one().await.map_err(|what| format!("of one: {what}"))?,
        }
        self.segments(random).await.map_err(|what| format!("segments: {what}"))
    }

    /// How many rows it returns: all that there are, unless a limit on what is read comes first.
    fn are_many(&self, count: usize) -> Verdict {
        let limits = self.scanned.limits;
        let most = limits.take.unwrap_or(usize::MAX).min(self.rows.len());
        let is_cut = limits.max_scanned.is_some() || limits.max_pages.is_some();
        ensure(count == most || (is_cut && count < most), || {
            format!("{count} rows, not {most}")
        })
    }

    async fn whole(&self) -> Verdict {
        let rows = collected(self.scanned.scan::<E>().fetch(self.recorder)).await?;
        self.wire()?;
        are_some(&rows, &self.rows)?;
        self.are_many(rows.len())
    }

    /// Page by page of one scan, and the rest behind it. A page is whole.
    async fn pages(&self) -> Verdict {
        let pages = self.scanned.scan::<E>().pages(self.recorder);
        let pages: Vec<_> = pages.try_collect().await.map_err(|error| error.to_string())?;
        let sent = self.wire()?;
        ensure(pages.len() == sent, || format!("{} pages of {sent}", pages.len()))?;
        let (is_unread, cursor) = (pages.is_empty(), pages.last().and_then(|page| page.cursor.clone()));
        let mut rows: Vec<E> = pages.into_iter().flat_map(|page| page.items).collect();
        if is_unread || cursor.is_some() {
            let rest = self.scanned.to_its_end().scan::<E>().start_at(cursor);
            rows.extend(rest.fetch_all(self.recorder).await.map_err(|error| error.to_string())?);
        }
        self.recorder.taken();
        are_all(&rows, &self.rows)
    }

    async fn counted(&self) -> Verdict {
        let count = self
            .scanned
            .scan::<E>()
            .count(self.recorder)
            .await
            .map_err(|error| error.to_string())?;
        self.wire()?;
        self.are_many(usize::try_from(count).unwrap())
    }

    /// Each page a scan of its own.
    async fn page_by_page(&self) -> Verdict {
        let (mut rows, mut cursor) = (Vec::new(), None);
        loop {
            let scan = self.scanned.to_its_end().scan::<E>().start_at(cursor);
            let page = scan
                .fetch_page(self.recorder)
                .await
                .map_err(|error| error.to_string())?;
            rows.extend(page.items);
            let Some(next) = page.cursor else { break };
            cursor = Some(next);
        }
        self.recorder.taken();
        are_all(&rows, &self.rows)
    }

    async fn of_one(&self) -> Verdict {
        let scan = self.scanned.to_its_end().scan::<E>();
        let one = scan
            .fetch_optional(self.recorder)
            .await
            .map_err(|error| error.to_string())?;
        self.recorder.taken();
        are_some(one.as_slice(), &self.rows)?;
        ensure(one.is_none() == self.rows.is_empty(), || format!("{one:?}"))
    }

    /// In segments: at once, and with a checkpoint each time some rows further.
    async fn segments(&self, random: &mut Random) -> Verdict {
        let (segments, in_flight) = (1 + u32::try_from(random.below(8)).unwrap(), random.below(4));
        let parallel = |scanned: &Scanned| scanned.scan::<E>().segments(segments).in_flight(in_flight);
        let rows = parallel(self.scanned)
            .fetch_all(self.recorder)
            .await
            .map_err(|error| error.to_string())?;
        are_some(&rows, &self.rows)?;
        self.are_many(rows.len())?;
        let count = parallel(self.scanned)
            .count(self.recorder)
            .await
            .map_err(|error| error.to_string())?;
        self.are_many(usize::try_from(count).unwrap())?;
        let limits = self.scanned.limits;
        self.recorder.taken();

        let scanned = self.scanned.to_its_end();
        let (mut rows, mut checkpoint) = (Vec::new(), None::<ScanCheckpoint>);
        loop {
            let mut stream = parallel(&scanned).resume(checkpoint).fetch(self.recorder);
            let (mut steps, mut is_over) = (random.below(40), false);
            while steps > 0 && !is_over {
                match stream.try_next().await.map_err(|error| error.to_string())? {
                    Some(row) => rows.push(row),
                    None => is_over = true,
                }
                steps -= 1;
            }
            let text = stream.checkpoint().to_text();
            let is_finished = stream.checkpoint().is_finished();
            ensure(is_finished || !is_over, || {
                format!("it is over, and not finished: {text}")
            })?;
            ensure(rows.len() <= self.rows.len(), || format!("{limits:?}: it never ends"))?;
            if is_over {
                break;
            }
            checkpoint = Some(ScanCheckpoint::from_text(&text).map_err(|error| error.to_string())?);
        }
        self.recorder.taken();
        are_all(&rows, &self.rows).map_err(|what| format!("{segments} segments, resumed: {what}"))
    }

    /// How many requests were sent, if they are right.
    fn wire(&self) -> Result<usize, String> {
        let (exchanges, limits) = (self.recorder.taken(), self.scanned.limits);
        ensure(limits.are_zero() == exchanges.is_empty(), || {
            format!("{} requests", exchanges.len())
        })?;
        let index = (self.index.name != "primary").then_some(self.index.name);
        let index = index.map_or(Json::Null, Json::from);
        let is_scan = exchanges
            .iter()
            .all(|exchange| exchange.operation == ddbx::Operation::Scan && exchange.request["IndexName"] == index);
        ensure(is_scan, || format!("it is no scan of {index}"))?;
        let table = Partitions {
            count: 1,
            have_one_item: false,
        };
        wire::check(&exchanges, limits, table, shown_of(&self.rows))?;
        Ok(exchanges.len())
    }
}

/// Some scans of an entity; how many of them were refused, and how many rows the others found.
async fn any_scan<E: Modelled>(recorder: &Recorder, stored: &[E], seed: u64, count: usize) -> (usize, usize) {
    let (mut refused, mut found) = (0, 0);
    let mut random = Random::new(seed);
    for round in 0..count {
        let scanned = Scanned::random::<E>(&mut random);
        let verdict = match scanned.plan::<E>() {
            Ok(index) => {
                let rows = scanned.rows(index, stored);
                found += rows.len();
                let run = Run {
                    scanned: &scanned,
                    index,
                    rows,
                    recorder,
                };
                run.all_forms(&mut random).await
            }
            Err(refusal) => {
                refused += 1;
                let error = scanned.scan::<E>().fetch_all(recorder).await.err();
                let is_right = error.as_ref().is_some_and(|error| {
                    error.is_invalid() && error.to_string().contains(refusal) && recorder.taken().is_empty()
                });
                ensure(is_right, || format!("{error:?}\nnot: {refusal}"))
            }
        };
        let entity = E::SCHEMA.entity();
        verdict.unwrap_or_else(|what| panic!("{what}\nDDBX_SEED={seed}, {entity} {round}: {scanned:#?}"));
    }
    (refused, found)
}

/// So many scans of each of them.
async fn all_scans(pool: &Pool, recorder: &Recorder, seed: u64, count: usize) {
    let mut random = Random::new(seed);
    let orders: Vec<Order> = fill(pool, 150, &mut random).await;
    let lines: Vec<Line> = fill(pool, 100, &mut random).await;
    let _summaries: Vec<Orders> = fill(pool, 8, &mut random).await;
    let entries: Vec<Entry> = fill(pool, 20, &mut random).await;
    let samples: Vec<Sample> = fill(pool, 60, &mut random).await;
    let words: Vec<Word> = fill(pool, 20, &mut random).await;
    let secrets: Vec<Secret> = fill(pool, 50, &mut random).await;
    let tallies = [
        any_scan(recorder, &orders, seed, count * 3).await,
        any_scan(recorder, &lines, seed, count).await,
        any_scan(recorder, &entries, seed, count).await,
        any_scan(recorder, &samples, seed, count).await,
        any_scan(recorder, &words, seed, count).await,
        any_scan(recorder, &secrets, seed, count).await,
    ];
    let refused: usize = tallies.iter().map(|tally| tally.0).sum();
    let found: usize = tallies.iter().map(|tally| tally.1).sum();
    assert!(
        refused > count / 4 && found > count * 10,
        "DDBX_SEED={seed}: {tallies:?}"
    );
}

#[ddbx::test(entities(Order, Line, Orders, Entry, Sample, Word, Secret))]
async fn any_scan_finds_what_the_model_does(pool: Pool) {
    let recorder = Recorder::new(pool.clone());
    all_scans(&pool, &recorder, seed(), rounds(8)).await;
}

#[ddbx::test(entities(Order, Line, Orders, Entry, Sample, Word, Secret))]
async fn pages_of_scans_may_end_anywhere(pool: Pool) {
    let seed = seed();
    let recorder = Recorder::new(Short::new(&pool, &Random::new(seed)));
    all_scans(&pool, &recorder, seed, rounds(4)).await;
}

#[ddbx::test(entities(Order))]
async fn a_scan_that_is_not_allowed_is_not_sent(pool: Pool) {
    let stored: Vec<Order> = fill(&pool, 20, &mut Random::new(seed())).await;
    let recorder = Recorder::new(pool.clone());
    let scan = || ddbx::scan::<Order>().all_pages();
    let denied = scan().fetch_all(&recorder).await.unwrap_err();
    assert!(denied.is_invalid() && recorder.taken().is_empty());
    for segments in [1, 3] {
        let denied = scan().segments(segments).fetch_all(&recorder).await.unwrap_err();
        assert!(denied.is_invalid() && recorder.taken().is_empty());
    }
    let allowed = pool.with(|options| options.scan_policy(ScanPolicy::Allow));
    for rows in [
        scan().allow_scan().fetch_all(&pool).await,
        scan().fetch_all(&allowed).await,
        scan().segments(3).fetch_all(&allowed).await,
    ] {
        are_all(&rows.unwrap(), &stored).unwrap();
    }
}

#[ddbx::test(entities(Sample))]
async fn a_scan_of_a_server_that_breaks_a_rule_is_found_out(pool: Pool) {
    let stored: Vec<Sample> = fill(&pool, 60, &mut Random::new(7)).await;
    let scanned = Scanned {
        conditions: Vec::new(),
        index: None,
        consistent: false,
        sees_expired: false,
        limits: crate::case::Limits {
            page_size: Some(7),
            ..Default::default()
        },
    };
    let breaks: [fn(&mut Json); 4] = [
        |_| {},
        |page| {
            page["Items"].as_array_mut().map(Vec::pop);
        },
        |page| {
            let rows = page["Items"].as_array_mut().unwrap();
            rows.extend(rows.first().cloned());
        },
        |page| {
            page.as_object_mut().unwrap().remove("LastEvaluatedKey");
        },
    ];
    for (at, how) in breaks.into_iter().enumerate() {
        let recorder = Recorder::new(Broken {
            pool: pool.clone(),
            how,
        });
        let run = Run {
            scanned: &scanned,
            index: &<Sample as crate::modelled::Row>::INDEXES[0],
            rows: stored.clone(),
            recorder: &recorder,
        };
        let random = &mut Random::new(0);
        assert_eq!(run.whole().await.is_err(), at > 0, "{at}");
        assert_eq!(run.segments(random).await.is_err(), at > 0, "{at}, in segments");
        let wrong = Run {
            rows: stored[1..].to_vec(),
            ..run
        };
        wrong.whole().await.unwrap_err();
        wrong.segments(random).await.unwrap_err();
    }
}
