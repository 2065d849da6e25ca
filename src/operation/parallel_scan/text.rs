//! Checkpoints as text: `{"version":1,"table":"users","segments":8,"begun":3,"open":{"2":{"after":{…}}}}`.

use std::collections::BTreeMap;

use ddbx_core::Error;
use ddbx_core::codec::{self, CodecError, Parser, Writer};
use ddbx_core::limits::SCAN_SEGMENTS;
use ddbx_core::request::TableName;

use super::super::Cursor;
use super::super::answer::object;
use super::super::members::Members as _;
use super::checkpoint::{Position, ScanCheckpoint};

/// The form that is written, and the only one that is read.
const VERSION: u64 = 1;

impl ScanCheckpoint {
    /// Its text, one line of JSON: what to store until the scan is resumed.
    ///
    /// It holds keys of items in clear.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut writer = Writer::new();
        writer.begin_object();
        writer.number("version", VERSION);
        writer.text("table", &self.table);
        writer.optional_text("index", self.index());
        writer.number("segments", self.segments.into());
        writer.number("begun", self.begun.into());
        writer.object("open", |writer| {
            for (segment, place) in &self.open {
                writer.object(&segment.to_string(), |writer| {
                    if let Some(cursor) = &place.after {
                        writer.encoded("after", cursor.json());
                    }
                    if place.skip > 0 {
                        writer.number("skip", place.skip);
                    }
                });
            }
        });
        writer.end_object();
        String::from_utf8_lossy(writer.as_slice()).into_owned()
    }

    /// The checkpoint of such a text.
    ///
    /// # Errors
    ///
    /// Any other text: [`Error::is_invalid`].
    pub fn from_text(text: &str) -> Result<Self, Error> {
        let refused = |error: CodecError| {
            Error::invalid("this is not the text of a scan's checkpoint, or one of another version").with_source(error)
        };
        read(text).map_err(refused)
    }
}

fn read(text: &str) -> codec::Result<ScanCheckpoint> {
    let (mut version, mut table, mut index) = (0, None, None);
    let (mut segments, mut begun, mut open) = (0, None, BTreeMap::new());
    let mut parser = Parser::new(text);
    object(&mut parser, |name, parser| {
        match name {
            "version" => version = parser.u64()?,
            "table" => table = Some(parser.string()?.into_owned()),
            "index" => index = Some(parser.string()?.into()),
            "segments" => segments = number(parser)?,
            "begun" => begun = Some(number(parser)?),
            "open" => {
                object(parser, |segment, parser| {
                    let segment = segment.parse().map_err(|_| CodecError::custom("no segment"))?;
                    open.insert(segment, position(parser)?);
                    Ok(true)
                })?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    parser.end()?;
    let (Some(table), Some(begun)) = (table, begun) else {
        return Err(CodecError::custom("something is missing"));
    };
    let is_sound = version == VERSION
        && (1..=SCAN_SEGMENTS).contains(&(segments as usize))
        && begun <= segments
        && open.keys().all(|segment| *segment < begun);
    if !is_sound {
        return Err(CodecError::custom("it contradicts itself, or has another version"));
    }
    Ok(ScanCheckpoint {
        table: TableName::from(table),
        index,
        segments,
        begun,
        open,
    })
}

fn number(parser: &mut Parser<'_>) -> codec::Result<u32> {
    u32::try_from(parser.u64()?).map_err(|_| CodecError::custom("no number of segments"))
}

fn position(parser: &mut Parser<'_>) -> codec::Result<Position> {
    let mut place = Position::default();
    object(parser, |name, parser| {
        match name {
            "after" => {
                let json = parser.raw_value()?;
                // A key, and nothing else that could stand in a request.
                codec::item_from_slice::<ddbx_core::Item>(json.as_bytes())?;
                place.after = Some(Cursor::new(json.to_owned()));
            }
            "skip" => place.skip = parser.u64()?,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(place)
}
