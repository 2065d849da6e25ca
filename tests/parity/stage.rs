//! A server on loopback that plays all of AWS: a proxy at whose end every host is itself, with a certificate for it.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::Seen;

/// What STS gives to whoever assumes a role.
const ROLE: &str = "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>\
    <AssumedRoleUser><AssumedRoleId>AROA:s</AssumedRoleId><Arn>arn:aws:sts::222222222222:assumed-role/shop/s</Arn>\
    </AssumedRoleUser><Credentials><AccessKeyId>ROLEKEY</AccessKeyId><SecretAccessKey>rolesecret</SecretAccessKey>\
    <SessionToken>roletoken</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>\
    </AssumeRoleResult></AssumeRoleResponse>";

/// Plays until it is dropped.
#[derive(Debug)]
pub(crate) struct Stage {
    port: u16,
    authority: String,
    cast: Arc<Cast>,
    task: tokio::task::JoinHandle<()>,
}

struct Cast {
    issuer: Issuer<'static, KeyPair>,
    seen: Mutex<Vec<Seen>>,
    /// An access key whose credentials have expired.
    expired: Option<&'static str>,
    roles: Mutex<u32>,
}

impl std::fmt::Debug for Cast {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cast")
    }
}

impl Stage {
    pub(crate) async fn open() -> Self {
        Self::where_expired(None).await
    }

    /// Where the credentials with this access key are refused.
    pub(crate) async fn where_expired(expired: Option<&'static str>) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let authority = params.self_signed(&key).unwrap().pem();
        let cast = Arc::new(Cast {
            issuer: Issuer::new(params, key),
            seen: Mutex::default(),
            expired,
            roles: Mutex::default(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let playing = Arc::clone(&cast);
        let task = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let cast = Arc::clone(&playing);
                tokio::spawn(async move { cast.meet(Box::new(socket), format!("http://127.0.0.1:{port}")).await });
            }
        });
        Self {
            port,
            authority,
            cast,
            task,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Writes down whom to trust.
    pub(crate) fn write_authority(&self, file: &Path) {
        std::fs::write(file, &self.authority).unwrap();
    }

    /// What DynamoDB was sent.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.cast.seen.lock().unwrap().clone()
    }

    /// How often a role was assumed.
    pub(crate) fn roles(&self) -> u32 {
        *self.cast.roles.lock().unwrap()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.task.abort();
    }
}

trait Socket: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Socket for S {}

impl Cast {
    /// Serves one connection, which may turn out to be a tunnel to some host.
    async fn meet(self: Arc<Self>, mut socket: Box<dyn Socket>, mut place: String) {
        while let Some((line, headers, body)) = request(&mut *socket).await {
            if let Some(authority) = line.strip_prefix("CONNECT ") {
                let host = authority.split(':').next().unwrap().to_owned();
                let acceptor = TlsAcceptor::from(Arc::new(self.as_host(&host)));
                socket.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
                let Ok(tunnel) = acceptor.accept(socket).await else {
                    return;
                };
                socket = Box::new(tunnel);
                place = format!("https://{host}");
                continue;
            }
            let (status, answer) = self.answer(&place, &headers, &body);
            let head = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n\r\n", answer.len());
            if socket.write_all((head + answer).as_bytes()).await.is_err() {
                return;
            }
        }
    }

    fn answer(&self, place: &str, headers: &HashMap<String, String>, body: &str) -> (u16, &'static str) {
        if body.contains("Action=AssumeRole") {
            *self.roles.lock().unwrap() += 1;
            return (200, ROLE);
        }
        let token = headers.get("x-amz-security-token").map(String::as_str);
        let seen = Seen::new(place, &headers["authorization"], token);
        assert_eq!(headers["host"], place.split("//").nth(1).unwrap());
        let expired = self.expired == Some(&*seen.access_key);
        self.seen.lock().unwrap().push(seen);
        match expired {
            true => (
                400,
                r#"{"__type":"com.amazon.coral.service#ExpiredTokenException","message":"The security token included in the request is expired"}"#,
            ),
            false => (200, r#"{"TableNames":[]}"#),
        }
    }

    fn as_host(&self, host: &str) -> ServerConfig {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(vec![host.to_owned()]).unwrap();
        let certificate = certificate.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap()
    }
}

/// The next request: its line, its headers by names in lower case, its body.
async fn request(socket: &mut dyn Socket) -> Option<(String, HashMap<String, String>, String)> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(socket.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).unwrap();
    let mut lines = head.lines();
    let line = lines.next()?.to_owned();
    let headers: HashMap<_, _> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers
        .get("content-length")
        .map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    socket.read_exact(&mut body).await.ok()?;
    Some((line, headers, String::from_utf8(body).unwrap()))
}
