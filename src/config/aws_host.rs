//! Which hosts are AWS's own.

/// What the names of DynamoDB's hosts end with in each partition of AWS, with IPv4 alone and with both.
const SUFFIXES: [&str; 14] = [
    ".amazonaws.com",
    ".api.aws",
    ".amazonaws.com.cn",
    ".api.amazonwebservices.com.cn",
    ".amazonaws.eu",
    ".api.amazonwebservices.eu",
    ".c2s.ic.gov",
    ".api.aws.ic.gov",
    ".sc2s.sgov.gov",
    ".api.aws.scloud",
    ".cloud.adc-e.uk",
    ".api.cloud-aws.adc-e.uk",
    ".csp.hci.ic.gov",
    ".api.aws.hci.ic.gov",
];

/// What DynamoDB and its Streams are called in the names of their hosts.
const SERVICES: [&str; 8] = [
    "dynamodb",
    "dynamodb-fips",
    "ddb",
    "search-dynamodb",
    "search-dynamodb-fips",
    "search-ddb",
    "streams-dynamodb",
    "streams-dynamodb-fips",
];

/// The region of a host, if it is DynamoDB's: `dynamodb.eu-west-1.amazonaws.com` and its variants, an account's own,
/// and endpoints in a private network (`vpce-….dynamodb.eu-west-1.vpce.amazonaws.com`).
///
/// Other hosts below the same names belong to whoever rents them: machines, load balancers, gateways.
pub(super) fn region_of(host: &str) -> Option<&str> {
    let labels = SUFFIXES.iter().find_map(|suffix| host.strip_suffix(suffix))?;
    let labels = labels.strip_suffix(".vpce").unwrap_or(labels);
    let (service, region) = labels.rsplit_once('.')?;
    let service = service.rsplit_once('.').map_or(service, |(_, last)| last);
    (SERVICES.contains(&service) && names_a_region(region)).then_some(region)
}

/// Whether a label is the name of a region, as `eu-west-1`, `us-gov-west-1` or `eusc-de-east-1` are, and as `s3` is not:
/// a bucket may be called `x.ddb`.
fn names_a_region(label: &str) -> bool {
    let mut parts = label.rsplit('-');
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    parts.next().is_some_and(number) && parts.clone().count() >= 2 && parts.all(word)
}
