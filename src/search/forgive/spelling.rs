//! One pattern for all the words that may have been spelled in other letters as typed: «oblast» fits «область», «кунинин» fits
//! «күнінің». The list of terms is walked with it, so that a spelling with many readings costs no more than one with few.

use tantivy_fst::Automaton;

/// How a letter may be typed: one of these strings, given the letter in front of it. A letter may always stand for itself.
pub(super) type Renderings = fn(letter: char, before: Option<char>) -> &'static [&'static str];

/// The longest typed word, in letters; places are kept as bits.
const LONGEST: usize = 63;

/// The words that may be spelled like a typed one.
pub(super) struct Spelling {
    typed: Vec<char>,
    renderings: Renderings,
}

impl Spelling {
    /// The words that are typed like this, in small letters. None for a word that is too long to be one.
    pub fn new(typed: &str, renderings: Renderings) -> Option<Spelling> {
        let typed: Vec<char> = typed.chars().collect();
        (1..=LONGEST).contains(&typed.len()).then_some(Spelling { typed, renderings })
    }

    /// The places of the typed word that are reached behind a letter, from those reached before it.
    fn step(&self, places: u64, letter: char, before: Option<char>) -> u64 {
        let rest = |place: usize| &self.typed[place..];
        let mut reached = 0;
        for place in (0..self.typed.len()).filter(|place| places & (1 << place) != 0) {
            if rest(place).first() == Some(&letter) {
                reached |= 1 << (place + 1);
            }
            for rendering in (self.renderings)(letter, before) {
                let length = rendering.chars().count();
                if rest(place).get(..length).is_some_and(|typed| typed.iter().copied().eq(rendering.chars())) {
                    reached |= 1 << (place + length);
                }
            }
        }
        // What is not typed at all may also stand at the end.
        if places & (1 << self.typed.len()) != 0 && (self.renderings)(letter, before).contains(&"") {
            reached |= 1 << self.typed.len();
        }
        reached
    }
}

/// What was read of a term.
#[derive(Clone, Copy)]
pub(super) struct State {
    /// A bit for each place of the typed word that the letters so far may have led to.
    places: u64,
    /// The letter before this one.
    before: Option<char>,
    /// The first bytes of a letter, and how many they are.
    bytes: [u8; 4],
    length: usize,
}

impl Automaton for Spelling {
    type State = State;

    fn start(&self) -> State {
        State { places: 1, before: None, bytes: [0; 4], length: 0 }
    }

    fn is_match(&self, state: &State) -> bool {
        state.length == 0 && state.places & (1 << self.typed.len()) != 0
    }

    fn can_match(&self, state: &State) -> bool {
        state.places != 0
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        let mut next = *state;
        let Some(room) = next.bytes.get_mut(next.length) else { return State { places: 0, ..next } };
        *room = byte;
        next.length += 1;
        let letter = std::str::from_utf8(&next.bytes[..next.length]).ok().and_then(|text| text.chars().next());
        if let Some(letter) = letter {
            next =
                State { places: self.step(state.places, letter, state.before), before: Some(letter), ..self.start() };
        }
        next
    }
}
