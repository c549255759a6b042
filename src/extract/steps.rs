//! What each step of reading an article costs.

use std::time::{Duration, Instant};

/// The steps in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Step {
    /// Cleaning the text and cutting it into lines.
    Page,
    /// Finding the date.
    Date,
    /// Telling furniture.
    Furniture,
    /// Finding the headline.
    Title,
    /// Putting the body together and telling its language.
    Language,
    /// Finding and judging places.
    Places,
}

/// How long each step took, summed over articles.
///
/// # Example
/// ```
/// use izdeu::{Extractor, RawArticle, StepTimes};
///
/// let mut times = StepTimes::default();
/// let article = Extractor::new().extract_timed(RawArticle::new("1", "В Таразе открыли мост."), &mut times);
/// assert_eq!(article.cities[0].name, "Тараз");
/// assert_eq!(times.iter().count(), 6);
/// ```
#[derive(Debug, Clone, Default)]
pub struct StepTimes([Duration; 6]);

impl StepTimes {
    const STEPS: [Step; 6] = [Step::Page, Step::Date, Step::Furniture, Step::Title, Step::Language, Step::Places];

    /// The steps in order, each with its time.
    pub fn iter(&self) -> impl Iterator<Item = (Step, Duration)> {
        Self::STEPS.into_iter().zip(self.0)
    }

    /// Something to call at the end of each step.
    pub(super) fn clock(&mut self) -> impl FnMut(Step) {
        let mut last = Instant::now();
        move |step| {
            let now = Instant::now();
            self.0[step as usize] += now - last;
            last = now;
        }
    }
}
