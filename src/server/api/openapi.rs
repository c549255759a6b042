//! The description of the API in OpenAPI 3.1, made from the code.

use std::sync::LazyLock;

use axum::Json;
use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{HttpMethod, Ref, RefOr};
use utoipa::{IntoParams, OpenApi, PartialSchema, ToSchema};

use crate::article::{DateSource, PublicationDate};
use crate::server::fault::Fault;
use crate::server::problem::Problem;

/// Searches the news of Kazakhstan: Russian and Kazakh articles, by any form of a word, by date and by place.
#[derive(OpenApi)]
#[openapi(
    paths(
        super::search,
        super::facets,
        super::suggest,
        super::similar,
        super::article,
        super::export::export,
        super::articles::add,
        super::articles::remove,
        super::stats,
        super::healthz,
    ),
    components(schemas(Problem)),
    info(title = "Izdeu")
)]
struct Description;

/// Made once.
static DESCRIPTION: LazyLock<utoipa::openapi::OpenApi> = LazyLock::new(Description::openapi);

/// `GET /api/openapi.json`
pub(in crate::server) async fn openapi() -> Response {
    Json(&*DESCRIPTION).into_response()
}

/// Lets a request through if all its parameters mean something at its address, which is to say if they are described.
pub(in crate::server) async fn only_described(path: MatchedPath, request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default();
    match undescribed(path.as_str(), request.method(), query) {
        Some(name) => Problem::from(Fault::UnknownParameter { name }).into_response(),
        None => next.run(request).await,
    }
}

/// A parameter that the description of an address does not name.
fn undescribed(path: &str, method: &Method, query: &str) -> Option<String> {
    let method = match *method {
        Method::GET | Method::HEAD => HttpMethod::Get,
        Method::POST => HttpMethod::Post,
        Method::DELETE => HttpMethod::Delete,
        _ => return None,
    };
    // A router's `{*id}` may have slashes; a description knows no such thing.
    let operation = DESCRIPTION.paths.get_path_operation(path.replace("{*", "{"), method)?;
    let is_described = |name: &str| {
        let mut parameters = operation.parameters.iter().flatten();
        let is_it = |one: &Parameter| one.parameter_in == ParameterIn::Query && one.name == name;
        parameters.any(|parameter| matches!(parameter, RefOr::T(one) if is_it(one)))
    };
    let mut given = form_urlencoded::parse(query.as_bytes());
    given.find(|(name, value)| !value.is_empty() && !is_described(name)).map(|(name, _)| name.into_owned())
}

/// What narrows a search.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes what `Params` reads")]
pub(super) struct Narrowing {
    /// The query, in the language of the search box.
    q: Option<String>,
    /// Only articles that name one of these cities or districts, by any of their names.
    city: Option<Vec<String>>,
    /// Only articles that name one of these regions or a place in it.
    region: Option<Vec<String>>,
    /// Only articles that name one of these places abroad.
    abroad: Option<Vec<String>>,
    /// Only articles of one of these sources, by its whole name.
    source: Option<Vec<String>>,
    /// Only articles in one of these languages: `ru`, `kk`, `other`.
    lang: Option<Vec<String>>,
    /// Only articles of this date or later: `2026-03-15`, `2026-03` or `2026`.
    from: Option<String>,
    /// Only articles of this date or earlier.
    to: Option<String>,
    /// Only articles whose date is known from one of these.
    date_source: Option<Vec<DateSource>>,
    /// `1` for articles without a date alone.
    #[param(minimum = 0, maximum = 1)]
    undated: Option<u8>,
    /// `1` for the words exactly as typed.
    #[param(minimum = 0, maximum = 1)]
    literal: Option<u8>,
}

/// Which hits come, in which order, and what is said of them.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes what `Params` reads")]
pub(super) struct Order {
    /// The order: `relevance`, `date` (the newest first) or `oldest`.
    sort: Option<String>,
    /// `1` to let newer articles count more.
    #[param(minimum = 0, maximum = 1)]
    prefer_recent: Option<u8>,
    /// How many are passed over first.
    #[param(minimum = 0, maximum = 10_000)]
    offset: Option<usize>,
    /// Where the page before ended: its `next`.
    after: Option<String>,
    /// The most characters of a snippet.
    #[param(minimum = 0, maximum = 2_000)]
    snippet_length: Option<usize>,
    /// `1` for hits that say why they were found.
    #[param(minimum = 0, maximum = 1)]
    explain: Option<u8>,
}

/// How many come.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes what `Params` reads")]
pub(super) struct Limit {
    /// How many come.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<usize>,
}

/// What is counted beside the usual.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes what `Params` reads")]
pub(super) struct Trees {
    /// Facets to count in full, each to a depth: `places:2`, `dates:3`, `sources`.
    facet: Option<Vec<String>>,
}

impl PartialSchema for PublicationDate {
    fn schema() -> RefOr<Schema> {
        let text = |description: &str| {
            ObjectBuilder::new().schema_type(Type::String).description(Some(description.to_owned()))
        };
        ObjectBuilder::new()
            .description(Some("When an article was published, and how that is known."))
            .property("date", text("`2026-03-15`, `2026-03` or `2026`."))
            .property("precision", text("`day`, `month` or `year`.").enum_values(Some(["day", "month", "year"])))
            .property("source", RefOr::Ref(Ref::from_schema_name("DateSource")))
            .property("time", text("The time of day, where it is known: `19:27`."))
            .property("zone", text("The zone of the time, where it is known: `+05:00`."))
            .required("date")
            .required("precision")
            .required("source")
            .into()
    }
}

impl ToSchema for PublicationDate {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push(("DateSource".to_owned(), DateSource::schema()));
    }
}
