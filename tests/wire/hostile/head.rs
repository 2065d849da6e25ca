//! Heads of answers: versions, headers, what is no HTTP.

use ddbx::ErrorKind::{Connection, Timeout};
use ddbx::error::FailureClass::Ambiguous;

use super::{Case, GOOD, SECRET, Then, run, with_headers};

#[tokio::test]
async fn old_http() {
    let head = |headers: &str| format!("HTTP/1.0 200 OK\r\nx-amzn-requestid: R1\r\n{headers}\r\n{GOOD}");
    run([
        Case::works("1.0", head("content-length: 28\r\n"), GOOD).id("R1"),
        Case::works(
            "1.0, kept alive",
            head("connection: keep-alive\r\ncontent-length: 28\r\n"),
            GOOD,
        )
        .id("R1")
        .reused(),
        Case::works("1.0 to the end of the connection", head(""), GOOD)
            .id("R1")
            .then(Then::Closes),
    ])
    .await;
}

#[tokio::test]
async fn what_is_no_http() {
    let broken = |name, bytes: &[u8]| Case::fails(name, bytes, Connection, Ambiguous);
    run([
        broken("HTTP/0.9", GOOD.as_bytes()),
        broken("HTML", b"<html><body>s3cr3t</body></html>\r\n\r\n"),
        broken("a request", b"GET / HTTP/1.1\r\nhost: s3cr3t\r\n\r\n"),
        broken("HTTP/2", b"HTTP/2.0 200 OK\r\ncontent-length: 2\r\n\r\n{}"),
        broken(
            "frames of HTTP/2",
            b"\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x80\x00\x04\x00\x01\x00\x00",
        ),
        broken("an alert of TLS", b"\x15\x03\x01\x00\x02\x02\x28"),
        broken("SSH", b"SSH-2.0-OpenSSH_9.6\r\n"),
        broken("zeros", &[0; 100]),
        broken("no status", b"HTTP/1.1 \r\n\r\n"),
        broken("two digits", b"HTTP/1.1 20 OK\r\ncontent-length: 2\r\n\r\n{}"),
        broken("four digits", b"HTTP/1.1 2000 OK\r\ncontent-length: 2\r\n\r\n{}"),
        broken("a status of zeros", b"HTTP/1.1 000 OK\r\ncontent-length: 2\r\n\r\n{}"),
        broken("a header without a colon", b"HTTP/1.1 200 OK\r\ns3cr3t\r\n\r\n{}"),
        broken("a header without a name", b"HTTP/1.1 200 OK\r\n: s3cr3t\r\n\r\n{}"),
        broken("a space in a name", b"HTTP/1.1 200 OK\r\nx s3cr3t: 1\r\n\r\n{}"),
        broken(
            "a control character in a value",
            b"HTTP/1.1 200 OK\r\nx: s3cr3t\x01\r\n\r\n{}",
        ),
        broken(
            "a folded header",
            b"HTTP/1.1 200 OK\r\nx: 1\r\n s3cr3t\r\ncontent-length: 2\r\n\r\n{}",
        ),
    ])
    .await;
}

#[tokio::test]
async fn headers_beyond_all_measure() {
    let many = |count: usize| {
        let lines: String = (0..count).map(|number| format!("x-{number}: {SECRET}\r\n")).collect();
        with_headers("200 OK", &lines, GOOD)
    };
    let long = |bytes: usize| with_headers("200 OK", &format!("x-long: {}\r\n", SECRET.repeat(bytes / 6)), GOOD);
    run([
        Case::works("50 of them", many(50), GOOD).id("R1").reused(),
        Case::fails("10,000 of them", many(10_000), Connection, Ambiguous),
        Case::works("one of 16 KiB", long(16 << 10), GOOD).id("R1").reused(),
        Case::fails("one of 1 MiB", long(1 << 20), Connection, Ambiguous),
        Case::fails(
            "one of 1 MiB without an end",
            long(1 << 20)[..1 << 19].to_vec(),
            Connection,
            Ambiguous,
        )
        .then(Then::Stays),
        Case::fails(
            "a head without an end",
            &b"HTTP/1.1 200 OK\r\nx: y\r\n"[..],
            Timeout,
            Ambiguous,
        )
        .then(Then::Stalls),
    ])
    .await;
}

#[tokio::test]
async fn bytes_that_are_no_text() {
    let id = |id: &[u8]| {
        let mut bytes = b"HTTP/1.1 200 OK\r\ncontent-length: 28\r\nx-amzn-requestid: ".to_vec();
        bytes.extend_from_slice(id);
        bytes.extend_from_slice(b"\r\n\r\n");
        bytes.extend_from_slice(GOOD.as_bytes());
        bytes
    };
    let strange =
        b"HTTP/1.1 200 \xff\xfe\r\nx-strange: \xc3\x28\xff\r\nx-amzn-requestid: R1\r\ncontent-length: 28\r\n\r\n";
    let strange = [&strange[..], GOOD.as_bytes()].concat();
    run([
        Case::works("an id that is not UTF-8", id(b"R\xff1"), GOOD)
            .id("R\u{fffd}1")
            .reused(),
        Case::works("an id of UTF-8", id("Ä".as_bytes()), GOOD).id("Ä").reused(),
        Case::works("an empty id", id(b""), GOOD).id("").reused(),
        Case::works("a header and a reason that are not UTF-8", strange, GOOD)
            .id("R1")
            .reused(),
    ])
    .await;
}
