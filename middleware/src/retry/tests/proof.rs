//! Writes that prove their own success, and tokens that must not grow old.

use std::time::SystemTime;

use ddbx_core::clock::Sleep;
use ddbx_core::write_id::Returned;
use ddbx_core::{Outcome, Safety, Token, WriteId};

use super::*;
use crate::retry::Delay;

fn met(item: &str) -> Answer {
    // Function pointers have no captures: the three items there are.
    match item {
        "ours" => |request| met_item(request, r#"{"id":{"S":"u1"},"_w":{"S":"ours"}}"#),
        "theirs" => |request| met_item(request, r#"{"id":{"S":"u1"},"_w":{"S":"theirs"}}"#),
        _ => |request| met_item(request, r#"{"id":{"S":"u1"}}"#),
    }
}

fn met_item(request: &Request, item: &str) -> Result<Response, Error> {
    let body = format!(r#"{{"__type":"ConditionalCheckFailedException","message":"no","Item":{item}}}"#);
    Err(Error::from_response(request, &Response::new(400, body)))
}

fn with_id(returned: Returned) -> Request {
    let mut request = request(Safety::Conditional);
    request.extensions.insert(WriteId::new("_w", "ours", returned));
    request
}

#[tokio::test(start_paused = true)]
async fn a_repeat_that_meets_its_own_id_has_succeeded() {
    let (answer, _) = run(with_id(Returned::Nothing), &[lost, met("ours")]).await;
    let response = answer.unwrap();
    assert_eq!((&*response.body, response.attempts), (&b"{}"[..], 2));

    let (answer, _) = run(with_id(Returned::New), &[lost, throttled, met("ours")]).await;
    let expected = &br#"{"Attributes":{"id":{"S":"u1"},"_w":{"S":"ours"}}}"#[..];
    assert_eq!(&*answer.unwrap().body, expected);

    // What it was to return is gone, but not that it was applied.
    let (answer, _) = run(with_id(Returned::Before), &[lost, met("ours")]).await;
    let error = answer.unwrap_err();
    assert_eq!((error.outcome(), error.attempts()), (Outcome::Applied, 2));
}

#[tokio::test(start_paused = true)]
async fn another_id_proves_nothing() {
    // Ours may have been there in between.
    for item in ["theirs", "none"] {
        let (answer, _) = run(with_id(Returned::Nothing), &[lost, met(item)]).await;
        let error = answer.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown);
        assert!(error.is_unknown());
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_lost_answer_a_false_condition_is_one() {
    for script in [
        &[met("theirs")] as &[Answer],
        &[throttled, met("theirs")],
        &[unconnected, met("none")],
    ] {
        let (answer, _) = run(with_id(Returned::Nothing), script).await;
        let error = answer.unwrap_err();
        assert!(error.is_condition_failed());
        assert_eq!(error.outcome(), Outcome::NotApplied);
    }
}

/// What repeats a request above this layer has a request like it, which knows nothing of the lost attempt.
#[tokio::test(start_paused = true)]
async fn a_request_that_is_repeated_above_proves_itself_too() {
    let (service, log) = scripted(&[lost, met("ours")]);
    let service = layer(RetryOptions::never()).layer(service);
    let request = with_id(Returned::Nothing);
    assert!(service.clone().oneshot(request.clone()).await.unwrap_err().is_unknown());
    let response = service.oneshot(request).await.unwrap();
    assert_eq!((response.attempts, log.attempts()), (1, 2));
}

/// Tokio's clock, with a time of day that tests set.
#[derive(Clone, Debug)]
struct DayClock(Arc<Mutex<SystemTime>>);

impl DayClock {
    fn pass(&self, time: Duration) {
        *self.0.lock().unwrap() += time;
    }
}

impl Clock for DayClock {
    fn now(&self) -> Instant {
        TokioClock.now()
    }

    fn wall(&self) -> SystemTime {
        *self.0.lock().unwrap()
    }

    fn sleep_until(&self, deadline: Instant) -> Sleep {
        TokioClock.sleep_until(deadline)
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_ten_minutes_old_is_not_sent() {
    let clock = DayClock(Arc::new(Mutex::new(
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000),
    )));
    let (service, log) = scripted(&[lost, ok]);
    let service = RetryLayer::new(unlimited(), Arc::new(clock.clone())).layer(service);
    let token = Token::new("t", clock.wall());
    let send = |token: &Token| {
        let mut transaction = Request::new(Operation::TransactWriteItems, "{}").with_safety(Safety::Repeatable);
        transaction.extensions.insert(token.clone());
        service.clone().oneshot(transaction)
    };
    assert_eq!(send(&token).await.unwrap().attempts, 2);

    clock.pass(Duration::from_secs(500));
    assert!(send(&token).await.is_ok(), "still remembered");

    clock.pass(Duration::from_secs(101));
    let sent = log.attempts();
    for stale in [token.clone(), token.to_string().parse().unwrap()] {
        let error = send(&stale).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TokenExpired);
        assert_eq!(error.outcome(), Outcome::Unknown, "it was sent before");
        assert!(!error.is_retryable());
    }
    assert_eq!(log.attempts(), sent, "nothing was sent");
}

/// A read that is repeated does no harm, however old its token is.
#[tokio::test(start_paused = true)]
async fn a_transaction_that_reads_needs_no_token() {
    let mut request = Request::new(Operation::ExecuteTransaction, "{}").with_safety(Safety::Read);
    request.extensions.insert("t@1".parse::<Token>().unwrap());
    let (answer, _) = run(request, &[ok]).await;
    assert!(answer.is_ok());
}

/// One of the official SDK's, for one: only its body has the token.
#[tokio::test(start_paused = true)]
async fn a_transaction_is_not_repeated_after_ten_minutes_whoever_made_its_token() {
    let slow = RetryOptions::new().delay(Delay::constant(Duration::from_secs(200)));
    for (script, sent) in [(&[lost, throttled] as &[Answer], 3), (&[throttled], 6)] {
        let (service, log) = scripted(script);
        let transaction = Request::new(Operation::TransactWriteItems, "{}")
            .with_safety(Safety::Repeatable)
            .with_deadline(TokioClock.now() + Duration::from_secs(1100));
        let answer = layer(slow.clone()).layer(service).oneshot(transaction).await;
        let error = answer.unwrap_err();
        assert!(error.is_throttled());
        // As long as no attempt was lost, there is nothing to be remembered.
        assert_eq!((error.is_unknown(), log.attempts()), (script.len() == 2, sent));
    }
}

/// It may wait below for its turn, or for a connection.
#[tokio::test(start_paused = true)]
async fn nothing_is_sent_after_its_token_is_ten_minutes_old() {
    let service = service_fn(|request: Request| async move {
        let deadline: Instant = request.deadline.expect("a token has an end");
        assert!(deadline <= TokioClock.now() + Duration::from_secs(90));
        Ok(Response::new(200, "{}"))
    });
    let service = layer(RetryOptions::new()).layer(service);
    let sent = TokioClock.wall() - Duration::from_secs(500);
    for deadline in [None, Some(TokioClock.now() + Duration::from_secs(3600))] {
        let token = Token::new("t", sent);
        token.send(sent).unwrap();
        let mut transaction = Request::new(Operation::TransactWriteItems, "{}").with_safety(Safety::Repeatable);
        transaction.extensions.insert(token);
        transaction.deadline = deadline;
        assert!(service.clone().oneshot(transaction).await.is_ok());
    }
}

/// Its first send was lost, with all its repeats; why the second one failed says nothing of that.
#[tokio::test(start_paused = true)]
async fn a_statement_that_is_sent_again_stays_unknown() {
    let (service, _) = scripted(&[denied, lost, lost, lost, lost, denied]);
    let service = layer(unlimited()).layer(service);
    let token = Token::new("t", TokioClock.wall());
    let send = || {
        let mut transaction = request(Safety::Repeatable);
        transaction.extensions.insert(token.clone());
        service.clone().oneshot(transaction)
    };
    assert_eq!(send().await.unwrap_err().outcome(), Outcome::NotApplied);
    assert_eq!(send().await.unwrap_err().outcome(), Outcome::Unknown);
    let error = send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome()),
        (ErrorKind::AccessDenied, Outcome::Unknown)
    );
}
