use ddbx::{Entity, Error, Pool};
use futures_util::TryStreamExt as _;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "notes")]
struct Note {
    #[entity(pk)]
    owner: String,
    #[entity(sk)]
    name: String,
    text: String,
}

async fn fill(pool: &Pool) {
    for owner in ["ann", "bob"] {
        for name in ["a1", "a2", "b1", "b2", "c1"] {
            let note = Note {
                owner: owner.into(),
                name: name.into(),
                text: "x".into(),
            };
            ddbx::put(note).execute(pool).await.unwrap();
        }
    }
}

fn of_ann() -> ddbx::Query<Note> {
    ddbx::query::<Note>().filter(|note| note.owner.eq("ann"))
}

async fn names(query: ddbx::Query<Note>, pool: &Pool) -> Vec<String> {
    let notes = query.fetch_all(pool).await.unwrap();
    assert!(notes.iter().all(|note| note.owner == "ann"));
    notes.into_iter().map(|note| note.name).collect()
}

#[ddbx::test(entities(Note))]
async fn every_condition_on_the_sort_key(pool: Pool) {
    fill(&pool).await;
    assert_eq!(names(of_ann(), &pool).await, ["a1", "a2", "b1", "b2", "c1"]);
    assert_eq!(names(of_ann().filter(|note| note.name.eq("b1")), &pool).await, ["b1"]);
    assert_eq!(
        names(of_ann().filter(|note| note.name.lt("b1")), &pool).await,
        ["a1", "a2"]
    );
    assert_eq!(
        names(of_ann().filter(|note| note.name.le("b1")), &pool).await,
        ["a1", "a2", "b1"]
    );
    assert_eq!(
        names(of_ann().filter(|note| note.name.gt("b1")), &pool).await,
        ["b2", "c1"]
    );
    assert_eq!(
        names(of_ann().filter(|note| note.name.ge("b1")), &pool).await,
        ["b1", "b2", "c1"]
    );
    assert_eq!(
        names(of_ann().filter(|note| note.name.between("a2", "b1")), &pool).await,
        ["a2", "b1"]
    );
    assert_eq!(
        names(of_ann().filter(|note| note.name.begins_with("b")), &pool).await,
        ["b1", "b2"]
    );
    let one = ddbx::query::<Note>().filter(|note| note.name.ge("c").and(note.owner.eq("ann")));
    assert_eq!(names(one, &pool).await, ["c1"]);
}

#[ddbx::test(entities(Note))]
async fn order_and_limits(pool: Pool) {
    fill(&pool).await;
    assert_eq!(
        names(of_ann().descending(), &pool).await,
        ["c1", "b2", "b1", "a2", "a1"]
    );
    assert_eq!(
        names(of_ann().descending().ascending().take(2), &pool).await,
        ["a1", "a2"]
    );
    assert_eq!(names(of_ann().take(3).page_size(2), &pool).await, ["a1", "a2", "b1"]);
    assert_eq!(
        names(of_ann().page_size(2).max_pages(2), &pool).await,
        ["a1", "a2", "b1", "b2"]
    );
    assert_eq!(names(of_ann().take(0), &pool).await, Vec::<String>::new());
    let refused = of_ann().page_size(0).take(0).fetch_all(&pool).await;
    assert!(refused.is_err_and(|error| error.is_invalid()));
    assert_eq!(of_ann().count(&pool).await.unwrap(), 5);
    let first = of_ann().fetch_optional(&pool).await.unwrap();
    assert_eq!(first.map(|note| note.name), Some("a1".into()));
    let nobody = ddbx::query::<Note>().filter(|note| note.owner.eq("eve"));
    assert_eq!(nobody.fetch_optional(&pool).await.unwrap(), None);
}

#[ddbx::test(entities(Note))]
async fn pages_and_streams_give_every_item_once(pool: Pool) {
    fill(&pool).await;
    let pages: Vec<_> = of_ann().page_size(2).pages(&pool).try_collect().await.unwrap();
    assert_eq!(pages.iter().map(|page| page.items.len()).collect::<Vec<_>>(), [2, 2, 1]);
    let streamed: Vec<Note> = of_ann().page_size(2).fetch(&pool).try_collect().await.unwrap();
    assert_eq!(streamed, of_ann().fetch_all(&pool).await.unwrap());

    let first = of_ann().page_size(2).fetch_page(&pool).await.unwrap();
    assert_eq!(
        names(of_ann().consistent().start_at(first.cursor), &pool).await,
        ["b1", "b2", "c1"]
    );
}

async fn refusal(query: ddbx::Query<Note>, pool: &Pool) -> String {
    let error: Error = query.fetch_all(pool).await.unwrap_err();
    assert!(error.is_invalid());
    crate::message(&error)
}

#[ddbx::test(entities(Note))]
async fn what_is_no_key_condition_is_refused_with_the_way_out(pool: Pool) {
    let query = ddbx::query::<Note>;
    assert_eq!(
        refusal(query().filter(|note| note.name.eq("a1")), &pool).await,
        "Query on table `notes`: this query on `Note` would scan table `notes`\n  \
         no index has its partition key bound by `==`\n  \
         index primary: owner, sorted by name\n  \
         help: bind one of these partition keys, or say `scan!` if you mean it"
    );
    let other = "key attributes take `==`, and the last one used one of `<  <=  >  >=  between  begins_with`";
    let inside = "inside `||` and `!` a condition is a filter; what binds a key is joined by `&&`";
    let range = "a sort key takes one range: `between`, `begins_with`, or one lower and one upper bound";
    let bound = "`owner` is bound already: leave one of the two conditions out";
    for (no_key_condition, help) in [
        (of_ann().filter(|note| note.name.contains("a")), other),
        (of_ann().filter(|note| note.name.ne("a")), other),
        (of_ann().filter(|note| !note.name.eq("a")), inside),
        (of_ann().filter(|note| note.name.eq("a").or(note.text.eq("x"))), inside),
        (of_ann().filter(|note| note.name.gt("a").and(note.name.gt("b"))), range),
        (of_ann().filter(|note| note.name.is_in(["a", "b"])), other),
        (of_ann().filter(|note| note.owner.ne("bob")), bound),
    ] {
        let found = refusal(no_key_condition, &pool).await;
        assert_eq!(
            found,
            format!(
                "Query on table `notes`: this condition names a key attribute of the index that serves the query, \
                 and cannot be a filter\n  index primary: owner, sorted by name\n  help: {help}"
            )
        );
    }
    assert!(
        refusal(query().filter(|note| note.owner.begins_with("a")), &pool)
            .await
            .contains("would scan")
    );
    assert!(
        refusal(of_ann().page_size(0), &pool)
            .await
            .contains("`.page_size(0)` reads nothing")
    );
}
