//! Where pages and partitions end: exactly full, cut off, or with nothing on them.

use ddbx::Pool;
use futures_util::TryStreamExt as _;

use crate::plain::Sample;
use crate::wire::Recorder;

fn sample(sensor: &str, at: i64) -> Sample {
    Sample {
        sensor: sensor.into(),
        at,
        level: Some(1),
        weight: Some(at),
        note: (at % 2 == 0).then(|| "even".into()),
    }
}

/// Twelve of each.
async fn fill(pool: &Pool) -> [Vec<Sample>; 2] {
    let all = ["s", "t"].map(|sensor| (0..12).map(|at| sample(sensor, at)).collect::<Vec<_>>());
    for sample in all.iter().flatten() {
        ddbx::put(sample.clone()).execute(pool).await.unwrap();
    }
    all
}

fn of_s() -> ddbx::Query<Sample> {
    ddbx::query::<Sample>().filter(|sample| sample.sensor.eq("s"))
}

fn of_both() -> ddbx::Query<Sample> {
    ddbx::query::<Sample>().filter(|sample| sample.sensor.is_in(["t", "s"]))
}

#[ddbx::test(entities(Sample))]
async fn a_last_page_that_is_full_is_followed_by_one_request_at_most(pool: Pool) {
    let [expected, _] = fill(&pool).await;
    let recorder = Recorder::new(pool.clone());
    for page_size in 1..=13 {
        assert_eq!(
            of_s().page_size(page_size).fetch_all(&recorder).await.unwrap(),
            expected
        );
        let requests = recorder.taken();
        let needed = 12_usize.div_ceil(page_size as usize);
        assert!(
            (needed..=needed + 1).contains(&requests.len()),
            "{} of {page_size}",
            requests.len()
        );

        // What is wanted is there: nothing is asked any more.
        let query = of_s().page_size(page_size).take(12);
        assert_eq!(query.fetch_all(&recorder).await.unwrap(), expected);
        assert_eq!(recorder.taken().len(), needed);
    }
}

#[ddbx::test(entities(Sample))]
async fn partitions_end_with_full_pages_too(pool: Pool) {
    let [of_sensor_s, of_sensor_t] = fill(&pool).await;
    let expected = [of_sensor_t, of_sensor_s].concat();
    let recorder = Recorder::new(pool.clone());
    for page_size in [1, 3, 5, 12, 13] {
        assert_eq!(
            of_both().page_size(page_size).fetch_all(&recorder).await.unwrap(),
            expected
        );
        let needed = 2 * 12_usize.div_ceil(page_size as usize);
        assert!((needed..=needed + 2).contains(&recorder.taken().len()));
        assert_eq!(of_both().page_size(page_size).count(&recorder).await.unwrap(), 24);
        recorder.taken();
        // The first partition is enough.
        let first = of_both()
            .page_size(page_size)
            .take(12)
            .fetch_all(&recorder)
            .await
            .unwrap();
        assert_eq!(first, expected[..12]);
        assert_eq!(recorder.taken().len(), needed / 2);
    }
    assert_eq!(of_both().last(&pool).await.unwrap().as_ref(), expected.last());
    assert_eq!(of_both().descending().last(&pool).await.unwrap(), Some(sample("s", 0)));
    assert_eq!(of_both().first(&pool).await.unwrap().as_ref(), expected.first());
}

#[ddbx::test(entities(Sample))]
async fn a_page_holds_no_more_than_is_taken_and_the_next_has_the_rest(pool: Pool) {
    fill(&pool).await;
    let even = || of_both().filter(|sample| sample.note.eq("even"));
    for take in 1..=13 {
        let (mut rows, mut cursor) = (Vec::new(), None);
        loop {
            let page = even().take(take).start_at(cursor).fetch_page(&pool).await.unwrap();
            assert!(page.items.len() <= take);
            assert_eq!(page.count, page.items.len() as u64);
            rows.extend(page.items);
            match page.cursor {
                Some(next) => cursor = Some(next),
                None => break,
            }
        }
        assert_eq!(rows, even().fetch_all(&pool).await.unwrap(), "{take}");
        let pages: Vec<_> = even().take(take).pages(&pool).try_collect().await.unwrap();
        assert_eq!(pages.iter().map(|page| page.items.len()).sum::<usize>(), take.min(12));
    }
}

#[ddbx::test(entities(Sample))]
async fn an_empty_page_is_not_the_end(pool: Pool) {
    fill(&pool).await;
    let late = || {
        of_s()
            .filter(|sample| sample.note.eq("even"))
            .filter(|sample| sample.weight.gt(9))
    };
    let recorder = Recorder::new(pool.clone());
    for page_size in [1, 2, 3] {
        let query = || late().page_size(page_size);
        let page = query().fetch_page(&recorder).await.unwrap();
        assert!(page.items.is_empty() && page.cursor.is_some());
        assert_eq!(query().fetch_all(&recorder).await.unwrap(), [sample("s", 10)]);
        assert_eq!(query().count(&recorder).await.unwrap(), 1);
        assert_eq!(query().first(&recorder).await.unwrap(), Some(sample("s", 10)));
        assert_eq!(query().exactly_one(&recorder).await.unwrap(), sample("s", 10));
        let mut stream = query().fetch(&recorder);
        assert_eq!(stream.try_next().await.unwrap(), Some(sample("s", 10)));
        let rest = query().start_at(stream.cursor()).fetch_all(&recorder).await.unwrap();
        assert_eq!(rest, []);
    }
}

#[ddbx::test(entities(Sample))]
async fn the_last_entity_is_no_matter_of_where_to_begin(pool: Pool) {
    fill(&pool).await;
    let recorder = Recorder::new(pool.clone());
    let page = of_s().page_size(3).fetch_page(&pool).await.unwrap();
    let error = of_s().start_at(page.cursor).last(&recorder).await.unwrap_err();
    assert!(error.is_invalid());
    assert_eq!(
        error.to_string(),
        "Query: `.last()` reads from the end, and the cursor of `.start_at(..)` says where to begin: leave one of them out"
    );
    assert!(recorder.taken().is_empty());
    assert_eq!(of_s().take(0).last(&recorder).await.unwrap(), None);
    assert_eq!(of_s().take(0).at_most_one(&recorder).await.unwrap(), None);
    assert_eq!(
        of_s().take(1).at_most_one(&recorder).await.unwrap(),
        Some(sample("s", 0))
    );
}

#[ddbx::test(entities(Sample))]
async fn nothing_lies_between_bounds_that_contradict_each_other(pool: Pool) {
    fill(&pool).await;
    let recorder = Recorder::new(pool.clone());
    for nowhere in [
        of_s().filter(|sample| sample.at.between(5, 4)),
        of_s().filter(|sample| sample.at.ge(5).and(sample.at.lt(4))),
        of_s().filter(|sample| sample.at.gt(5).and(sample.at.lt(5))),
        of_s().filter(|sample| sample.at.gt(5).and(sample.at.le(5))),
        of_both().filter(|sample| sample.at.gt(7).and(sample.at.lt(-7))),
    ] {
        assert_eq!(nowhere.fetch_all(&recorder).await.unwrap(), []);
    }
    let count = of_s()
        .filter(|sample| sample.at.gt(4).and(sample.at.lt(6)))
        .count(&recorder)
        .await;
    assert_eq!(count.unwrap(), 1);
}
