//! What is looked for at one place of a text.

use std::sync::Arc;

use crate::index::signs::Signs;

/// Any of these words, each standing so.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Sought {
    words: Arc<[(Box<str>, Signs)]>,
}

impl Sought {
    /// A form of words, anywhere.
    pub fn form(form: &str) -> Sought {
        Sought::forms([form])
    }

    /// Any of several forms, anywhere.
    pub fn forms<'w>(forms: impl IntoIterator<Item = &'w str>) -> Sought {
        Sought::any(forms, Signs::FORM)
    }

    /// A form in the headline.
    pub fn in_title(form: &str) -> Sought {
        Sought::any([form], Signs::IN_TITLE)
    }

    /// A form among the first words of the body.
    pub fn in_lead(form: &str) -> Sought {
        Sought::any([form], Signs::IN_LEAD)
    }

    /// A word as written, in normal spelling.
    pub fn written(word: &str) -> Sought {
        Sought::any_written([word])
    }

    /// Any of several words as written.
    pub fn any_written<'w>(words: impl IntoIterator<Item = &'w str>) -> Sought {
        Sought::any(words, Signs::WRITTEN)
    }

    /// Any of what is looked for by these.
    #[cfg(all(test, feature = "cluster"))]
    pub fn all_of(sought: impl IntoIterator<Item = Sought>) -> Sought {
        Sought { words: sought.into_iter().flat_map(|one| one.words.to_vec()).collect() }
    }

    fn any<'w>(words: impl IntoIterator<Item = &'w str>, signs: Signs) -> Sought {
        Sought { words: words.into_iter().map(|word| (Box::from(word), signs)).collect() }
    }

    /// The words, with how each stands.
    pub fn words(&self) -> &[(Box<str>, Signs)] {
        &self.words
    }

    /// Whether they stand in front: in the headline or among the first words.
    pub fn is_in_front(&self) -> bool {
        self.words.iter().all(|(_, signs)| matches!(*signs, Signs::IN_TITLE | Signs::IN_LEAD))
    }
}
