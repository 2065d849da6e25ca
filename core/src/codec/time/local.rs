//! Dates and times of day without a zone.

use super::civil::{Date, TimeOfDay};
use super::text::{Iso, Rest, YEAR};
use crate::codec::{CodecError, Result};

const DATE: &str = "the text is not of the form 2030-01-31";
const TIME: &str = "the text is not of the form 12:00:00.000000000";
const BOTH: &str = "the text is not of the form 2030-01-31T12:00:00.000000000";

impl Iso {
    /// How many bytes the text of a date has.
    pub(in super::super) const DATE_WIDTH: usize = "2030-01-31".len();
    /// How many bytes the text of a time of day has.
    pub(in super::super) const TIME_WIDTH: usize = "12:00:00.000000000".len();
    /// How many bytes the text of both has.
    pub(in super::super) const BOTH_WIDTH: usize = "2030-01-31T12:00:00.000000000".len();

    pub(in super::super) fn date(date: Date) -> Self {
        Self {
            date: Some(date),
            time: None,
        }
    }

    pub(in super::super) fn time(time: TimeOfDay) -> Self {
        Self {
            date: None,
            time: Some(time),
        }
    }

    /// Reads a date.
    pub(in super::super) fn read_date(text: &str, rust: &'static str) -> Result<Date> {
        let mut rest = Rest(text.as_bytes());
        rest.date()
            .filter(|_| rest.0.is_empty())
            .ok_or_else(|| CodecError::misfit(rust, DATE))
    }

    /// Reads a time of day; its fraction may be shorter, or missing.
    pub(in super::super) fn read_time(text: &str, rust: &'static str) -> Result<TimeOfDay> {
        let mut rest = Rest(text.as_bytes());
        rest.time()
            .filter(|_| rest.0.is_empty())
            .ok_or_else(|| CodecError::misfit(rust, TIME))
    }

    /// Reads a date and a time of day.
    pub(in super::super) fn read_both(text: &str, rust: &'static str) -> Result<(Date, TimeOfDay)> {
        let mut rest = Rest(text.as_bytes());
        rest.date_time()
            .filter(|_| rest.0.is_empty())
            .ok_or_else(|| CodecError::misfit(rust, BOTH))
    }
}

/// The date, or that its year has no text that sorts.
pub(in super::super) fn in_years(date: Option<Date>) -> Result<Date> {
    date.ok_or_else(|| CodecError::custom(YEAR))
}
