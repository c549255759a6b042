//! Every match of a search as a stream: JSON lines, or CSV for a table.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::timeout;
use tokio_stream::wrappers::ReceiverStream;

use super::refusals::Refusals;
use super::{Answer, Narrowing, Order};
use crate::search::{AllHits, Hit};
use crate::server::app::App;
use crate::server::fault::Fault;
use crate::server::gate::Refused;
use crate::server::params::{Params, none_of};

/// So many bytes go out at a time.
const PIECE: usize = 32 * 1024;
/// So many pieces wait for a client that reads slowly.
const WAITING: usize = 8;
/// How long a client may take for a piece.
const PATIENCE: Duration = Duration::from_secs(30);
/// Tells a spreadsheet that the table is UTF-8.
const MARK: &str = "\u{feff}";
const COLUMNS: [&str; 12] = [
    "id",
    "date",
    "date_source",
    "title",
    "main_city",
    "cities",
    "source",
    "url",
    "language",
    "score",
    "lead",
    "snippet",
];

/// How a stream is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    JsonLines,
    Csv,
}

type Piece = io::Result<Bytes>;

/// `GET /api/v1/export?q=…&format=jsonl`: every match, in order. A stream that breaks off has no end: the client is told by the
/// connection.
#[utoipa::path(get, path = "/api/v1/export", params(Narrowing, Order, ("format" = Option<String>, Query, description = "`jsonl` or `csv`")), responses((status = 200, description = "Every match, a line each", body = String, content_type = "application/x-ndjson"), Refusals))]
pub(in crate::server) async fn export(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Answer {
    let format = format_in(query.as_deref().unwrap_or_default())?;
    let mut request = Params::of(query.as_deref())?.request(app.options.deadline);
    request.facets = false;
    let place = app.place_to_export()?;
    let searcher = Arc::clone(&app.searcher);
    let (pieces, stream) = channel(WAITING);
    let handle = Handle::current();
    // The first answer tells whether there is anything wrong with the request, before anything is sent.
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    tokio::task::spawn_blocking(move || {
        let _place = place;
        match searcher.all(&request) {
            Ok(hits) => {
                let _ = begun.send(Ok(()));
                let mut out = Out { buffer: Vec::with_capacity(PIECE), pieces, handle };
                // A stream that ends is whole: one that a panic ends has to break off as well.
                let written =
                    catch_unwind(AssertUnwindSafe(|| write(hits, format, &mut out).and_then(|()| out.send())));
                if let Err(error) = written.unwrap_or_else(|_| Err(io::Error::other("the export failed within itself")))
                {
                    let _ = out.pieces.blocking_send(Err(error));
                }
            }
            Err(error) => {
                let _ = begun.send(Err(error));
            }
        }
    });
    has_begun.await.map_err(|_| Refused::Panicked)??;
    Ok(response(format, stream))
}

fn response(format: Format, stream: Receiver<Piece>) -> Response {
    let (kind, name) = match format {
        Format::JsonLines => ("application/x-ndjson", "attachment; filename=\"articles.jsonl\""),
        Format::Csv => ("text/csv; charset=utf-8", "attachment; filename=\"articles.csv\""),
    };
    let mut response = Body::from_stream(ReceiverStream::new(stream)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(name));
    response
}

/// JSON lines, unless something else is asked for.
fn format_in(query: &str) -> Result<Format, Fault> {
    let mut format = Format::JsonLines;
    let given = form_urlencoded::parse(query.as_bytes());
    for (_, value) in given.filter(|(name, value)| name == "format" && !value.is_empty()) {
        format = match &*value {
            "jsonl" => Format::JsonLines,
            "csv" => Format::Csv,
            other => return Err(none_of("format", other, &["jsonl", "csv"])),
        };
    }
    Ok(format)
}

fn write(hits: AllHits<'_>, format: Format, out: &mut Out) -> io::Result<()> {
    match format {
        Format::JsonLines => {
            for hit in hits {
                serde_json::to_writer(&mut *out, &hit.map_err(io::Error::other)?)?;
                out.write_all(b"\n")?;
            }
        }
        Format::Csv => {
            out.write_all(MARK.as_bytes())?;
            let mut table = csv::Writer::from_writer(out);
            table.write_record(COLUMNS)?;
            for hit in hits {
                table.write_record(row(&hit.map_err(io::Error::other)?).map(|cell| harmless(&cell)))?;
            }
            table.flush()?;
        }
    }
    Ok(())
}

fn row(hit: &Hit) -> [String; COLUMNS.len()] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        hit.id.to_string(),
        hit.date.map_or_else(String::new, |known| known.date.to_string()),
        hit.date.map_or_else(String::new, |known| known.source.name().to_owned()),
        text(&hit.title),
        text(&hit.main_city),
        hit.cities.join("; "),
        text(&hit.source),
        text(&hit.url),
        hit.language.code().to_owned(),
        hit.score.map_or_else(String::new, |score| score.to_string()),
        hit.lead.clone(),
        hit.snippet.text.clone(),
    ]
}

/// A cell that a spreadsheet would take for a formula and work out gets an apostrophe in front, as OWASP advises.
fn harmless(cell: &str) -> String {
    let apostrophe = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("{apostrophe}{cell}")
}

/// Gathers what is written into pieces, and waits for the client to take them.
struct Out {
    buffer: Vec<u8>,
    pieces: Sender<Piece>,
    handle: Handle,
}

impl Out {
    fn send(&mut self) -> io::Result<()> {
        let piece = Bytes::from(std::mem::take(&mut self.buffer));
        if piece.is_empty() {
            return Ok(());
        }
        match self.handle.block_on(timeout(PATIENCE, self.pieces.send(Ok(piece)))) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(io::ErrorKind::BrokenPipe.into()),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        }
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= PIECE {
            self.send()?;
        }
        Ok(bytes.len())
    }

    /// Pieces go out when they are full, and at the end.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
