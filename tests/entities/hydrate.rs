//! Whole entities by an index that copies some of them: what is counted, and what a page holds.

use ddbx::ops::Capacity;
use ddbx::{Entity, Pool, View};
use futures_util::TryStreamExt as _;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "tasks")]
#[entity(by_owner(pk = owner, sk = number, projection = include("size")))]
#[entity(by_state(pk = "{state}", sk = "{note}"))]
#[entity(by_any_state(pk = "ANY#{state}", projection = keys_only))]
struct Task {
    #[entity(pk)]
    number: u32,
    owner: String,
    state: String,
    size: u32,
    note: Option<String>,
}

#[derive(View, Clone, Debug, PartialEq)]
#[view(Task)]
struct Size {
    size: u32,
}

/// Ten of one owner, in one state; every third has a note.
async fn fill(pool: &Pool) -> Vec<Task> {
    let mut tasks = Vec::new();
    for number in 0..10 {
        let task = Task {
            number,
            owner: "ann".into(),
            state: "open".into(),
            size: number % 4,
            note: number.is_multiple_of(3).then(|| "late".into()),
        };
        tasks.push(ddbx::put(task).execute(pool).await.unwrap());
    }
    tasks
}

#[ddbx::test(entities(Task))]
async fn what_the_table_was_read_for_is_counted(pool: Pool) {
    let tasks = fill(&pool).await;
    let read = ddbx::query!(Task, owner == "ann", hydrate)
        .page_size(4)
        .return_consumed_capacity(Capacity::Total);
    let (found, info) = read.fetch(&pool).collect_with_info().await.unwrap();
    assert_eq!(found, tasks);
    assert_eq!((info.pages, info.attempts), (3, 6));
    let [consumed] = &info.consumed_capacity[..] else {
        panic!("of one table: {:?}", info.consumed_capacity)
    };
    assert!(consumed.total.units > 10.0, "a unit for each item, and the index");
}

#[ddbx::test(entities(Task))]
async fn a_page_holds_no_more_than_is_taken(pool: Pool) {
    let tasks = fill(&pool).await;
    let sized = || ddbx::query::<Task>().filter(|task| task.owner.eq("ann").and(task.size.ge(1)));
    let expected: Vec<_> = tasks.into_iter().filter(|task| task.size > 0).collect();

    let page = sized().hydrate().take(2).fetch_page(&pool).await.unwrap();
    assert_eq!((page.count, &page.items[..]), (2, &expected[..2]));
    let rest = sized().hydrate().start_at(page.cursor).fetch_all(&pool).await.unwrap();
    assert_eq!(rest, expected[2..]);

    // Neither of views, which the index has.
    let views: Vec<_> = expected.iter().map(|task| Size { size: task.size }).collect();
    let page = sized().select::<Size>().take(2).fetch_page(&pool).await.unwrap();
    assert_eq!(page.items, views[..2]);
    let rest = sized().select::<Size>().start_at(page.cursor).take(3).pages(&pool);
    let rest: Vec<_> = rest.try_collect().await.unwrap();
    let rest: Vec<_> = rest.into_iter().flat_map(|page| page.items).collect();
    assert_eq!(rest, views[2..5]);
}

#[ddbx::test(entities(Task))]
async fn what_is_read_is_counted_where_it_is_read(pool: Pool) {
    fill(&pool).await;
    // The index without a sort key leaves out nothing, and cannot be read.
    let open = || ddbx::query::<Task>().filter(|task| task.state.eq("open"));
    assert_eq!(open().fetch_all(&pool).await.unwrap().len(), 4);
    assert_eq!(open().count(&pool).await.unwrap(), 4);
    assert_eq!(ddbx::query!(Task, state == "open").count(&pool).await.unwrap(), 4);
    let any = || open().index("by_any_state");
    assert!(any().fetch_all(&pool).await.unwrap_err().is_invalid());
    assert_eq!(any().count(&pool).await.unwrap(), 10);
    assert_eq!(any().hydrate().fetch_all(&pool).await.unwrap().len(), 10);
}
