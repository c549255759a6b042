//! Searching and reading: what readers do with the page, step by step.

use fantoccini::key::Key;

use crate::articles::bridges;
use crate::browser::{Browser, in_browser};
use crate::running::Running;

/// How many articles the page says it found.
fn found(browser: &Browser) -> usize {
    let heading = browser.text("#found");
    heading.split_whitespace().find_map(|word| word.parse().ok()).unwrap_or_else(|| panic!("{heading}"))
}

#[test]
fn from_a_question_to_the_third_page_and_back() {
    let server = Running::over(bridges());
    in_browser(&server, |browser| {
        browser.open("/");
        browser.turn(|| browser.write("#q", &format!("мосты{}", char::from(Key::Enter))));
        assert_eq!(browser.address(), "/?q=мосты");
        let all = found(browser);
        assert!(all >= 48, "{all}");
        assert_eq!((browser.count(".hits > li"), browser.text(".pages [aria-current]")), (10, "1".to_owned()));
        assert!(browser.count(".hits mark") >= 10 && browser.texts(".hits mark").contains(&"мосту".to_owned()));
        let first = browser.texts(".hits h2");

        browser.follow(".pages a[rel=next]");
        let second = browser.texts(".hits h2");
        assert!(first.iter().all(|title| !second.contains(title)), "{first:?}\n{second:?}");
        browser.follow(".pages a[rel=next]");
        assert_eq!((browser.address().as_str(), found(browser)), ("/?q=мосты&offset=20", all));
        assert_eq!(browser.ask("return document.querySelector('.hits').start"), 21);
        browser.back();
        assert_eq!(browser.texts(".hits h2"), second);
        browser.back();
        assert_eq!(browser.texts(".hits h2"), first);
        browser.back();
        assert_eq!((browser.address().as_str(), browser.count(".hits")), ("/", 0));
    });
}

#[test]
fn choices_narrow_the_answer_and_are_taken_back() {
    let server = Running::over(bridges());
    in_browser(&server, |browser| {
        browser.open("/?q=мост");
        let all = found(browser);
        // A region opens and shows its towns.
        browser.click("aside li > details > summary");
        let town = "aside details[open] li details[open] li a";
        let name = browser.text(town);
        browser.follow(town);
        assert_eq!(
            (browser.address(), browser.texts(".chips a")),
            (format!("/?q=мост&city={name}"), vec![format!("Город: {name} ×")])
        );
        let of_town = found(browser);
        assert!(0 < of_town && of_town < all, "{of_town} of {all}");
        browser.follow("aside a[href*='source=vesti']");
        assert!(found(browser) < of_town && browser.count(".chips a:not(.plain)") == 2);
        assert!(browser.texts(".hits .about a").iter().all(|source| source == "vesti.example.kz"));
        browser.follow(".chips a[aria-label*='vesti']");
        assert_eq!((found(browser), browser.count(".chips li")), (of_town, 1));
        browser.back();
        browser.follow(".chips a.plain");
        assert_eq!((found(browser), browser.address().as_str()), (all, "/?q=мост"));
    });
}

#[test]
fn an_article_with_jumps_from_mark_to_mark() {
    let server = Running::over(bridges());
    in_browser(&server, |browser| {
        browser.open("/?q=мост&city=Павлодар");
        let title = browser.text(".hits h2 a");
        browser.follow(".hits h2 a");
        assert_eq!(browser.text("article h1"), title);
        let marks = browser.count("article p mark");
        assert!(marks >= 2 && browser.text(".jumps").starts_with(&format!("Совпадения: {marks}")), "{marks}");
        browser.click(".jumps a[href='#m2']");
        browser.wait_until("document.querySelector('mark:target')?.id === 'm2'");
        for (key, mark) in [("p", "m1"), ("n", "m2"), ("n", &format!("m{}", marks.min(3)))] {
            browser.write("body", key);
            browser.wait_until(&format!("document.querySelector('mark:target')?.id === '{mark}'"));
        }
        assert!(browser.count("aside .others") == 3, "similar ones, and those beside it by date");
        browser.follow(".others li a");
        assert_ne!(browser.text("article h1"), title);
        browser.back();
        browser.follow("article > p a");
        assert_eq!(browser.address(), "/?q=мост&city=Павлодар", "back to the answer");
    });
}

#[test]
fn the_page_changes_its_language_and_keeps_its_place() {
    let server = Running::over(bridges());
    in_browser(&server, |browser| {
        browser.open("/?q=мост&city=Тараз");
        let hits = browser.texts(".hits h2");
        for (language, heading) in [("kk", "мақала табылды"), ("en", "articles found"), ("ru", "Найден")]
        {
            browser.follow(&format!(".languages a[hreflang={language}]"));
            assert!(browser.text("#found").contains(heading), "{}", browser.text("#found"));
            assert_eq!(browser.ask("return document.documentElement.lang"), language);
            assert_eq!((browser.texts(".hits h2"), browser.count(".chips li")), (hits.clone(), 1));
        }
        browser.follow(".languages a[hreflang=kk]");
        browser.follow(".hits h2 a");
        assert_eq!(browser.ask("return document.documentElement.lang"), "kk", "links stay in the language");
    });
}

#[test]
fn on_a_phone_the_choices_wait_behind_their_heading() {
    let server = Running::over(bridges());
    in_browser(&server, |browser| {
        browser.resize(390, 844);
        browser.open("/?q=мост");
        browser.wait_until("!document.querySelector('.filters').open");
        browser.click(".filters > summary");
        browser.follow("aside a[href*='lang=kk']");
        assert_eq!(browser.texts(".chips a"), ["Язык: казахский ×"]);
        browser.wait_until("!document.querySelector('.filters').open");
    });
}

#[test]
fn keys_lead_to_the_box_and_through_the_answers() {
    let server = Running::over(bridges());
    in_browser(&server, |browser| {
        browser.open("/?q=мост");
        let focused = |number: usize| {
            browser
                .wait_until(&format!("document.activeElement === document.querySelectorAll('.hits h2 a')[{number}]"));
        };
        browser.write("body", "j");
        focused(0);
        browser.write(".hits h2 a", "j");
        focused(1);
        browser.write(".hits > li:nth-child(2) h2 a", "k");
        focused(0);
        browser.write(".hits h2 a", "/");
        browser.wait_until("document.activeElement.id === 'q'");
        browser.turn(|| browser.write("#q", &format!("ремонт{}", char::from(Key::Enter))));
        assert_eq!(browser.address(), "/?q=ремонт", "what stood in the box was chosen, and is written over");
    });
}
