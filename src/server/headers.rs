//! Headers that every answer has.

use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

/// Nothing is loaded but what this server sends; nothing runs but its own script file; no other page may frame it.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: &[(&str, &str)] = &[
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
];

/// Adds them.
pub(super) async fn secure(mut response: Response) -> Response {
    for (name, value) in HEADERS.iter().copied() {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}
