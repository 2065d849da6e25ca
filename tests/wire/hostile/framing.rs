//! Where a body ends: lengths, chunks, the end of the connection.

use ddbx::ErrorKind::{Connection, Timeout, UnexpectedResponse};
use ddbx::error::FailureClass::Ambiguous;

use super::{Case, GOOD, Then, run};

fn head(headers: &str, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nx-amzn-requestid: R1\r\n{headers}\r\n{body}")
}

#[tokio::test]
async fn lengths_that_are_not_the_bodys() {
    let length = |length: &str| head(&format!("content-length: {length}\r\n"), GOOD);
    let bytes = GOOD.len();
    let broken = |name, bytes: String| Case::fails(name, bytes, Connection, Ambiguous);
    run([
        Case::works("the right one", length(&bytes.to_string()), GOOD)
            .id("R1")
            .reused(),
        Case::works(
            "twice the same",
            head(&format!("content-length: {bytes}\r\ncontent-length: {bytes}\r\n"), GOOD),
            GOOD,
        )
        .id("R1")
        .reused(),
        Case::fails(
            "too short",
            length(&(bytes - 4).to_string()),
            UnexpectedResponse,
            Ambiguous,
        )
        .id("R1"),
        Case::fails("none at all", length("0"), UnexpectedResponse, Ambiguous).id("R1"),
        Case::fails(
            "too long, and the end",
            length(&(bytes + 1).to_string()),
            Connection,
            Ambiguous,
        )
        .id("R1")
        .then(Then::Closes),
        Case::fails(
            "too long, and no end",
            length(&(bytes + 1).to_string()),
            Timeout,
            Ambiguous,
        )
        .then(Then::Stalls),
        Case::fails("absurd", length("1000000000000000"), UnexpectedResponse, Ambiguous).id("R1"),
        Case::fails(
            "of 64 bits",
            length("18446744073709551613"),
            UnexpectedResponse,
            Ambiguous,
        )
        .id("R1"),
        broken("over 64 bits", length("99999999999999999999999999")),
        broken("negative", length("-1")),
        broken("with a sign", length(&format!("+{bytes}"))),
        broken("in hexadecimal", length("0x1c")),
        broken("a word", length("s3cr3t")),
        broken("empty", length("")),
        broken("two", head("content-length: 2\r\ncontent-length: 28\r\n", GOOD)),
        broken("two in one", length("2, 28")),
    ])
    .await;
}

#[tokio::test]
async fn chunks() {
    let chunked = |body: &str| head("transfer-encoding: chunked\r\n", body);
    let works = |name, body: String| Case::works(name, chunked(&body), GOOD).id("R1").reused();
    let (first, second) = GOOD.split_at(10);
    let each: String = GOOD.chars().map(|byte| format!("1\r\n{byte}\r\n")).collect();
    run([
        works("one", format!("{:x}\r\n{GOOD}\r\n0\r\n\r\n", GOOD.len())),
        works("in capitals", format!("{:X}\r\n{GOOD}\r\n0\r\n\r\n", GOOD.len())),
        works(
            "with zeros before",
            format!("0000{:x}\r\n{GOOD}\r\n000\r\n\r\n", GOOD.len()),
        ),
        works(
            "two",
            format!("a\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n", second.len()),
        ),
        works("one for each byte", format!("{each}0\r\n\r\n")),
        works(
            "with an extension",
            format!("{:x};a=s3cr3t\r\n{GOOD}\r\n0\r\n\r\n", GOOD.len()),
        ),
        works(
            "with a trailer",
            format!("{:x}\r\n{GOOD}\r\n0\r\nx-more: s3cr3t\r\n\r\n", GOOD.len()),
        ),
    ])
    .await;
    let broken = |name, body: &str| Case::fails(name, chunked(body), Connection, Ambiguous).id("R1");
    run([
        broken("a size that is none", &format!("s3cr3t\r\n{GOOD}\r\n0\r\n\r\n")),
        broken("no size", &format!("\r\n{GOOD}\r\n0\r\n\r\n")),
        broken("a negative size", &format!("-1c\r\n{GOOD}\r\n0\r\n\r\n")),
        broken(
            "a size over 64 bits",
            &format!("fffffffffffffffff\r\n{GOOD}\r\n0\r\n\r\n"),
        ),
        broken("a size too small", &format!("a\r\n{GOOD}\r\n0\r\n\r\n")),
        broken("no chunks", GOOD),
        broken(
            "an extension without an end",
            &format!("1c;{}\r\n", "x".repeat(1 << 20)),
        ),
        broken(
            "trailers without an end",
            &format!("1c\r\n{GOOD}\r\n0\r\n{}", "x: y\r\n".repeat(100_000)),
        ),
        broken("a last chunk that goes on", &format!("1c\r\n{GOOD}\r\n0\r\ns3cr3t")).then(Then::Closes),
        broken("no last chunk", &format!("1c\r\n{GOOD}\r\n")).then(Then::Closes),
        broken("cut off", "1c\r\n{\"It").then(Then::Closes),
        Case::fails(
            "no last chunk, and no end",
            chunked(&format!("1c\r\n{GOOD}\r\n")),
            Timeout,
            Ambiguous,
        )
        .then(Then::Stalls),
        Case::fails("nothing", chunked("0\r\n\r\n"), UnexpectedResponse, Ambiguous).id("R1"),
    ])
    .await;
}

#[tokio::test]
async fn two_ways_to_tell_the_end() {
    let both = |body: &str| head("content-length: 5\r\ntransfer-encoding: chunked\r\n", body);
    run([
        // Chunks win (RFC 9112, 6.3).
        Case::works("chunks and a length", both(&format!("1c\r\n{GOOD}\r\n0\r\n\r\n")), GOOD)
            .id("R1")
            .reused(),
        // A body in an encoding that nobody knows goes to the end of the connection.
        Case::works(
            "an encoding that is not known",
            head("transfer-encoding: s3cr3t\r\n", GOOD),
            GOOD,
        )
        .id("R1")
        .then(Then::Closes),
        Case::fails(
            "gzip as a transfer encoding",
            head("transfer-encoding: gzip\r\n", "\u{1f}\u{8b}"),
            UnexpectedResponse,
            Ambiguous,
        )
        .id("R1")
        .then(Then::Closes),
    ])
    .await;
}

#[tokio::test]
async fn the_end_of_the_connection() {
    let fails = |name, bytes: &str| Case::fails(name, bytes, Connection, Ambiguous).then(Then::Closes);
    let half = "HTTP/1.1 200 OK\r\nx-amzn-requestid: R1\r\ncontent-length: 28\r\n\r\n{\"Item\":{\"id";
    run([
        Case::works("ends the body", head("", GOOD), GOOD)
            .id("R1")
            .then(Then::Closes),
        Case::works("ends the body, as was said", head("connection: close\r\n", GOOD), GOOD)
            .id("R1")
            .then(Then::Closes),
        Case::fails("ends half a body", head("", &GOOD[..9]), UnexpectedResponse, Ambiguous)
            .id("R1")
            .then(Then::Closes),
        Case::fails("is missing", head("", GOOD), Timeout, Ambiguous).then(Then::Stalls),
        Case::works(
            "is announced",
            head("connection: close\r\ncontent-length: 28\r\n", GOOD),
            GOOD,
        )
        .id("R1"),
        fails("before everything", ""),
        fails("in the head", "HTTP/1.1 200 OK\r\nx-amzn-requ"),
        fails("behind the head", "HTTP/1.1 200 OK\r\ncontent-length: 28\r\n\r\n"),
        fails("in the body", half).id("R1"),
    ])
    .await;
}
