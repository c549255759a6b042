//! Words that stand on the pages of many media beside the article.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, StartKind};
use rustc_hash::FxHashSet;

use crate::extract::letters::{is_letter, is_letter_or_digit, lowercase};

/// No line of furniture but a footer is longer than this, and no footer than that, in bytes.
const LONGEST: usize = 300;
const LONGEST_FOOTER: usize = 600;

/// Whether a line is furniture by its words.
pub(super) fn is_phrase(line: &str) -> bool {
    let is_footer = line.len() <= LONGEST_FOOTER && FOOTERS.is_match(line);
    if line.len() > LONGEST {
        return is_footer;
    }
    let small = lowercase(line);
    let line = bare(&small);
    let start = small.trim_start_matches(|letter: char| !is_letter_or_digit(letter));
    is_footer
        || is_heading(&small)
        || is_one_of(line, &WHOLE_LINES)
        || line.len() <= LONGEST_START && CALL_STARTS.begin(start)
        || line.len() <= LONGEST_START && LABEL_STARTS.begin(start) && !small.ends_with('.')
        || small.len() <= CREDIT && CREDIT_STARTS.begin(line) && !is_sentence(line, &small)
        || line.contains("фото:") && !small.ends_with('.') && ends_with_credit(line)
        || is_tags(&small)
        || is_way(&small)
        || is_language_switch(&small)
}

/// Whether a line is the heading of a list of other articles.
pub(super) fn is_list_heading(line: &str) -> bool {
    let start = (0..=line.len().min(2 * LONGEST_HEADING)).rev().find(|end| line.is_char_boundary(*end));
    line.len() <= LONGEST && is_heading(&lowercase(&line[..start.unwrap_or(0)]))
}

fn is_heading(small: &str) -> bool {
    let line = bare(small);
    line.len() <= LONGEST_HEADING && is_one_of(line, &HEADING_LINES) || HEADING_STARTS.begin(line)
}

/// A heading has few words, in bytes.
const LONGEST_HEADING: usize = 60;

/// A line without the signs around it.
fn bare(line: &str) -> &str {
    line.trim_matches(|letter: char| !is_letter_or_digit(letter) && !matches!(letter, '#' | '©' | '"' | '«'))
}

/// Whether a short line tells how often something was read or discussed: «260 рет көрсетілді».
pub(super) fn is_count(line: &str) -> bool {
    let counts = |word: &str| COUNTED.iter().any(|start| word.starts_with(start));
    lowercase(line).split_whitespace().any(counts)
}

/// How the words of counters start.
#[rustfmt::skip]
const COUNTED: &[&str] = &[
    "просмотр", "прочт", "коммент", "лайк", "репост", "рет", "көрсетіл", "қарал", "пікір", "оқыл", "ret",
    "kórsetil", "pikir", "view", "comment", "share",
];

fn is_one_of(line: &str, phrases: &FxHashSet<&str>) -> bool {
    let bare = line.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter.is_whitespace() || letter == ':');
    phrases.contains(line) || bare.len() < line.len() && phrases.contains(bare)
}

/// The longest line that is told by its start, in bytes: one line of a page.
const LONGEST_START: usize = 160;

static WHOLE_LINES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| WHOLE.iter().copied().collect());
static HEADING_LINES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| LIST_HEADINGS.iter().copied().collect());
static CALL_STARTS: LazyLock<Starts> = LazyLock::new(|| Starts::of(CALLS));
static LABEL_STARTS: LazyLock<Starts> = LazyLock::new(|| Starts::of(STARTS));
static CREDIT_STARTS: LazyLock<Starts> = LazyLock::new(|| Starts::of(CREDITS));
static HEADING_STARTS: LazyLock<Starts> = LazyLock::new(|| Starts::of(LINK_STARTS));

/// How lines start, looked up all at once.
struct Starts(AhoCorasick);

impl Starts {
    fn of(starts: &[&str]) -> Starts {
        let automaton = AhoCorasick::builder().start_kind(StartKind::Anchored).build(starts);
        Starts(automaton.expect("a few phrases fit"))
    }

    /// Whether one of them begins a line.
    fn begin(&self, line: &str) -> bool {
        self.0.is_match(Input::new(line).anchored(Anchored::Yes))
    }
}

/// A caption with its author, in bytes.
const CREDIT: usize = 240;

/// Whether a line that starts as a credit goes on as a sentence: a caption names who made the picture, it tells nothing.
fn is_sentence(line: &str, whole: &str) -> bool {
    whole.ends_with('.') && line.split_whitespace().count() > 7
}

/// Whether the words behind the last «фото:» are few, as in a caption's end.
fn ends_with_credit(line: &str) -> bool {
    line.rsplit("фото:").next().is_some_and(|credit| credit.split_whitespace().count() <= 8)
}

/// Whether a line is nothing but hash tags, or starts with one as the links of a masthead do.
fn is_tags(line: &str) -> bool {
    let words = || line.split_whitespace();
    line.starts_with('#')
        && (words().all(|word| word.starts_with('#')) || words().count() <= 5 && !line.ends_with(['.', '!', '?']))
}

/// Whether a line is the way to a page: «Главная > Новости > Тараз».
fn is_way(line: &str) -> bool {
    if !line.contains(['>', '»', '›', '→', '/']) {
        return false;
    }
    let parts = [" > ", " » ", " › ", " → ", " / "].iter().map(|sign| line.matches(sign).count()).max().unwrap_or(0);
    let from_home = ["главная", "басты бет", "негізгі бет", "home", "basty bet"].iter().any(|home| line.contains(home));
    line.len() <= 300
        && (parts >= 1 && from_home || parts >= 2 && !line.ends_with('.') && line.split_whitespace().count() <= 14)
}

/// Whether a line is nothing but names of languages: «ҚАЗ РУ ENG», «Қаз | Рус».
fn is_language_switch(line: &str) -> bool {
    let mut names = line.split(|letter: char| !is_letter(letter)).filter(|name| !name.is_empty()).peekable();
    names.peek().is_some() && names.all(|name| LANGUAGES.contains(&name))
}

/// Names of languages as switches have them.
#[rustfmt::skip]
const LANGUAGES: &[&str] = &[
    "қаз", "каз", "рус", "ру", "eng", "en", "ru", "kz", "kk", "qz", "qaz", "rus", "қз", "қазақша", "русский", "english",
    "қазақ", "тілі", "орысша", "ағылшынша", "qazaqsha", "oryssha",
];

/// Headings of links to other articles.
#[rustfmt::skip]
const LIST_HEADINGS: &[&str] = &[
    "читайте также", "также по теме", "читать также", "читайте еще", "читайте ещё", "смотрите также",
    "похожие новости", "похожие материалы", "похожие статьи", "новости по теме", "материалы по теме",
    "статьи по теме", "по теме", "еще по теме", "ещё по теме", "популярное", "популярные новости",
    "самое популярное", "самое читаемое", "самые читаемые", "новости партнеров", "новости партнёров",
    "последние новости", "лента новостей", "другие новости", "главные новости", "главное", "рекомендуем",
    "рекомендуемые", "вам может понравиться", "связанные новости", "топ новостей", "сейчас читают",
    "выбор редакции", "тағы оқыңыз", "тағы да оқыңыз", "оқи отырыңыз", "тағы оқи отырыңыз", "ұқсас жаңалықтар",
    "ұқсас материалдар", "соңғы жаңалықтар", "танымал", "көп оқылғандар", "жаңалықтар", "тақырып бойынша",
    "басқа жаңалықтар", "related news", "related articles", "read also", "read more", "latest news",
    "most read", "suńǵy jańalyqtar", "sońǵy jańalyqtar", "taǵy oqyńyz", "oqı otyryńyz",
];

/// How a line starts that is a heading and a link at once.
const LINK_STARTS: &[&str] =
    &["читайте также", "читайте ещё:", "читайте еще:", "смотрите также:", "по теме:", "тағы оқыңыз:", "оқи отырыңыз"];

/// Lines that are buttons and labels; a number may stand behind.
#[rustfmt::skip]
const WHOLE: &[&str] = &[
    "реклама", "на правах рекламы", "поделиться", "поделиться в соцсетях", "поделитесь", "поделиться новостью",
    "комментарии", "показать комментарии", "оставить комментарий", "добавить комментарий", "комментировать",
    "нет комментариев", "подробнее", "читать далее", "читать полностью", "читать дальше", "показать еще",
    "показать ещё", "загрузить еще", "загрузить ещё", "все новости", "продолжение", "join telegram", "telegram",
    "instagram", "facebook", "twitter", "youtube", "whatsapp", "vk", "вконтакте", "одноклассники", "tiktok",
    "viber", "распечатать", "версия для печати", "печать", "скопировать ссылку", "ссылка скопирована",
    "копировать ссылку", "войти", "регистрация", "вход", "выход", "поиск", "меню", "наверх", "назад", "далее",
    "закрыть", "скрыть", "отправить", "отмена", "подписаться", "подписка", "контакты", "о нас", "о проекте",
    "редакция", "рекламодателям", "вакансии", "главная", "на главную", "тренды", "теги", "тэги", "архив",
    "рубрики", "ещё", "еще", "просмотры", "просмотров", "источник", "рейтинг", "нравится", "не нравится",
    "бөлісу", "бөлісіңіз", "толығырақ", "толық оқу", "жарнама",
    "пікірлер", "пікір", "пікір қалдыру", "пікір қосу", "тегтер", "байланыс", "біз туралы", "іздеу", "кіру",
    "тіркелу", "басты бет", "негізгі бет", "мұрағат", "көрсетілді", "kórsetildi", "bólisý", "tolyǵyraq",
    "jarnama", "basty bet", "basty saıtqa ótý", "share", "comments", "tags", "search", "menu", "login", "home",
    "advertisement", "print", "none", "null", "undefined", "nan", "loading", "загрузка",
];

/// How lines start that call on the reader.
const CALLS: &[&str] = &[
    "подпишитесь на",
    "подписывайтесь",
    "следите за нов",
    "больше новостей в",
    "читайте нас",
    "читайте новости в",
    "жазылыңыз",
    "хабарласыңыз, егер",
];

/// How lines start that are buttons and labels, and no sentences.
#[rustfmt::skip]
const STARTS: &[&str] = &[
    "иконка ", "лого ", "логотип ", "просмотров ", "просмотров:", "просмотры:", "количество просмотров",
    "прочитали:", "комментариев:", "комментарии (", "комментариев (", "0 коммент", "теги:", "тэги:", "метки:",
    "ключевые слова:", "тегтер:", "рубрика:", "рубрики:", "категория:", "категории:", "санаты:", "айдар:",
    "поделиться ", "поделитесь ", "бөлісу", "қаралды:", "қаралым", "оқылды:", "перейти на ", "перейти к ",
    "версия сайта", "мобильная версия", "share ", "tags:", "views:", "войти через", "войти на",
    "наш telegram", "наш instagram", "біздің telegram", "telegram арна",
    "время чтения", "оқу уақыты", "ақпарат көзі:",
];

/// How captions and credits start.
#[rustfmt::skip]
const CREDITS: &[&str] = &[
    "фото:", "фото :", "фото ©", "фото предоставлен", "фото из ", "фото с ", "фото пресс", "фото автора",
    "фото и видео", "фотографии предоставлен", "источник фото", "источник изображения", "источник:",
    "иллюстративное фото", "кадр из ", "кадры из ", "кадр видео", "скриншот", "скрин ", "видео:", "коллаж:",
    "сурет:", "суреттер:", "суретті түсірген", "фото -", "фото –", "видео из", "видео пресс", "сурет ", "foto:",
    "sýret:", "photo:", "photo by", "материал предоставлен", "материалы предоставлен", "изображение:", "текст:",
    "дереккөз:",
];

/// Parts of a footer's sentences.
static FOOTERS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    #[rustfmt::skip]
    let small = [
        "©", "все права защищены", "барлық құқықтар қорғалған", "барлық құқық қорғалған", "all rights reserved",
        "файлы cookie", "файлов cookie", "cookie-файл", "cookies", "использование материалов",
        "использовании материалов", "перепечатк", "политика конфиденциальности", "политикой конфиденциальности",
        "пользовательское соглашение", "на учет периодического", "на учёт периодического", "ctrl+enter", "ctrl + enter",
        "нашли ошибку", "нашли опечатку", "сообщить об ошибке", "подписывайтесь на наш", "подписывайся!",
        "следите за новостями", "хотите узнавать больше", "первыми узнавайте", "присоединяйтесь к нам",
        "сайт жасап беруге", "тапсырыс қабылдаймыз", "включите javascript", "ваш браузер", "материалдарды пайдалан",
        "сілтеме жасау міндетті", "гиперссылка", "посмотреть эту публикацию в", "жалған ақпарат тарат",
        "privacy policy",
    ];
    // With a capital too, so that a long line need not be made small first.
    let capital = |phrase: &&str| {
        phrase.chars().next().into_iter().flat_map(char::to_uppercase).chain(phrase.chars().skip(1)).collect()
    };
    let capitals: Vec<String> = small.iter().map(capital).collect();
    let phrases = small.iter().copied().chain(capitals.iter().map(String::as_str));
    AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(phrases).expect("a few phrases fit")
});
