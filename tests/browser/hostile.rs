//! Articles that try to run something in the page, to forge its marks, or to turn its writing around.

use serde_json::Value;

use crate::browser::{Browser, in_browser};
use crate::running::Running;
use izdeu::RawArticle;

/// All that could be noticed if anything of an article ran or became an element: `window.ran`, another title, a request,
/// a dialogue (the driver fails at it), an error of the console.
const EVIL: [&str; 8] = [
    "<script>window.ran=1;document.title='ran'</script>",
    "\"><img src=/ran onerror=window.ran=1>",
    "'><svg onload=alert(1)><a xlink:href=javascript:alert(1)>x</a></svg>",
    "</title></textarea></style><script src=/ran.js></script>",
    "<iframe srcdoc=\"<script>parent.ran=1</script>\"></iframe>",
    "<mark id=\"m1\">поддельная</mark> {{7*7}} {% raw %} ${7*7}",
    "\u{202e}назад\u{202c} \u{2066}ещё\u{2069} \u{200f}вправо \u{0}ноль\u{7}\u{1b}[31m",
    "&lt;script&gt;window.ran=1&lt;/script&gt; <base href=//ran.example/> <form action=/ran><input autofocus onfocus=window.ran=1>",
];

fn articles() -> Vec<RawArticle> {
    let article = |(number, evil): (usize, &&str)| {
        let text = format!("Мост {evil} построили, и мост {number} открыт.\n{evil}\nВ Астане мост {number}.");
        RawArticle::new(format!("{evil}/{number}"), text)
            .title(format!("Мост {number} {evil}"))
            .source(format!("{evil}{number}"))
            .date(format!("2024-0{}-11", 1 + number))
            .url(
                ["javascript:window.ran=1", "https://a.example.kz/\"onmouseover=window.ran=1//", "data:text/html,<b>"]
                    [number % 3],
            )
    };
    EVIL.iter().enumerate().map(article).collect()
}

/// Nothing of the articles became more than text.
fn is_unharmed(browser: &Browser, place: &str) {
    let found = browser.ask(
        "const box = document.getElementById('q');
         const own = (one) => one.closest('.histogram');
         const all = [...document.querySelectorAll('*')];
         const attributes = all.flatMap((one) => [...one.attributes].map(({ name, value }) => [one.localName, name, value]));
         const isTurned = (text) => /[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]/.test(text);
         return {
           ran: window.ran ?? document.title === 'ran',
           scripts: [...document.scripts].filter((one) => !one.src.startsWith(location.origin + '/assets/script.js')).length,
           elements: [...document.querySelectorAll('img, iframe, object, embed, base, style, video, audio, math, textarea, svg')].filter((one) => !own(one)).map((one) => one.outerHTML),
           handlers: attributes.filter(([, name]) => name.startsWith('on') || name === 'style' || name === 'srcdoc'),
           addresses: attributes.filter(([, name, value]) => /^(href|src|action)$/.test(name) && !/^(\\/(?!\\/)|#|https?:\\/\\/)/.test(value)),
           marks: [...document.querySelectorAll('mark')].map((one) => one.textContent).filter((text) => text.startsWith('поддельная') && !box.value.includes(text)),
           turned: [document.documentElement.textContent, ...attributes.filter(([, name]) => name !== 'value').map(([, , value]) => value), box.value].filter(isTurned),
           requests: performance.getEntriesByType('resource').map((one) => one.name).filter((name) => !/\\/(assets\\/(style\\.css|script\\.js|icon\\.svg)|api\\/v1\\/suggest)\\b/.test(name)),
         }",
    );
    let Value::Object(found) = found else { panic!("{found}") };
    for (what, found) in found {
        let is_nothing = found == false || found == 0 || found.as_array().is_some_and(Vec::is_empty);
        assert!(is_nothing, "{place}: {what}: {found}");
    }
}

#[test]
fn nothing_of_an_article_runs_forges_or_turns() {
    let server = Running::over(articles());
    in_browser(&server, |browser| {
        browser.open("/?q=мост");
        assert_eq!(browser.count(".hits > li"), EVIL.len(), "all are there");
        let shown = browser.ask("return document.querySelector('.hits').textContent");
        for text in ["<script>window.ran=1", "<img src=/ran", "<mark id=\"m1\">поддельная</mark> {{7*7}}", "назад"]
        {
            assert!(shown.as_str().unwrap().contains(text), "shown as a text: {text}\n{shown}");
        }
        is_unharmed(browser, "answer");
        browser.ask("document.querySelectorAll('details').forEach((one) => (one.open = true))");
        for number in 0..EVIL.len() {
            browser.open("/?q=мост");
            browser.follow(&format!(".hits > li:nth-child({}) h2 a", number + 1));
            assert!(browser.count("article p mark") >= 2);
            is_unharmed(browser, "article");
            browser.open("/?q=мост");
            browser.follow(&format!("aside ul:last-of-type li:nth-child({}) a[href*='source=']", number + 1));
            assert_eq!((browser.count(".hits > li"), browser.count(".chips li")), (1, 1));
            is_unharmed(browser, "narrowed by a source");
        }
        browser.open("/");
        browser.write("#q", "мост");
        browser.wait_until("document.querySelectorAll('#suggestions li').length > 2");
        assert!(browser.texts("#suggestions li").iter().any(|text| text.contains("<script>")), "titles are proposed");
        is_unharmed(browser, "completion");
    });
}

#[test]
fn nothing_of_an_address_runs() {
    let server = Running::over(articles());
    in_browser(&server, |browser| {
        for evil in EVIL {
            let evil: String = url::form_urlencoded::byte_serialize(evil.as_bytes()).collect();
            for (path, is_fault) in [
                (format!("/?q=мост {evil}"), false),
                (format!("/?q=мост&ui={evil}&source={evil}"), false),
                (format!("/?q=мост&city={evil}"), true),
                (format!("/?q=мост&from={evil}"), true),
                (format!("/article/{}?q={evil}", evil.replace('+', "%20")), true),
                (format!("/help?q={evil}&ui={evil}"), false),
            ] {
                browser.open(&path);
                is_unharmed(browser, &path);
                let errors = browser.errors();
                assert!(is_fault || errors.is_empty(), "{path}: {errors:?}");
                assert!(
                    errors.iter().all(|error| error.contains("the server responded with a status of 40")),
                    "{errors:?}"
                );
            }
        }
    });
}

/// If the page ever let something through, the browser would still refuse to run it, and the tests above would see that.
#[test]
fn the_browser_refuses_what_is_not_the_pages_own() {
    let server = Running::over(articles());
    in_browser(&server, |browser| {
        for (evil, refused) in [
            ("<img src=/assets/icon.svg onload=window.ran=1>", "inline event handler"),
            ("<iframe src=https://a.example.kz/></iframe>", "frame"),
            ("<a style=color:red>x</a>", "inline style"),
        ] {
            browser.open("/?q=мост");
            browser.ask(&format!("document.body.insertAdjacentHTML('beforeend', `{evil}`)"));
            let mut errors = Vec::new();
            while errors.is_empty() {
                errors = browser.errors();
            }
            assert!(errors.iter().all(|error| error.contains("Content Security Policy")), "{refused}: {errors:?}");
            assert_eq!(browser.ask("return window.ran === undefined"), true);
        }
    });
}
