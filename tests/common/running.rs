//! A real server over real connections.

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

use izdeu::{ApiKeys, Index, LocalSearcher, RawArticle, Searcher, Server, ServerOptions};
use serde_json::Value;

/// A running server over some articles. It stops with the test.
pub struct Running {
    pub index: Index,
    pub address: String,
    stop: Sender<()>,
    thread: Option<JoinHandle<izdeu::Result<()>>>,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    headers: ureq::http::HeaderMap,
    pub body: String,
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

impl Answer {
    pub fn of(mut response: ureq::http::Response<ureq::Body>) -> Answer {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Answer { status, headers, body: response.body_mut().read_to_string().unwrap() }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

impl Running {
    pub fn over(articles: impl IntoIterator<Item = RawArticle>) -> Running {
        Running::with_keys(articles, None)
    }

    pub fn with_keys(articles: impl IntoIterator<Item = RawArticle>, keys: Option<ApiKeys>) -> Running {
        let index = Index::in_memory().unwrap();
        let mut writer = index.writer().unwrap();
        articles.into_iter().for_each(|article| writer.add(article).unwrap());
        writer.commit().unwrap();
        drop(writer);
        let mut options = ServerOptions::new().listen("127.0.0.1:0".parse().unwrap());
        options.reload_every = std::time::Duration::from_millis(50);
        Running::on(Arc::new(LocalSearcher::open(&index).unwrap()), options, index, keys)
    }

    /// On any searcher; articles are written to this index.
    pub fn on(searcher: Arc<dyn Searcher>, options: ServerOptions, index: Index, keys: Option<ApiKeys>) -> Running {
        let written = index.clone();
        let server = Server::bind(searcher, options).unwrap().with_writing(move || Ok(written.clone()), keys).unwrap();
        let address = format!("http://{}", server.address());
        let (stop, stopped) = channel();
        let thread = Some(std::thread::spawn(move || server.run(move || stopped.recv().unwrap_or_default())));
        Running { index, address, stop, thread }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[])
    }

    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let agent = agent();
        let request = headers
            .iter()
            .fold(agent.get(format!("{}{path}", self.address)), |request, (name, value)| request.header(*name, *value));
        Answer::of(request.call().unwrap())
    }

    /// Posts JSON to the articles.
    pub fn post(&self, body: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = agent().post(format!("{}/api/v1/articles", self.address));
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/json");
        }
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        Answer::of(request.send(body).unwrap())
    }

    pub fn delete(&self, id: &str) -> Answer {
        Answer::of(agent().delete(format!("{}/api/v1/articles/{id}", self.address)).call().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.stop.send(());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap().unwrap();
        }
    }
}
