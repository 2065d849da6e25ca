//! Which processor does the work.

use crate::Result;

/// Keeps a client's thread and its server on one processor, until this is dropped.
///
/// With one call at a time, one of them always waits for the other. On two processors, each wakes the other's from its
/// sleep, twice a call, and that takes longer than a client's work: most of all on a machine with nothing else to do,
/// and on a virtual one. Where processors cannot be chosen, this does nothing.
#[derive(Debug)]
pub struct OneProcessor {
    #[cfg(target_os = "linux")]
    threads: Vec<(Option<rustix::process::Pid>, rustix::thread::CpuSet)>,
}

#[cfg(target_os = "linux")]
impl OneProcessor {
    /// For this thread, and the first thread of a process.
    ///
    /// # Errors
    ///
    /// A process that is not there.
    pub fn with(process: u32) -> Result<Self> {
        use rustix::process::Pid;
        use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

        let server = Pid::from_raw(process.try_into()?).ok_or("no process has this number")?;
        let here = sched_getaffinity(None)?;
        let first = (0..CpuSet::MAX_CPU).find(|processor| here.is_set(*processor));
        let mut one = CpuSet::new();
        one.set(first.ok_or("no processor")?);
        let mut pinned = Self { threads: Vec::new() };
        for thread in [None, Some(server)] {
            pinned.threads.push((thread, sched_getaffinity(thread)?));
            sched_setaffinity(thread, &one)?;
        }
        Ok(pinned)
    }
}

#[cfg(target_os = "linux")]
impl Drop for OneProcessor {
    fn drop(&mut self) {
        for (thread, before) in &self.threads {
            // A server that has gone needs no processor.
            let _ = rustix::thread::sched_setaffinity(*thread, before);
        }
    }
}

#[cfg(not(target_os = "linux"))]
impl OneProcessor {
    /// Does nothing here.
    ///
    /// # Errors
    ///
    /// None.
    pub fn with(_: u32) -> Result<Self> {
        Ok(Self {})
    }
}
