use std::sync::Arc;
use std::time::{Duration, Instant};

use ddbx_core::Error;
use tokio::sync::Mutex;

/// A value with the time it was loaded.
pub(super) struct Slot<T> {
    value: Mutex<Option<Loaded<T>>>,
}

struct Loaded<T> {
    value: Arc<T>,
    at: Instant,
}

impl<T> Slot<T> {
    pub(super) fn new() -> Self {
        Self {
            value: Mutex::new(None),
        }
    }

    /// The value, if it is young enough; else it is loaded anew. Those who ask meanwhile wait for the same.
    pub(super) async fn get(
        &self,
        now: impl Fn() -> Instant,
        valid_for: Duration,
        load: impl Future<Output = Result<T, Error>>,
    ) -> Result<Arc<T>, Error> {
        let mut slot = self.value.lock().await;
        if let Some(loaded) = &*slot
            && now().saturating_duration_since(loaded.at) < valid_for
        {
            return Ok(Arc::clone(&loaded.value));
        }
        // What changes while it is loaded may be missing in it: it is as old as the question.
        let at = now();
        let value = Arc::new(load.await?);
        *slot = Some(Loaded {
            value: Arc::clone(&value),
            at,
        });
        Ok(value)
    }

    /// Forgets the value.
    pub(super) async fn clear(&self) {
        *self.value.lock().await = None;
    }
}
