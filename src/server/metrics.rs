//! What is counted for Prometheus.

use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::sync::Arc;

use super::app::App;

/// The bounds of the counted times, in seconds.
const BOUNDS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// What was asked and how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    /// The address as a pattern, so that there are few of them.
    route: String,
    status: u16,
}

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    route: String,
}

/// All that is counted.
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    times: Family<Asked, Histogram>,
    under_way: Gauge,
}

impl Metrics {
    pub fn new() -> Metrics {
        let requests = Family::<Answered, Counter>::default();
        let times = Family::<Asked, Histogram>::new_with_constructor(|| Histogram::new(BOUNDS));
        let under_way = Gauge::default();
        let mut registry = Registry::with_prefix("izdeu");
        registry.register("requests", "Requests answered", requests.clone());
        registry.register_with_unit("request_duration", "How long answers took", Unit::Seconds, times.clone());
        registry.register("requests_under_way", "Requests that are being answered", under_way.clone());
        Metrics { registry, requests, times, under_way }
    }

    /// All of it as OpenMetrics text.
    pub fn text(&self) -> String {
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = text::encode(&mut out, &self.registry);
        out
    }

    fn count(&self, route: &str, status: u16, time: Duration) {
        self.requests.get_or_create(&Answered { route: route.to_owned(), status }).inc();
        self.times.get_or_create(&Asked { route: route.to_owned() }).observe(time.as_secs_f64());
    }
}

/// Counts a request.
pub(super) async fn count(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let started = Instant::now();
    app.metrics.under_way.inc();
    let response = next.run(request).await;
    app.metrics.under_way.dec();
    app.metrics.count(&route, response.status().as_u16(), started.elapsed());
    response
}
