//! The page where no script may run: all of it works, by links and forms.

use fantoccini::key::Key;

use crate::articles::bridges;
use crate::browser::in_browser;
use crate::running::Running;

#[test]
fn everything_works_without_any_script() {
    let server = Running::over(bridges());
    in_browser(&server, |browser| {
        let answer = "return document.querySelector('.results').innerText.replace(/\\d+ мс/, '')";
        browser.open("/?q=мост");
        let with_scripts = browser.ask(answer);
        browser.without_scripts();
        browser.open("/");
        // Says that no script has run: it makes a combobox of the box.
        assert_eq!(browser.count("[role=combobox]"), 0);
        browser.turn(|| browser.write("#q", &format!("мост{}", char::from(Key::Enter))));
        assert_eq!((browser.count("[role=combobox]"), browser.address().as_str()), (0, "/?q=мост"));
        assert_eq!(browser.ask(answer), with_scripts);

        browser.follow(".pages a[rel=next]");
        assert_eq!(browser.address(), "/?q=мост&offset=10");
        browser.follow(".histogram a[data-key='2024-02']");
        assert_eq!(browser.address(), "/?q=мост&from=2024-02&to=2024-02");
        browser.follow(".chips a");
        browser.click("aside li > details > summary");
        browser.follow("aside details[open] li details[open] li a");
        assert!(browser.address().starts_with("/?q=мост&city="), "{}", browser.address());
        browser.write(".period [name=from]", "2023");
        browser.follow(".period button");
        assert!(browser.address().contains("from=2023"), "{}", browser.address());
        // On a phone the answer comes first: nothing closes the filters.
        browser.resize(390, 844);
        browser.open("/?q=мост");
        let top = |css: &str| {
            browser.ask(&format!("return document.querySelector('{css}').getBoundingClientRect().top")).as_f64()
        };
        assert!(top(".hits") < top(".filters"));
        browser.resize(1440, 900);
        browser.follow(".hits h2 a");
        browser.click(".jumps a[href='#m2']");
        browser.wait_until("document.querySelector('mark:target')?.id === 'm2'");
        browser.follow("article > p a");
        browser.follow(".languages a[hreflang=kk]");
        assert!(browser.text("#found").ends_with("мақала табылды"));
        browser.back();
        assert_eq!(browser.address(), "/?q=мост");
    });
}
