//! Words that stand on the pages of many media beside the article.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// What a line of furniture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It stands over links to other articles.
    ListHeading,
    /// Anything else.
    Other,
}

/// No line of furniture is longer than this, in bytes.
const LONGEST: usize = 600;

/// What kind of furniture a line is by its words; none for a line of an article.
pub(super) fn kind_of(line: &str) -> Option<Kind> {
    if line.len() > LONGEST {
        return None;
    }
    let small = line.to_lowercase();
    let line = small.trim_matches(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '#' | '©' | '"' | '«'));
    if is_one_of(line, LIST_HEADINGS) || LINK_STARTS.iter().any(|start| line.starts_with(start)) {
        return Some(Kind::ListHeading);
    }
    let other = is_one_of(line, WHOLE)
        || starts_with_any(small.trim_start_matches(|letter: char| !letter.is_alphanumeric()), STARTS)
        || small.len() <= CREDIT && CREDITS.iter().any(|credit| line.starts_with(credit)) && !is_sentence(line, &small)
        || line.contains("фото:") && !small.ends_with('.') && ends_with_credit(line)
        || FOOTERS.is_match(&small)
        || is_tags(&small)
        || is_way(&small);
    other.then_some(Kind::Other)
}

/// Whether a short line tells how often something was read or discussed: «260 рет көрсетілді».
pub(super) fn is_count(line: &str) -> bool {
    let counts = |word: &str| COUNTED.iter().any(|start| word.starts_with(start));
    line.to_lowercase().split_whitespace().any(counts)
}

/// How the words of counters start.
const COUNTED: &[&str] = &[
    "просмотр",
    "прочт",
    "коммент",
    "лайк",
    "репост",
    "рет",
    "көрсетіл",
    "қарал",
    "пікір",
    "оқыл",
    "ret",
    "kórsetil",
    "pikir",
    "view",
    "comment",
    "share",
];

fn is_one_of(line: &str, phrases: &[&str]) -> bool {
    let bare = line.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter.is_whitespace() || letter == ':');
    phrases.contains(&line) || phrases.contains(&bare)
}

/// Whether a line starts with one of some phrases, and is no longer than one line of a page.
fn starts_with_any(line: &str, starts: &[&str]) -> bool {
    line.len() <= 160 && starts.iter().any(|start| line.starts_with(start))
}

/// A caption with its author, in bytes.
const CREDIT: usize = 240;

/// Whether a line that starts as a credit goes on as a sentence: a caption names who made the picture, it tells nothing.
fn is_sentence(line: &str, whole: &str) -> bool {
    whole.ends_with('.') && line.split_whitespace().count() > 12
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
    let parts = [" > ", " » ", " › ", " → ", " / "].iter().map(|sign| line.matches(sign).count()).max().unwrap_or(0);
    let from_home = ["главная", "басты бет", "негізгі бет", "home", "basty bet"].iter().any(|home| line.contains(home));
    line.len() <= 300
        && (parts >= 1 && from_home || parts >= 2 && !line.ends_with('.') && line.split_whitespace().count() <= 14)
}

/// Headings of links to other articles.
const LIST_HEADINGS: &[&str] = &[
    "читайте также",
    "также по теме",
    "читать также",
    "читайте еще",
    "читайте ещё",
    "смотрите также",
    "похожие новости",
    "похожие материалы",
    "похожие статьи",
    "новости по теме",
    "материалы по теме",
    "статьи по теме",
    "по теме",
    "еще по теме",
    "ещё по теме",
    "популярное",
    "популярные новости",
    "самое популярное",
    "самое читаемое",
    "самые читаемые",
    "новости партнеров",
    "новости партнёров",
    "последние новости",
    "лента новостей",
    "другие новости",
    "главные новости",
    "главное",
    "рекомендуем",
    "рекомендуемые",
    "вам может понравиться",
    "связанные новости",
    "топ новостей",
    "сейчас читают",
    "выбор редакции",
    "тағы оқыңыз",
    "тағы да оқыңыз",
    "оқи отырыңыз",
    "тағы оқи отырыңыз",
    "ұқсас жаңалықтар",
    "ұқсас материалдар",
    "соңғы жаңалықтар",
    "танымал",
    "көп оқылғандар",
    "жаңалықтар",
    "тақырып бойынша",
    "басқа жаңалықтар",
    "related news",
    "related articles",
    "read also",
    "read more",
    "latest news",
    "most read",
    "suńǵy jańalyqtar",
    "sońǵy jańalyqtar",
    "taǵy oqyńyz",
    "oqı otyryńyz",
];

/// How a line starts that is a heading and a link at once.
const LINK_STARTS: &[&str] =
    &["читайте также", "читайте ещё:", "читайте еще:", "смотрите также:", "по теме:", "тағы оқыңыз:", "оқи отырыңыз"];

/// Lines that are buttons and labels; a number may stand behind.
const WHOLE: &[&str] = &[
    "реклама",
    "на правах рекламы",
    "поделиться",
    "поделиться в соцсетях",
    "поделитесь",
    "поделиться новостью",
    "комментарии",
    "показать комментарии",
    "оставить комментарий",
    "добавить комментарий",
    "комментировать",
    "нет комментариев",
    "подробнее",
    "читать далее",
    "читать полностью",
    "читать дальше",
    "показать еще",
    "показать ещё",
    "загрузить еще",
    "загрузить ещё",
    "все новости",
    "продолжение",
    "join telegram",
    "telegram",
    "instagram",
    "facebook",
    "twitter",
    "youtube",
    "whatsapp",
    "vk",
    "вконтакте",
    "одноклассники",
    "tiktok",
    "viber",
    "распечатать",
    "версия для печати",
    "печать",
    "скопировать ссылку",
    "ссылка скопирована",
    "копировать ссылку",
    "войти",
    "регистрация",
    "вход",
    "выход",
    "поиск",
    "меню",
    "наверх",
    "назад",
    "далее",
    "закрыть",
    "скрыть",
    "отправить",
    "отмена",
    "подписаться",
    "подписка",
    "контакты",
    "о нас",
    "о проекте",
    "редакция",
    "рекламодателям",
    "вакансии",
    "главная",
    "на главную",
    "тренды",
    "теги",
    "тэги",
    "архив",
    "рубрики",
    "ещё",
    "еще",
    "просмотры",
    "просмотров",
    "источник",
    "рейтинг",
    "нравится",
    "не нравится",
    "қаз",
    "қаз/рус",
    "қаз/ру/eng",
    "қаз/рус/eng",
    "рус",
    "ру",
    "eng",
    "en",
    "ru",
    "kz",
    "kk",
    "qz",
    "қз",
    "қазақша",
    "русский",
    "english",
    "қазақ тілі",
    "қазақ",
    "бөлісу",
    "бөлісіңіз",
    "толығырақ",
    "толық оқу",
    "жарнама",
    "пікірлер",
    "пікір",
    "пікір қалдыру",
    "пікір қосу",
    "тегтер",
    "байланыс",
    "біз туралы",
    "іздеу",
    "кіру",
    "тіркелу",
    "басты бет",
    "негізгі бет",
    "мұрағат",
    "көрсетілді",
    "kórsetildi",
    "bólisý",
    "tolyǵyraq",
    "jarnama",
    "basty bet",
    "basty saıtqa ótý",
    "share",
    "comments",
    "tags",
    "search",
    "menu",
    "login",
    "home",
    "advertisement",
    "print",
    "none",
    "null",
    "undefined",
    "nan",
    "loading",
    "загрузка",
];

/// How lines start that are furniture whatever follows.
const STARTS: &[&str] = &[
    "иконка ",
    "лого ",
    "логотип ",
    "просмотров ",
    "просмотров:",
    "просмотры:",
    "количество просмотров",
    "прочитали:",
    "комментариев:",
    "комментарии (",
    "комментариев (",
    "0 коммент",
    "теги:",
    "тэги:",
    "метки:",
    "ключевые слова:",
    "тегтер:",
    "рубрика:",
    "рубрики:",
    "категория:",
    "категории:",
    "санаты:",
    "айдар:",
    "поделиться ",
    "поделитесь ",
    "бөлісу",
    "қаралды:",
    "қаралым",
    "оқылды:",
    "перейти на ",
    "перейти к ",
    "версия сайта",
    "мобильная версия",
    "share ",
    "tags:",
    "views:",
    "войти через",
    "войти на",
    "подпишитесь на",
    "подписывайтесь",
    "следите за нов",
    "больше новостей в",
    "читайте нас",
    "читайте новости в",
    "мы в ",
    "наш telegram",
    "наш instagram",
    "біздің telegram",
    "telegram арна",
    "жазылыңыз",
    "хабарласыңыз, егер",
    "время чтения",
    "оқу уақыты",
    "ақпарат көзі:",
];

/// How captions and credits start.
const CREDITS: &[&str] = &[
    "фото:",
    "фото :",
    "фото ©",
    "фото предоставлен",
    "фото из ",
    "фото с ",
    "фото пресс",
    "фото автора",
    "фото и видео",
    "фотографии предоставлен",
    "источник фото",
    "источник изображения",
    "источник:",
    "иллюстративное фото",
    "кадр из ",
    "кадры из ",
    "кадр видео",
    "скриншот",
    "скрин ",
    "видео:",
    "коллаж:",
    "сурет:",
    "суреттер:",
    "суретті түсірген",
    "фото -",
    "фото –",
    "видео из",
    "видео пресс",
    "сурет ",
    "foto:",
    "sýret:",
    "photo:",
    "photo by",
    "материал предоставлен",
    "материалы предоставлен",
    "изображение:",
    "текст:",
    "дереккөз:",
];

/// Parts of a footer's sentences.
static FOOTERS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::new([
        "©",
        "все права защищены",
        "барлық құқықтар қорғалған",
        "барлық құқық қорғалған",
        "all rights reserved",
        "файлы cookie",
        "файлов cookie",
        "cookie-файл",
        "cookies",
        "использование материалов",
        "использовании материалов",
        "перепечатк",
        "политика конфиденциальности",
        "политикой конфиденциальности",
        "пользовательское соглашение",
        "постановке на учет",
        "постановке на учёт",
        "ctrl+enter",
        "ctrl + enter",
        "нашли ошибку",
        "нашли опечатку",
        "сообщить об ошибке",
        "подписывайтесь на наш",
        "подписывайся!",
        "следите за новостями",
        "хотите узнавать больше",
        "первыми узнавайте",
        "присоединяйтесь к нам",
        "сайт жасап беруге",
        "тапсырыс қабылдаймыз",
        "включите javascript",
        "ваш браузер",
        "материалдарды пайдалан",
        "сілтеме жасау міндетті",
        "гиперссылка",
        "посмотреть эту публикацию в",
        "жалған ақпарат тарат",
        "privacy policy",
    ])
    .expect("a few phrases fit")
});
