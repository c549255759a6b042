//! What the box does while a reader writes, and what is put right afterwards.

use fantoccini::key::Key;

use crate::articles::bridges;
use crate::browser::in_browser;
use crate::running::Running;

fn key(key: Key) -> String {
    char::from(key).to_string()
}

#[test]
fn the_box_completes_by_keys_and_by_the_mouse() {
    let server = Running::over(bridges());
    in_browser(&server, |browser| {
        browser.open("/");
        browser.write("#q", "мос");
        browser.wait_until("document.querySelector('#suggestions [role=option]')");
        assert_eq!(browser.ask("return document.getElementById('q').getAttribute('aria-expanded')"), "true");
        let options = browser.texts("#suggestions [role=option]");
        assert!(options.iter().any(|option| option.starts_with("мост")), "{options:?}");
        // Down chooses, up from the first leads back into the box.
        browser.write("#q", &key(Key::Down));
        browser.wait_until("document.querySelector('[aria-selected=true]')?.id === 'suggestion-0'");
        assert_eq!(
            browser.ask("return document.getElementById('q').getAttribute('aria-activedescendant')"),
            "suggestion-0"
        );
        browser.write("#q", &key(Key::Up));
        browser.wait_until("!document.querySelector('[aria-selected=true]')");
        let second = browser.ask("return document.querySelectorAll('#suggestions li')[1].firstChild.data");
        browser.turn(|| browser.write("#q", &[key(Key::Down), key(Key::Down), key(Key::Enter)].concat()));
        assert_eq!(browser.address(), format!("/?q={}", second.as_str().unwrap()).replace(' ', "+"));

        browser.open("/");
        browser.write("#q", "мос");
        browser.wait_until("document.querySelector('#suggestions [role=option]')");
        browser.write("#q", &key(Key::Escape));
        browser.wait_until("document.getElementById('suggestions').hidden");
        browser.write("#q", "т");
        browser.wait_until("document.querySelector('#suggestions [role=option]')");
        browser.follow("#suggestions li");
        assert!(browser.address().starts_with("/?q=мост"), "{}", browser.address());
    });
}

#[test]
fn what_is_put_right_is_said_and_can_be_refused() {
    let server = Running::over(bridges());
    in_browser(&server, |browser| {
        browser.open("/");
        browser.turn(|| browser.write("#q", &format!("vjcn{}", key(Key::Enter))));
        assert!(browser.text(".note").starts_with("Показаны результаты для «мост»"), "{}", browser.text(".note"));
        assert_eq!(browser.count(".hits > li"), 10);
        browser.follow(".note a");
        assert!(browser.address().ends_with("?q=vjcn&literal=1"), "{}", browser.address());
        assert_eq!((browser.count(".hits > li"), browser.count(".nothing")), (0, 1));
        // That no article has the word is said in the language of the page.
        assert_eq!(browser.count(".note:not([lang])"), 1);
    });
}
