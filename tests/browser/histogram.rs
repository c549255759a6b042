//! Time: bars that narrow the answer by a click or a stroke of the mouse, and a period that is written.

use crate::articles::bridges;
use crate::browser::in_browser;
use crate::running::Running;

#[test]
fn bars_narrow_by_a_click_and_by_a_stroke() {
    let server = Running::over(bridges());
    in_browser(&server, |browser| {
        browser.open("/?q=мост");
        let keys = |from: &str, to: &str| (format!("a[data-key='{from}']"), format!("a[data-key='{to}']"));
        // A month, then a day of it, then out again.
        let bars = browser.count(".histogram a");
        assert!((25..=36).contains(&bars), "months of three years: {bars}");
        let month = browser.ask(
            "return [...document.querySelectorAll('.histogram a')].findLast((bar) => !bar.textContent.endsWith(' 0')).dataset.key",
        );
        let month = month.as_str().unwrap();
        browser.follow(&format!(".histogram a[data-key='{month}']"));
        assert_eq!(browser.address(), format!("/?q=мост&from={month}&to={month}"));
        let of_month = browser.count(".hits > li");
        assert_eq!((browser.count(".histogram a") >= 28, browser.count(".chips li")), (true, 1));
        browser.follow(".histogram a:not([aria-label$=': 0'])");
        assert!((1..=of_month).contains(&browser.count(".hits > li")));
        browser.follow(".histogram p > a");
        assert_eq!(browser.address(), format!("/?q=мост&from={month}&to={month}"), "wider");

        browser.open("/?q=мост");
        let (from, to) = keys("2024-02", "2024-09");
        browser.turn(|| browser.drag(&from, &to));
        assert_eq!(browser.address(), "/?q=мост&from=2024-02&to=2024-09");
        assert!(browser.texts(".hits .about span:first-child").iter().all(|date| date.ends_with("2024")));
        // From right to left is the same.
        browser.open("/?q=мост");
        browser.turn(|| browser.drag(&to, &from));
        assert_eq!(browser.address(), "/?q=мост&from=2024-02&to=2024-09");
        browser.back();
        assert_eq!((browser.address().as_str(), browser.count(".chosen")), ("/?q=мост", 0));
    });
}

#[test]
fn a_period_may_be_written() {
    let server = Running::over(bridges());
    in_browser(&server, |browser| {
        browser.open("/?q=мост");
        browser.write(".period [name=from]", "2023");
        browser.write(".period [name=to]", "2023-06");
        browser.follow(".period button");
        assert!(browser.address().contains("from=2023&to=2023-06"), "{}", browser.address());
        assert!(browser.texts(".hits .about span:first-child").iter().all(|date| date.ends_with("2023")));
        browser.follow(".undated a, .chips a");
        assert_eq!(browser.count(".chips li"), 0);
        browser.follow(".undated a");
        assert!(browser.count(".hits > li") > 0 && browser.address().ends_with("undated=1"), "{}", browser.address());
    });
}
