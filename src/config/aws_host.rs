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
    SERVICES.contains(&service).then_some(region)
}
