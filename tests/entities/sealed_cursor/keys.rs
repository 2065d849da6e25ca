use std::time::Duration;

use super::*;

#[ddbx::test(entities(Order))]
async fn it_expires(pool: Pool) {
    let pool = shop(&pool).await;
    let start = Recorder::at(&pool, at(HOUR));
    let page = of("ann")
        .sealed_for("ann")
        .valid_for(Duration::from_secs(60))
        .fetch_page(&start)
        .await
        .unwrap();
    let (hour, minute) = (first(of("ann"), &pool).await, page.token.unwrap());
    for (token, end) in [(hour, HOUR), (minute, HOUR + 60_000)] {
        let before = Recorder::at(&pool, at(end - 1));
        let page = of("ann").sealed_for("ann").start_at(&token).fetch_page(&before).await;
        assert_eq!(page.unwrap().items[0].number, 4);

        let after = Recorder::at(&pool, at(end));
        let page = of("ann").sealed_for("ann").start_at(&token).fetch_page(&after).await;
        let error = page.unwrap_err();
        assert!(error.is_invalid_cursor() && error.to_string().ends_with("has expired; read from the beginning"));
        assert!(!after.was_asked());
    }
}

#[ddbx::test(entities(Order))]
async fn old_keys_open_it_for_a_while(pool: Pool) {
    let pool = shop(&pool).await;
    let token = first(of("ann"), &pool).await;
    let new = || CursorKey::new(2, [2; 32]);
    let rotated = with_keys(
        &pool,
        &CursorKeys::new(new())
            .accepting(CursorKey::new(1, [1; 32]), at(10))
            .unwrap(),
    );
    let within = Recorder::at(&rotated, at(9));
    assert!(
        of("ann")
            .sealed_for("ann")
            .start_at(&token)
            .fetch_page(&within)
            .await
            .is_ok()
    );
    let later = Recorder::at(&rotated, at(10));
    assert_refused(
        of("ann").sealed_for("ann").start_at(&token).fetch_page(&later).await,
        &later,
    );

    refuse(
        of("ann"),
        "ann",
        token.as_str(),
        &with_keys(&pool, &CursorKeys::new(new())),
    )
    .await;
    let same_id = CursorKeys::new(CursorKey::new(1, [2; 32]));
    refuse(of("ann"), "ann", token.as_str(), &with_keys(&pool, &same_id)).await;
}

#[ddbx::test(entities(Order))]
async fn without_a_key_there_are_none(pool: Pool) {
    let token = first(of("ann"), &shop(&pool).await).await;
    for token in [None, Some(token.as_str()), Some("x")] {
        let recorder = Recorder::new(&pool);
        let error = of("ann")
            .sealed_for("ann")
            .start_at(token)
            .fetch_page(&recorder)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("`PoolOptions::cursor_keys`"), "{error}");
        assert!(!recorder.was_asked());
    }
}
