//! Whether an article is about Kazakhstan or about other countries.

use super::cues::is_in;
use super::words::{Words, is_capitalised};
use super::{Judged, Rule};
use crate::extract::gazetteer::{Gazetteer, normal_form};

/// How often an article names Kazakhstan and its towns, and how often other countries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Scene {
    pub home: usize,
    pub abroad: usize,
    /// Capitals of other countries alone.
    pub foreign_capitals: usize,
}

impl Scene {
    pub fn of(gazetteer: &Gazetteer, texts: [(&Words<'_>, &[Judged]); 2]) -> Scene {
        let mut scene = Scene::default();
        for (words, judged) in texts {
            let is_home = |judged: &&Judged| judged.sure && judged.rule.accepts() || judged.rule == Rule::Region;
            scene.home += judged.iter().filter(is_home).count();
            for (at, token) in words.tokens.iter().enumerate().filter(|(_, token)| is_capitalised(token.text)) {
                let word = normal_form(token.text);
                let of_region = word.contains("ск") && words.next(at).is_some_and(|next| next.starts_with("област"));
                if of_region {
                    let home = gazetteer.regions().by_adjective(&word).is_some();
                    scene.home += usize::from(home);
                    scene.abroad += usize::from(!home);
                }
                scene.home += usize::from(is_in(HOME, &word));
                let capital = is_in(CAPITALS, &word);
                scene.foreign_capitals += usize::from(capital);
                scene.abroad += usize::from(capital || is_in(COUNTRIES, &word));
            }
        }
        scene
    }

    /// Takes back names that other places have too, where nothing says that the article is about Kazakhstan and something
    /// that it is not: Аксай of Rostov, Приозерск of Leningrad.
    pub fn doubt(self, texts: [&mut Vec<Judged>; 2]) {
        if self.home > 0 || self.abroad == 0 {
            return;
        }
        for judged in texts.into_iter().flatten().filter(|judged| !judged.sure && judged.rule.accepts()) {
            judged.rule = Rule::Ambiguous;
        }
    }

    /// Whether other countries are named so much more often that no town of Kazakhstan is the subject.
    pub fn is_abroad(self) -> bool {
        const SOME: usize = 6;
        self.abroad >= SOME && self.abroad > 2 * self.home
    }
}

const HOME: &[&str] = &["казахстан", "қазақстан", "qazaqstan", "kazakhstan", "рк$", "қр$"];

/// Capitals of other countries, by the beginning of their normalised names.
const CAPITALS: &[&str] = &[
    "москв",
    "киев",
    "минск",
    "бишкек",
    "ташкент",
    "душанбе",
    "ашхабад",
    "баку",
    "ереван",
    "тбилиси",
    "кишинев",
    "рига$",
    "риге$",
    "риги$",
    "вильнюс",
    "таллин",
    "варшав",
    "лондон",
    "париж",
    "берлин",
    "рим$",
    "риме$",
    "мадрид",
    "вашингтон",
    "пекин",
    "токио",
    "сеул",
    "анкар",
    "тегеран",
    "каир",
    "дамаск",
    "багдад",
    "кабул",
    "бангкок",
    "ханой",
    "дели",
    "брюссел",
    "вене$",
    "вена$",
    "прага$",
    "праге$",
    "пхеньян",
    "черкесск",
    "мәскеу",
    "máskeý",
    "maskey",
];

/// Other countries that the news of Kazakhstan name often.
const COUNTRIES: &[&str] = &[
    "росси",
    "рф$",
    "сша$",
    "америк",
    "украин",
    "белорус",
    "беларус",
    "кыргызст",
    "киргиз",
    "узбек",
    "туркмен",
    "таджик",
    "армени",
    "грузи",
    "азербайдж",
    "молдав",
    "молдов",
    "китай",
    "китая",
    "китае",
    "китаю",
    "монголи",
    "турци",
    "иран",
    "ирак",
    "израил",
    "сири",
    "афганист",
    "пакистан",
    "инди",
    "япони",
    "коре$",
    "корея",
    "кореи",
    "кндр",
    "герман",
    "франци",
    "британ",
    "англи",
    "итали",
    "испани",
    "польш",
    "латви",
    "литв",
    "эстони",
    "евросоюз",
    "ес$",
    "нато$",
    "оон$",
    "ресей",
    "өзбекст",
    "қырғызст",
    "қытай",
    "түркия",
    "reseı",
    "resei",
    "ozbekst",
    "qyrgyzst",
    "qytai",
    "turkıia",
    "turkiia",
    "аqsh$",
    "aqsh$",
    "ақш$",
];
