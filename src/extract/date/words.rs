//! Words that stand beside dates, folded as [`fold`](super::months::fold) does it.

/// Days of the week in Russian, Kazakh and English.
#[rustfmt::skip]
pub(super) const WEEKDAYS: [&str; 43] = [
    "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье", "пн", "вт", "ср", "чт",
    "пт", "сб", "вс", "дуйсенби", "сейсенби", "сарсенби", "бейсенби", "жума", "сенби", "жексенби", "duisenbi",
    "seisenbi", "sarsenbi", "beisenbi", "juma", "zhuma", "senbi", "jeksenbi", "mondai", "tuesdai", "wednesdai",
    "thursdai", "fridai", "saturdai", "sundai", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
];

/// Words that stand beside a date without meaning.
#[rustfmt::skip]
pub(super) const BESIDE_DATES: [&str; 32] = [
    "в", "от", "t", "z", "gmt", "utc", "мск", "msk", "am", "pm", "at", "on", "час", "часов", "ч", "сагат",
    "сагаты", "saghat", "sagat", "дата", "date", "публикации", "время", "времени", "по", "куни", "kuni",
    "posted", "пост", "размещения", "создания", "количество",
];

/// How words start that count something or name the publishing.
#[rustfmt::skip]
pub(super) const COUNTED: [&str; 26] = [
    "просмотр", "прочит", "прочт", "коммент", "view", "comment", "pikir", "пикир", "рет", "ret", "корсетил",
    "korsetil", "карал", "qaral", "окылды", "oqildi", "лайк", "опубликован", "published", "жариялан",
    "jariialan", "jarialan", "размещен", "добавлен", "создан", "читать",
];

/// How words start that say that a page was changed later.
pub(super) const UPDATED: [&str; 8] =
    ["обновлен", "изменен", "отредактирован", "updated", "modified", "жанартыл", "janartil", "ozgertil"];

/// How words start that say when something takes place: «Начало: 3 июня», «Дата проведения: 3 июня».
#[rustfmt::skip]
pub(super) const EVENTS: [&str; 13] = [
    "начало", "начнет", "окончан", "завершен", "проведен", "дедлайн", "срок", "родил", "рожден", "басталу", "аякталу",
    "откизил", "deadline",
];

/// How words start that name a picture.
pub(super) const PICTURES: [&str; 6] = ["фото", "скрин", "кадр", "видео", "сурет", "photo"];

/// Words before a date that is told of, not that of the page: «курс на 3 июня».
#[rustfmt::skip]
pub(super) const PREPOSITIONS: [&str; 18] = [
    "на", "от", "с", "со", "по", "до", "к", "за", "в", "и", "из", "после", "около", "of", "by", "for", "since",
    "until",
];
