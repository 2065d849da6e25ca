//! Addresses that requests do not go to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether the address is this machine's own.
pub(crate) fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

/// Whether the address is link-local or another at which machines of a cloud find their credentials, in any of the
/// forms that lead there.
pub(crate) fn is_metadata(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_metadata_v4(address),
        IpAddr::V6(address) => is_metadata_v6(address) || inner_v4(address).is_some_and(is_metadata_v4),
    }
}

fn is_metadata_v4(address: Ipv4Addr) -> bool {
    // 169.254.169.254, .170.2, .170.23 and all their neighbours; then those of Alibaba's, Oracle's and Azure's.
    let others = [[100, 100, 100, 200], [192, 0, 0, 192], [168, 63, 129, 16]];
    address.is_link_local() || others.contains(&address.octets())
}

fn is_metadata_v6(address: Ipv6Addr) -> bool {
    // AWS puts its own in fd00:ec2::/32: ::254 for machines, ::23 for the containers of EKS. Then Oracle's and Google's.
    address.is_unicast_link_local()
        || matches!(address.segments(), [0xfd00, 0x0ec2 | 0x00c1, ..] | [0xfd20, 0x00ce, ..])
}

/// The IPv4 address that an IPv6 one stands for.
fn inner_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let two = |high: u16, low: u16| {
        let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
        Some(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        // Compatible, mapped, translated.
        [0, 0, 0, 0, 0, 0, high, low]
        | [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        // NAT64, the prefix for everyone and the one for a network of its own.
        | [0x64, 0xff9b, 0 | 1, _, _, _, high, low]
        // 6to4.
        | [0x2002, high, low, ..] => two(high, low),
        _ => None,
    }
}
