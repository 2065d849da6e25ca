use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Instant, SystemTime};

use ddbx_core::Clock;
use ddbx_core::clock::Sleep;
use pin_project_lite::pin_project;

/// Tokio's clock: real, or paused in a test.
///
/// Its instants are those of [`tokio::time::Instant`], so a deadline of this clock means the same to both.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioClock;

impl Clock for TokioClock {
    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the clock that everything else asks")]
    fn wall(&self) -> SystemTime {
        SystemTime::now()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the clock that everything else asks")]
    fn sleep_until(&self, deadline: Instant) -> Sleep {
        let timer = tokio::time::sleep_until(deadline.into());
        Box::pin(Wait {
            timer,
            clock: *self,
            deadline,
        })
    }
}

pin_project! {
    /// A wait that ends when its time has come, even if its timer has not rung: a runtime that was held up rings timers
    /// late, and in any order. Of two waits, the one that ends first must not be found still waiting when the other is
    /// over.
    struct Wait {
        #[pin]
        timer: tokio::time::Sleep,
        clock: TokioClock,
        deadline: Instant,
    }
}

impl Future for Wait {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        let has_rung = this.timer.poll(context).is_ready();
        if has_rung || this.clock.now() >= *this.deadline {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}
