//! The hosts of DynamoDB Streams, which the SDK for DynamoDB does not know.

/// Suffixes of the partitions whose hosts with IPv6 have one label for Streams, not two.
const ONE_LABEL: [&str; 2] = ["api.aws", "api.amazonwebservices.com.cn"];

/// Where Streams are, by where DynamoDB is; `None` if that is no host of AWS's.
///
/// After the endpoint rules that AWS publishes for the service `dynamodbstreams`.
pub(super) fn url_of(dynamodb: &str, region: &str) -> Option<String> {
    let host = dynamodb.strip_prefix("https://")?;
    let (rest, fips) = match host.strip_prefix("dynamodb-fips.") {
        Some(rest) => (rest, "-fips"),
        None => (host.strip_prefix("dynamodb.")?, ""),
    };
    let suffix = rest.strip_prefix(region)?.strip_prefix('.')?;
    if ONE_LABEL.contains(&suffix) {
        return Some(format!("https://streams-dynamodb{fips}.{region}.{suffix}"));
    }
    // The ordinary hosts of GovCloud are those with FIPS.
    let fips = if region.starts_with("us-gov-") { "" } else { fips };
    Some(format!("https://streams.dynamodb{fips}.{region}.{suffix}"))
}
