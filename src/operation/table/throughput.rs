use ddbx_core::codec::{self, Parser, Writer};

use crate::ops::answer::object;
use crate::ops::members::Members as _;

/// Capacity that is set beforehand, in units a second (`ProvisionedThroughput`).
///
/// Source: [Provisioned capacity](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/provisioned-capacity-mode.html).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Throughput {
    /// Read units a second; zero on demand.
    pub read: u64,
    /// Write units a second; zero on demand.
    pub write: u64,
}

/// The most that is served on demand, in units a second (`OnDemandThroughput`).
///
/// Source: [Maximum throughput](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode-max-throughput.html).
///
/// ```
/// use ddbx::ops::{CreateTable, KeyType, OnDemandLimits};
///
/// let limits = OnDemandLimits { read: Some(500), write: None };
/// let create = CreateTable::new("users").partition_key("id", KeyType::S).on_demand_limits(limits);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OnDemandLimits {
    /// Read units a second; `None`: no limit of its own.
    pub read: Option<u64>,
    /// Write units a second; `None`: no limit of its own.
    pub write: Option<u64>,
}

/// What a table or index serves at once, in units a second (`WarmThroughput`).
///
/// Source: [Warm throughput](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct WarmThroughput {
    /// Read units a second.
    pub read: Option<u64>,
    /// Write units a second.
    pub write: Option<u64>,
    /// Whether it is being changed: the status of the table or index, as it came.
    pub status: Option<String>,
}

impl Throughput {
    pub(super) fn write(self, writer: &mut Writer) {
        writer.object("ProvisionedThroughput", |writer| {
            writer.number("ReadCapacityUnits", self.read);
            writer.number("WriteCapacityUnits", self.write);
        });
    }

    pub(super) fn parse(parser: &mut Parser<'_>) -> codec::Result<Self> {
        let mut throughput = Self::default();
        object(parser, |name, parser| {
            match name {
                "ReadCapacityUnits" => throughput.read = parser.u64()?,
                "WriteCapacityUnits" => throughput.write = parser.u64()?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(throughput)
    }
}

impl OnDemandLimits {
    /// For a new table or index, what has no limit is left out; for one that exists, -1 takes the limit away.
    pub(super) fn write(self, exists: bool, writer: &mut Writer) {
        writer.object("OnDemandThroughput", |writer| {
            for (member, units) in [("MaxReadRequestUnits", self.read), ("MaxWriteRequestUnits", self.write)] {
                match units {
                    Some(units) => writer.number(member, units),
                    None if exists => writer.encoded(member, b"-1"),
                    None => {}
                }
            }
        });
    }

    pub(super) fn parse(parser: &mut Parser<'_>) -> codec::Result<Self> {
        let mut limits = Self::default();
        object(parser, |name, parser| {
            match name {
                "MaxReadRequestUnits" => limits.read = limit(parser)?,
                "MaxWriteRequestUnits" => limits.write = limit(parser)?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(limits)
    }
}

/// A limit; -1 stands for none.
pub(super) fn limit(parser: &mut Parser<'_>) -> codec::Result<Option<u64>> {
    Ok(parser.number()?.parse().ok())
}

/// `WarmThroughput` of a request.
pub(super) fn write_warm(writer: &mut Writer, warm: Throughput) {
    writer.object("WarmThroughput", |writer| {
        writer.number("ReadUnitsPerSecond", warm.read);
        writer.number("WriteUnitsPerSecond", warm.write);
    });
}

impl WarmThroughput {
    pub(super) fn parse(parser: &mut Parser<'_>) -> codec::Result<Self> {
        let mut warm = Self::default();
        object(parser, |name, parser| {
            match name {
                "ReadUnitsPerSecond" => warm.read = Some(parser.u64()?),
                "WriteUnitsPerSecond" => warm.write = Some(parser.u64()?),
                "Status" => warm.status = Some(parser.string()?.into_owned()),
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        Ok(warm)
    }
}
