//! So many requests a second from one client.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::DefaultClock;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use super::app::App;
use super::page;
use super::problem::Problem;

/// Where a connection comes from, as [`network`] tells it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub IpAddr);

/// What counts as one client: an IPv4 address, also where it comes written as IPv6, or an IPv6 network, of which a household has
/// a /64. This machine stays what it is.
pub(super) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) if !address.is_loopback() => {
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)))
        }
        address => address,
    }
}

/// How much each client may still ask for.
pub(super) struct Rate(Option<RateLimiter<IpAddr, HashMapStateStore<IpAddr>, DefaultClock>>);

impl Rate {
    /// So many requests a second and twice as many at once; 0 for no limit.
    pub fn new(requests_a_second: u32) -> Rate {
        Rate(NonZeroU32::new(requests_a_second).map(|number| {
            let burst = number.saturating_add(number.get());
            RateLimiter::hashmap(Quota::per_second(number).allow_burst(burst))
        }))
    }

    /// Whether a client may ask now.
    fn allows(&self, client: IpAddr) -> bool {
        self.0.as_ref().is_none_or(|limiter| limiter.check_key(&client).is_ok())
    }

    /// Forgets the clients that have been quiet for long enough to ask as much as ever.
    pub fn forget(&self) {
        if let Some(limiter) = &self.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// Who asks, if it is not this machine itself: the other end of the connection, or where a proxy of this machine stands there
/// whom that names last. What others say of themselves does not count.
fn client(peer: IpAddr, headers: &HeaderMap) -> Option<IpAddr> {
    if !peer.is_loopback() {
        return Some(peer);
    }
    let forwarded = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    let last = forwarded.rsplit(',').next()?.trim();
    let with_port = || last.parse().map(|address: SocketAddr| address.ip());
    let address = last.trim_matches(['[', ']']).parse().or_else(|_| with_port());
    Some(network(address.ok()?))
}

/// Lets a request through, or says when to come back.
pub(super) async fn limit(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<Peer>();
    let client = peer.and_then(|peer| client(peer.0, request.headers()));
    if client.is_none_or(|client| app.rate.allows(client)) {
        return next.run(request).await;
    }
    let detail = format!("this server answers {} requests a second to each client", app.options.requests_a_second);
    let problem = Problem::of(StatusCode::TOO_MANY_REQUESTS, "Too many requests", detail);
    match request.uri().path().starts_with("/api/") {
        true => problem.into_response(),
        false => page::failed(request.uri().query(), request.headers(), problem),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks() {
        for (peer, forwarded, expected) in [
            ("198.51.100.7", None, Some("198.51.100.7")),
            ("198.51.100.7", Some("203.0.113.1"), Some("198.51.100.7")),
            ("127.0.0.1", None, None),
            ("127.0.0.1", Some("203.0.113.1, 203.0.113.2"), Some("203.0.113.2")),
            ("::1", Some("203.0.113.2"), Some("203.0.113.2")),
            ("127.0.0.1", Some("unknown"), None),
            ("127.0.0.1", Some("203.0.113.2:4711"), Some("203.0.113.2")),
            ("127.0.0.1", Some("[2001:db8:1:2::6]:4711"), Some("2001:db8:1:2::")),
            ("127.0.0.1", Some("[2001:db8:1:2::6]"), Some("2001:db8:1:2::")),
            ("::ffff:198.51.100.7", None, Some("198.51.100.7")),
            ("::ffff:127.0.0.1", None, None),
            ("::ffff:127.0.0.1", Some("203.0.113.2"), Some("203.0.113.2")),
            ("::1", Some("2001:db8:1:2:3:4:5:6"), Some("2001:db8:1:2::")),
            ("2001:db8:1:2:3:4:5:6", None, Some("2001:db8:1:2::")),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(forwarded) = forwarded {
                headers.insert("x-forwarded-for", forwarded.parse().unwrap());
            }
            let expected = expected.map(|address| address.parse().unwrap());
            assert_eq!(client(network(peer.parse().unwrap()), &headers), expected, "{peer} {forwarded:?}");
        }
    }

    #[test]
    fn a_burst_and_no_more() {
        let rate = Rate::new(1);
        let [one, other]: [IpAddr; 2] = ["198.51.100.7", "198.51.100.8"].map(|address| address.parse().unwrap());
        assert_eq!([one, one, one, other].map(|client| rate.allows(client)), [true, true, false, true]);
        rate.forget();
        assert!(!rate.allows(one), "who asked just now is not forgotten");
        assert!((0..1_000).all(|_| Rate::new(0).allows(one)));
    }
}
