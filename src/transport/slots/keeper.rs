//! Upkeep: connections that have grown old in idleness are closed, and there are always as many as were asked for.

use std::pin::pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_util::future::{Either, select};

use super::Slots;

/// Starts the upkeep, unless it runs. It ends with the pool, or with the runtime it was started on; then the next
/// request starts it again.
pub(super) fn ensure(slots: &Arc<Slots>) {
    if slots.dialer.kept.load(Ordering::Relaxed) {
        return;
    }
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        return;
    };
    if !slots.dialer.kept.swap(true, Ordering::SeqCst) {
        let running = Running(Arc::downgrade(slots));
        let period = (slots.options.idle_timeout / 4).clamp(Duration::from_millis(100), Duration::from_secs(5));
        let (clock, ending) = (Arc::clone(&slots.clock), Arc::clone(&slots.ending));
        runtime.spawn(async move {
            let mut end = pin!(ending.reached());
            while let Either::Left(_) = select(clock.sleep_until(clock.now() + period), end.as_mut()).await {
                match running.0.upgrade() {
                    Some(slots) => look_after(&slots),
                    None => return,
                }
            }
        });
    }
}

fn look_after(slots: &Slots) {
    let dialer = &slots.dialer;
    slots.places.retain(|connection, _| dialer.is_fresh(connection));
    dialer.look_after(slots.places.status().size);
}

/// Says that the upkeep has ended when it does, also with its runtime.
struct Running(Weak<Slots>);

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(slots) = self.0.upgrade() {
            slots.dialer.kept.store(false, Ordering::SeqCst);
        }
    }
}
