use bytes::{BufMut as _, Bytes, BytesMut};
use memchr::memmem;

use crate::Result;
use crate::order;

/// Whole HTTP answers, by operation.
#[derive(Debug)]
pub(super) struct Answers {
    get: Bytes,
    page: Bytes,
    batch: Bytes,
    /// The pages of a scan, one after the other.
    scan: Vec<Bytes>,
    unknown: Bytes,
}

impl Answers {
    pub(super) fn new() -> Result<Self> {
        let orders = order::short(order::SCAN_PAGE);
        let scan = (1..=order::SCAN_PAGES)
            .map(|page| {
                let last = (page < order::SCAN_PAGES).then_some(page as u64);
                Ok(answer("200 OK", &order::page_until(&orders, last)?))
            })
            .collect::<Result<_>>()?;
        Ok(Self {
            scan,
            get: answer("200 OK", &order::found(&order::one())?),
            page: answer("200 OK", &order::page(&order::short(order::PAGE))?),
            batch: answer("200 OK", br#"{"UnprocessedItems":{}}"#),
            unknown: answer(
                "400 Bad Request",
                br#"{"__type":"com.amazon.coral.service#UnknownOperationException"}"#,
            ),
        })
    }

    fn of(&self, target: &[u8], body: &[u8]) -> &Bytes {
        match target {
            b"DynamoDB_20120810.GetItem" => &self.get,
            b"DynamoDB_20120810.Query" => &self.page,
            b"DynamoDB_20120810.BatchWriteItem" => &self.batch,
            b"DynamoDB_20120810.Scan" => self.scan.get(pages_before(body)).unwrap_or(&self.unknown),
            _ => &self.unknown,
        }
    }

    /// The answer to the request at the start of these bytes, and the length of the request; nothing before all of it
    /// is there.
    pub(super) fn to(&self, received: &[u8]) -> Option<(&Bytes, usize)> {
        let head = memmem::find(received, b"\r\n\r\n")? + 4;
        let (mut body, mut target) = (0, &b""[..]);
        for line in received[..head].split(|byte| *byte == b'\n') {
            if let Some(value) = value(line, b"content-length:") {
                body = value.iter().fold(0, |sum, digit| sum * 10 + usize::from(digit - b'0'));
            } else if let Some(value) = value(line, b"x-amz-target:") {
                target = value;
            }
        }
        let body = received.get(head..head + body)?;
        Some((self.of(target, body), head + body.len()))
    }
}

/// After how many pages a scan goes on: the last page had that as the number of its last order.
fn pages_before(body: &[u8]) -> usize {
    const NUMBER: &[u8] = br#""number":{"N":""#;
    let start = memmem::find(body, b"ExclusiveStartKey").and_then(|start| {
        let number = memmem::find(&body[start..], NUMBER)?;
        body.get(start + number + NUMBER.len())
    });
    start.map_or(0, |digit| usize::from(digit.wrapping_sub(b'0')))
}

fn value<'a>(line: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let (found, value) = line.split_at_checked(name.len())?;
    found.eq_ignore_ascii_case(name).then(|| value.trim_ascii())
}

/// With the headers that DynamoDB sends.
fn answer(status: &str, body: &[u8]) -> Bytes {
    let head = format!(
        "HTTP/1.1 {status}\r\nServer: Server\r\nDate: Sun, 30 Aug 2015 12:36:00 GMT\r\n\
         Content-Type: application/x-amz-json-1.0\r\nContent-Length: {}\r\nConnection: keep-alive\r\n\
         x-amzn-RequestId: 0000000000000000000000000000000000000000000000000000\r\nx-amz-crc32: {}\r\n\r\n",
        body.len(),
        crc32fast::hash(body)
    );
    let mut answer = BytesMut::with_capacity(head.len() + body.len());
    answer.put_slice(head.as_bytes());
    answer.put_slice(body);
    answer.freeze()
}
