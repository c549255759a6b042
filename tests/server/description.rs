//! The API does what its description says: every answer to requests drawn from it is as described, and none is the server's fault.

use std::collections::{HashMap, HashSet};
use std::process::Command;

use fastrand::Rng;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::articles;
use crate::running::Running;
use crate::tools::{fetched, skipped};

/// What stands for text of any kind: as it may be, as it should not be.
const TEXTS: &[&str] = &[
    "мост",
    "Астана",
    "2024",
    "2024-05",
    "ru",
    "date",
    "relevance",
    "places:2",
    "header",
    "b.example.kz",
    "bridge/1",
    "Карагандинская область",
    "csv",
    "jsonl",
    "=",
    "«",
    "(((",
    "-",
    "рядом/5",
    "город:",
    "\u{0}",
    "\u{202e}",
    "%",
    "<script>",
    "…",
    "🙂",
    "1e309",
    "-1",
    "null",
    "18446744073709551616",
    "мост И (дамба ИЛИ",
    "a*b?c",
    "заголовок:мост",
];

/// A description of the API, with what its answers are checked by.
struct Description {
    document: Value,
    /// By reference to a schema.
    schemas: HashMap<String, jsonschema::Validator>,
}

impl Description {
    fn of(server: &Running) -> Description {
        let document = server.get("/api/openapi.json").json();
        let mut schemas = HashMap::new();
        for name in document["components"]["schemas"].as_object().unwrap().keys() {
            let reference = format!("#/components/schemas/{name}");
            let schema = json!({ "$ref": reference, "components": document["components"] });
            schemas.insert(
                reference,
                jsonschema::draft202012::new(&schema).unwrap_or_else(|error| panic!("{name}: {error}")),
            );
        }
        Description { document, schemas }
    }

    /// The paths that can be asked for by GET.
    fn paths(&self) -> Vec<(&str, &Value)> {
        let paths = self.document["paths"].as_object().unwrap();
        paths.iter().filter_map(|(path, methods)| Some((path.as_str(), methods.get("get")?))).collect()
    }

    /// Says what is wrong with an answer.
    fn fault(&self, operation: &Value, status: u16, kind: &str, body: &str) -> Option<String> {
        let Some(described) = operation["responses"].get(status.to_string()) else {
            return Some(format!("the status {status} is not described"));
        };
        let contents = described["content"].as_object()?;
        let Some(content) = contents.get(kind) else { return Some(format!("{kind} is not described for {status}")) };
        let reference = content["schema"]["$ref"].as_str()?;
        let answer: Value = match serde_json::from_str(body) {
            Ok(answer) => answer,
            Err(error) => return Some(error.to_string()),
        };
        self.schemas[reference].validate(&answer).err().map(|error| format!("{error} at {}", error.instance_path()))
    }
}

/// An address drawn from the description of an operation.
fn draw(path: &str, operation: &Value, random: &mut Rng) -> String {
    let (mut path, mut query) = (path.to_owned(), Vec::new());
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap();
        let is_needed = parameter["required"] == true;
        let times = match parameter["schema"]["type"] {
            _ if is_needed => 1,
            _ if random.f32() < 0.6 => 0,
            ref kind if kind.to_string().contains("array") => random.usize(1..4),
            _ => 1,
        };
        for _ in 0..times {
            let value: String = encoded(&value_of(parameter, random));
            match parameter["in"].as_str().unwrap() {
                "path" => path = path.replace(&format!("{{{name}}}"), &value),
                _ => query.push(format!("{name}={value}")),
            }
        }
    }
    format!("{path}?{}", query.join("&"))
}

fn value_of(parameter: &Value, random: &mut Rng) -> String {
    let is_number = parameter["schema"].to_string().contains("integer");
    match is_number && random.f32() < 0.9 {
        true => random.choice([0, 1, 2, 10, 100, 101, 10_000, 10_001]).unwrap().to_string(),
        false => TEXTS[random.usize(..TEXTS.len())].to_owned(),
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[test]
fn every_answer_is_as_described() {
    let server = Running::over(articles());
    let description = Description::of(&server);
    assert_eq!(description.document["openapi"].as_str().unwrap().rsplit_once('.').unwrap().0, "3.1");
    let paths = description.paths();
    assert!(paths.len() >= 8, "{paths:?}");
    let statuses = std::cell::RefCell::new(HashMap::<u16, usize>::new());
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 500,
        failure_persistence: None,
        ..Default::default()
    });
    let drawn = (0..paths.len(), any::<u64>());
    runner
        .run(&drawn, |(number, seed)| {
            let (path, operation) = paths[number];
            let address = draw(path, operation, &mut Rng::with_seed(seed));
            let answer = server.get(&address);
            *statuses.borrow_mut().entry(answer.status).or_default() += 1;
            prop_assert!(answer.status < 500, "{address}: {} {}", answer.status, answer.body);
            let fault = description.fault(operation, answer.status, answer.header("content-type"), &answer.body);
            prop_assert!(fault.is_none(), "{address}: {}\n{}", fault.unwrap_or_default(), answer.body);
            Ok(())
        })
        .unwrap();
    // Requests that all fail, or all succeed, would show little.
    let statuses = statuses.into_inner();
    assert!(
        [200, 400, 404].iter().all(|status| statuses.get(status).is_some_and(|count| *count >= 10)),
        "{statuses:?}"
    );
}

#[test]
fn what_is_described_is_what_is_read() {
    let server = Running::over(articles());
    let description = Description::of(&server);
    let search = &description.document["paths"]["/api/v1/search"]["get"];
    for parameter in search["parameters"].as_array().unwrap() {
        let name = parameter["name"].as_str().unwrap();
        let problem = server.get(&format!("/api/v1/search?{name}=%01"));
        assert!(!problem.body.contains("there is no parameter"), "{name}: {}", problem.body);
        assert!(parameter["description"].as_str().is_some_and(|text| text.len() > 10), "{name} is not explained");
    }
}

#[test]
fn what_is_not_described_is_refused() {
    let server = Running::over(articles());
    let description = Description::of(&server);
    let described = |operation: &Value| -> HashSet<String> {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let of_query = parameters.filter(|parameter| parameter["in"] == "query");
        of_query.map(|parameter| parameter["name"].as_str().unwrap().to_owned()).collect()
    };
    let paths = description.paths();
    let all: HashSet<String> = paths.iter().flat_map(|(_, operation)| described(operation)).collect();
    assert!(all.len() >= 20, "{all:?}");
    // Who only asks whether the server is there is told so whatever else he asks.
    for (path, operation) in paths.into_iter().filter(|(path, _)| !path.ends_with("/healthz")) {
        for name in all.iter().map(String::as_str).chain(["colour", "ui"]) {
            let answer = server.get(&format!("{}?{name}=%01", path.replace("{id}", "snow")));
            let is_refused = answer.body.contains("unknown_parameter");
            assert_eq!(is_refused, !described(operation).contains(name), "{path} {name}: {}", answer.body);
            assert!(
                !is_refused || answer.status == 400 && answer.body.contains(&format!("«{name}»")),
                "{}",
                answer.body
            );
        }
    }
}

#[test]
fn the_description_is_openapi() {
    let Some(program) = fetched("@seriousme/openapi-schema-validator/bin/validate-api-cli.js") else {
        return skipped(
            "no validator of OpenAPI (npm install --no-save --no-package-lock --prefix target/npm @seriousme/openapi-schema-validator)",
        );
    };
    let folder = tempfile::tempdir().unwrap();
    let says = |document: &Value| {
        let file = folder.path().join("openapi.json");
        std::fs::write(&file, document.to_string()).unwrap();
        let output = Command::new("node").arg(&program).arg(&file).output().expect("node starts");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let mut document = Running::over(articles()).get("/api/openapi.json").json();
    assert!(says(&document).contains("\"valid\": true"), "{}", says(&document));
    document["paths"]["/api/v1/search"]["get"]["parameters"][0]["in"] = "nowhere".into();
    assert!(!says(&document).contains("\"valid\": true"), "it would find faults");
}
