use std::path::Path;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::Result;

/// A server's side of TLS 1.3, for a certificate that an authority made for this run has signed. The authority's own
/// certificate is written to a file.
pub(super) fn tls(authority_file: &Path) -> Result<Arc<ServerConfig>> {
    let mut authority = CertificateParams::new(Vec::new())?;
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.distinguished_name.push(DnType::CommonName, "ddbx benchmarks");
    let authority_key = KeyPair::generate()?;
    std::fs::write(authority_file, authority.self_signed(&authority_key)?.pem())?;
    let authority = Issuer::new(authority, authority_key);

    let key = KeyPair::generate()?;
    let names = ["localhost", "127.0.0.1"].map(String::from);
    let certificate = CertificateParams::new(names)?.signed_by(&key, &authority)?;
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)?;
    Ok(Arc::new(config))
}
