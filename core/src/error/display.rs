use std::error::Error as StdError;
use std::fmt;

use super::{Error, ErrorKind, Outcome};
use crate::fault::FaultCode;

/// The operation and table, then what went wrong; what follows is in [`source`](StdError::source).
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        match (&inner.operation, &inner.table) {
            (Some(operation), Some(table)) => write!(f, "{operation} on table `{table}`: ")?,
            (Some(operation), None) => write!(f, "{operation}: ")?,
            (None, Some(table)) => write!(f, "table `{table}`: ")?,
            (None, None) => {}
        }
        match &inner.fault {
            None => f.write_str(&inner.message)?,
            // The message says what DynamoDB only hints at.
            Some(_) if inner.kind == ErrorKind::Stale => f.write_str(&inner.message)?,
            Some(fault) if !inner.message.is_empty() => write!(f, "{}: {fault}", inner.message)?,
            Some(_) if inner.kind == ErrorKind::TableNotFound => {
                f.write_str(
                    "the table does not exist here; create it with `pool.create_tables`, or check region and endpoint",
                )?;
            }
            Some(fault) if *fault.code() == FaultCode::ConditionalCheckFailed => {
                f.write_str("the condition was false")?;
            }
            Some(fault) if *fault.code() == FaultCode::IdempotentParameterMismatch => {
                f.write_str("another write was sent with this token before; each write needs one of its own")?;
            }
            Some(fault) if *fault.code() == FaultCode::DuplicateItem => {
                f.write_str("there is an item with this key already")?;
            }
            Some(fault) => write!(f, "{fault}")?,
        }
        match inner.outcome {
            Outcome::NotApplied => Ok(()),
            Outcome::Applied => f.write_str(" (the write was applied)"),
            Outcome::Unknown => f.write_str(" (whether the write was applied is unknown)"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        let mut debug = f.debug_struct("Error");
        debug
            .field("kind", &inner.kind)
            .field("message", &format_args!("{self}"))
            .field("outcome", &inner.outcome);
        if let Some(class) = &inner.class {
            debug.field("class", class);
        }
        if let Some(fault) = &inner.fault {
            debug.field("fault", fault);
        }
        if let Some(id) = self.request_id() {
            debug.field("request_id", &id);
        }
        if inner.attempts > 0 {
            debug.field("attempts", &inner.attempts);
        }
        if let Some(source) = &inner.source {
            debug.field("source", source);
        }
        debug.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0
            .source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}
