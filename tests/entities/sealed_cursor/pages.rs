use super::*;

#[ddbx::test(entities(Order))]
async fn every_item_once(pool: Pool) {
    let pool = shop(&pool).await;
    for (query, expected) in [
        (of as fn(_) -> _, (1..=10).collect::<Vec<_>>()),
        (|customer| of(customer).descending(), (1..=10).rev().collect()),
    ] {
        let (mut token, mut seen, mut pages) = (None::<SealedCursor>, Vec::new(), 0);
        loop {
            let page = query("ann")
                .sealed_for("ann")
                .start_at(token.as_deref())
                .fetch_page(&pool)
                .await
                .unwrap();
            seen.extend(page.items.iter().map(|order: &Order| order.number));
            pages += 1;
            // As an application has it from its user: text.
            let Some(next) = page.token else { break };
            token = Some(next.to_string().parse::<SealedCursor>().unwrap());
        }
        assert_eq!((seen, pages), (expected, 4));
    }
}

/// The control of the refusals below: the same token is taken where it belongs, and leads on.
#[ddbx::test(entities(Order))]
async fn where_it_belongs_it_is_taken(pool: Pool) {
    let pool = shop(&pool).await;
    let token = first(of("ann"), &pool).await;
    let recorder = Recorder::at(&pool, at(0));
    let page = of("ann")
        .sealed_for("ann")
        .start_at(&token)
        .fetch_page(&recorder)
        .await
        .unwrap();
    assert_eq!(
        page.items.iter().map(|order| order.number).collect::<Vec<_>>(),
        [4, 5, 6]
    );
    assert!(recorder.was_asked());
    // How a page is read may change.
    let query = of("ann").page_size(1).consistent();
    let page = query
        .sealed_for("ann")
        .start_at(token.as_str())
        .fetch_page(&recorder)
        .await
        .unwrap();
    assert_eq!(page.items.iter().map(|order| order.number).collect::<Vec<_>>(), [4]);
}

#[ddbx::test(entities(Order, Invoice))]
async fn collections_are_sealed_too(pool: Pool) {
    let pool = shop(&pool).await;
    ddbx::put(Invoice {
        customer: "ann".into(),
        number: 11,
    })
    .execute(&pool)
    .await
    .unwrap();
    let papers = |prefix| ddbx::collection::<Paper>("ann").sort_begins_with(prefix).page_size(8);
    let page = papers("ORDER#").sealed_for("ann").fetch_page(&pool).await.unwrap();
    let token = page.token.unwrap();

    let page = papers("ORDER#")
        .sealed_for("ann")
        .start_at(&token)
        .fetch_page(&pool)
        .await
        .unwrap();
    assert_eq!((page.items.len(), page.token.is_none()), (3, true));
    assert!(matches!(&page.items[2], Paper::Invoice(invoice) if invoice.number == 11));

    let recorder = Recorder::new(&pool);
    for (other, principal) in [
        (papers("ORDER"), "ann"),
        (papers("ORDER#"), "bob"),
        (papers("ORDER#").descending(), "ann"),
        (ddbx::collection::<Paper>("ann"), "ann"),
        (ddbx::collection::<Paper>("bob").sort_begins_with("ORDER#"), "ann"),
        (ddbx::collection::<Paper>("ann").sort_between("ORDER#", "ORDER#"), "ann"),
    ] {
        assert_refused(
            other.sealed_for(principal).start_at(&token).fetch_page(&recorder).await,
            &recorder,
        );
    }
}

/// The time of day is part of such a query's filter, and not of what its tokens are bound to.
#[ddbx::test(entities(Note))]
async fn time_passes_between_pages(pool: Pool) {
    let pool = with_keys(&pool, &keys());
    notes(&pool).await;
    let (mut token, mut seen) = (None::<SealedCursor>, Vec::new());
    for second in 1.. {
        let recorder = Recorder::at(&pool, at(second * 1000));
        let page = of_ann()
            .sealed_for("ann")
            .start_at(token.as_deref())
            .fetch_page(&recorder)
            .await
            .unwrap();
        seen.extend(page.items.iter().map(|note| note.number));
        token = page.token;
        if token.is_none() {
            break;
        }
    }
    assert_eq!(seen, [1, 2, 3, 4, 5, 6]);
}

#[ddbx::test(entities(Order))]
async fn nothing_of_it_is_shown(pool: Pool) {
    let pool = shop(&pool).await;
    let token = first(of("ann"), &pool).await;
    let page = of("ann").sealed_for("CANARY").fetch_page(&pool).await.unwrap();
    let shown = format!("{:?} {:?}", page.token, page.info);
    assert!(
        !shown.contains("CUSTOMER#") && !shown.contains(page.token.as_ref().unwrap().as_str()),
        "{shown}"
    );

    let query = of("ann").sealed_for("CANARY").start_at(&token);
    let shown = format!("{query:?} {pool:?}");
    assert!(!shown.contains("CANARY") && !shown.contains(token.as_str()), "{shown}");
    let error = query.fetch_page(&pool).await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(
        !shown.contains("CANARY") && !shown.contains(token.as_str()) && !shown.contains("ann"),
        "{shown}"
    );
}

/// An application awaits it in handlers that move between threads.
#[ddbx::test(entities(Order))]
async fn its_futures_are_send(pool: Pool) {
    fn send<T: Send>(_: T) {}
    send(of("ann").sealed_for("ann").fetch_page(&pool));
    send(ddbx::collection::<Paper>("ann").sealed_for("ann").fetch_page(&pool));
}
