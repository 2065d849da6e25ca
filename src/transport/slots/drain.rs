//! What becomes of a connection whose caller has gone in the middle of an exchange.
//!
//! To close it would cost the next request a handshake, and a service that cancels much would do little else. So the
//! answer is read to its end and thrown away, and the connection goes back to its pool.

use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{Either, select};

use super::Slots;
use crate::transport::connection::{Connection, Exchange};

/// How long an answer nobody waits for may take. Then the connection is closed: it may be stuck.
const PATIENCE: Duration = Duration::from_secs(2);

/// Goes on in the background, unless too many do, or there is no runtime any more.
pub(super) fn begin(slots: &Arc<Slots>, mut connection: Connection, mut exchange: Exchange) {
    let Ok(turn) = Arc::clone(&slots.drains).try_acquire_owned() else {
        return;
    };
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        return;
    };
    // Weak: a pool that is dropped meanwhile needs no connections.
    let slots = Arc::downgrade(slots);
    let Some(clock) = slots.upgrade().map(|slots| Arc::clone(&slots.clock)) else {
        return;
    };
    exchange.discard();
    runtime.spawn(async move {
        let end = clock.sleep_until(clock.now() + PATIENCE);
        let answer = poll_fn(|context| exchange.poll(&mut connection, context));
        if let Either::Left((Ok(_), _)) = select(answer, end).await
            && let Some(slots) = slots.upgrade()
        {
            connection.rest(clock.wall());
            slots.dialer.offer(connection);
        }
        drop(turn);
    });
}
