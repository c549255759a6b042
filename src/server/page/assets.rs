//! The style and the script of the page.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

const STYLE: &str = include_str!("assets/style.css");
const SCRIPT: &str = include_str!("assets/script.js");
const ICON: &str = include_str!("assets/icon.svg");

/// Their addresses: a hash in each, so that a browser keeps them for good.
static ADDRESSES: LazyLock<[String; 2]> = LazyLock::new(|| {
    let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex()[..12].to_owned();
    [format!("/assets/style.css?{}", hash(STYLE)), format!("/assets/script.js?{}", hash(SCRIPT))]
});

/// The addresses of the style and of the script.
pub(in crate::server) fn addresses() -> (&'static str, &'static str) {
    (&ADDRESSES[0], &ADDRESSES[1])
}

/// `GET /assets/{name}`
pub(in crate::server) async fn asset(Path(name): Path<String>) -> Response {
    let (text, kind) = match name.as_str() {
        "style.css" => (STYLE, "text/css; charset=utf-8"),
        "script.js" => (SCRIPT, "text/javascript; charset=utf-8"),
        "icon.svg" => (ICON, "image/svg+xml"),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, text).into_response()
}
