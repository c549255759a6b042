//! The lists: beginnings of normalised words (lower case, ё as е, Kazakh Latin without accents); a word in full ends with `$`.

/// «город», and what else stands only before or behind a city's name.
pub(super) const CITY_BEFORE: &[&str] = &[
    "город$",
    "города$",
    "городу$",
    "городе$",
    "городом$",
    "городов$",
    "городах$",
    "городам$",
    "городами$",
    "мегаполис",
    "облцентр",
    "райцентр",
    "горакимат",
    "моногород",
];
pub(super) const CITY_ABBREVIATIONS: &[&str] = &["г$", "гг$", "гор$"];
pub(super) const CITY_BEHIND: &[&str] = &["қала$", "қаласы", "қалалы", "қалалар", "qala$", "qalasy", "qalaly", "qalalar", "шаһар", "шахар", "shahar", "shahar", "city$"];

/// Prepositions that go with places.
pub(super) const PLACE_PREPOSITIONS: &[&str] = &[
    "в$",
    "во$",
    "из$",
    "до$",
    "под$",
    "через$",
    "между$",
    "возле$",
    "близ$",
    "около$",
    "in$",
    "from$",
    "to$",
    "near$",
];
/// After these «Уральском» is the city; elsewhere it is an adjective.
pub(super) const INSTRUMENTAL_PREPOSITIONS: &[&str] =
    &["с$", "со$", "под$", "над$", "между$", "перед$", "за$", "городом$"];

/// Who and what goes with a city's name in the genitive.
pub(super) const CITY_COMPANY: &[&str] = &[
    "жител",
    "горожан",
    "аким",
    "замаким",
    "экс-аким",
    "маслихат",
    "мэр",
    "полиц",
    "прокур",
    "населени",
    "окрестност",
    "пригород",
    "вокзал",
    "аэропорт",
    "окраин",
    "дп$",
    "дчс$",
    "дтсж$",
    "увп$",
    "упп$",
    "тжд$",
    "уроженец$",
    "уроженк",
    "суд$",
    "суда$",
    "суде$",
];
pub(super) const CITY_COMPANY_BEHIND: &[&str] =
    &["әкім", "тұрғын", "маслихат", "мәслихат", "akim", "turgyn", "maslihat", "полиц", "poli", "әуежай"];

pub(super) const REGION_BEHIND: &[&str] =
    &["област", "обл$", "облыс", "oblys", "obly", "регион", "өңір", "onir", "region$", "oblast$"];
pub(super) const REGION_BEFORE: &[&str] = &["област", "обл$", "регион$", "региона$", "регионе$"];
pub(super) const DISTRICT_BEHIND: &[&str] = &["аудан", "aydan", "audan", "район", "raion", "district$"];
pub(super) const DISTRICT_SINGULAR: &[&str] = &["район$", "района$", "району$", "районе$", "районом$", "ауданы$"];

/// Before the name of a river, lake, village, street, or after «named after».
pub(super) const OTHER_PLACE_BEFORE: &[&str] = &[
    "река$",
    "реки$",
    "реке$",
    "реку$",
    "рекой$",
    "рекою$",
    "озеро$",
    "озера$",
    "озере$",
    "озеру$",
    "озером$",
    "водохранилищ",
    "канал$",
    "канала$",
    "канале$",
    "хребет$",
    "хребта$",
    "пик$",
    "пика$",
    "перевал",
    "ущель",
    "урочищ",
    "месторожден",
    "плато$",
    "заповедник",
    "нацпарк",
    "село$",
    "села$",
    "селе$",
    "селу$",
    "селом$",
    "аул$",
    "аула$",
    "ауле$",
    "аулу$",
    "поселок$",
    "поселка$",
    "поселке$",
    "поселку$",
    "поселком$",
    "разъезд",
    "станиц",
    "улица$",
    "улице$",
    "улицу$",
    "улицей$",
    "проспект$",
    "проспекта$",
    "проспекте$",
    "проспекту$",
    "бульвар",
    "переул",
    "микрорайон$",
    "микрорайона$",
    "микрорайоне$",
    "микрорайону$",
    "мкр",
    "имени$",
    "космодром",
    "полигон",
    "стадион$",
    "стадионе$",
    "стадиона$",
    "river$",
    "lake$",
];
/// «улицы Семея» are the city's streets, «улицы Абая» a street's houses; mountains of a city are near it, «горы Алатау» are not.
pub(super) const OTHER_PLACE_BEFORE_UNSURE: &[&str] = &[
    "улиц",
    "горы$",
    "гор$",
    "горах$",
    "гора$",
    "горе$",
    "площад",
    "парк",
    "театр",
    "памятник",
    "музе",
    "сквер",
    "школ",
    "степ",
    "долин",
    "море$",
    "моря$",
    "море",
    "берег",
    "метро$",
    "дворц",
    "дворец$",
    "проспект",
    "канал",
    "спасени",
    "стих",
    "слов",
    "юбиле",
    "труд",
    "насле",
];
pub(super) const OTHER_PLACE_ABBREVIATIONS: &[&str] = &[
    "ул$",
    "пр$",
    "просп$",
    "пр-т$",
    "р$",
    "оз$",
    "им$",
    "с$",
    "п$",
    "пос$",
    "мкр$",
    "мкрн$",
    "ст$",
    "пер$",
    "а$",
    "бульв$",
    "пл$",
];
/// Behind the name, in Kazakh: each with the ending that makes it the name's own.
pub(super) const OTHER_PLACE_BEHIND: &[&str] = &[
    "өзені",
    "ozeni",
    "көлі",
    "koli",
    "теңізі",
    "tenizi",
    "тауы",
    "tayy",
    "ауылы",
    "ауылдық",
    "ayyly",
    "ayyldyq",
    "елдімекен",
    "кенті",
    "kenti",
    "көшесі",
    "koshesi",
    "даңғылы",
    "dangyly",
    "атындағы",
    "atyndagy",
    "ықшамаудан",
    "yqshamaydan",
    "шағын$",
    "shagyn$",
    "ғарыш",
    "garysh",
    "river$",
    "lake$",
    "street$",
    "avenue$",
];

/// Legal forms and clubs: what stands behind them is their name, in whatever case.
pub(super) const LEGAL_FORM_BEFORE: &[&str] = &[
    "фк$", "хк$", "бк$", "вк$", "мфк$", "нхк$", "жфк$", "ао$", "тоо$", "нк$", "гкп$", "кгу$", "кгп$", "жшс$", "ақ$",
    "эйр$", "air$", "хилтон$", "риксос$", "марриотт$", "рэдиссон$", "hilton$", "rixos$", "marriott$", "radisson$", "fc$", "fk$", "hc$", "тц$", "трц$", "трк$", "бц$", "жк$", "ооо$", "оао$", "зао$", "сэз$", "xds$",
];
/// «Восточный Туркестан» is a land, not the town.
pub(super) const LAND_BEFORE: &[&str] = &[
    "восточн", "западн", "русск", "советск", "китайск", "шығыс$", "шыгыс$", "латинск", "северн", "южн", "центральн",
    "латын$", "оңтүстік$", "солтүстік$",
];
/// Behind these «астанинский», «алматинская» belong to something that is not about the city.
pub(super) const NOT_OF_CITY: &[&str] =
    &["област", "процесс", "формат", "раунд", "деклараци", "экономическ", "хаб$", "железн", "завод", "нпз$"];
/// What a club does, and no city.
pub(super) const CLUB_BEHIND: &[&str] =
    &["обыграл", "обыгра", "разгромил", "сыграл", "сыграет", "забил", "одолел", "переиграл", "ойнады$", "жеңілді$"];
/// Money of other countries: «долларов США», «АҚШ доллары».
pub(super) const CURRENCY: &[&str] =
    &["доллар", "цент$", "центов$", "рубл", "юан", "dollar", "рупи", "лир$", "лира$", "вон$", "дирхам", "фунт"];
/// Kazakhstan itself.
pub(super) const HOME: &[&str] = &["казахстан", "қазақстан", "qazaqstan", "kazakhstan", "рк$", "қр$", "республик"];

/// Clubs, companies and media in plain words; the city's name behind them is theirs only if it is not declined.
pub(super) const ORGANISATION_BEFORE: &[&str] = &[
    "телеканал$",
    "телеканала$",
    "телеканале$",
    "банк$",
    "газета$",
    "газете$",
    "газеты$",
    "отель$",
    "отеле$",
    "гостиница$",
    "гостинице$",
    "кинотеатр$",
    "кинотеатре$",
    "санатори",
    "форум$",
    "форума$",
    "форуме$",
    "радио$",
    "клуб$",
    "клуба$",
    "велокоманд",
    "команда$",
    "марафон$",
    "кубок$",
    "журнал$",
    "бренд$",
    "авиакомпан",
    "портал$",
    "сайт$",
    "сайта$",
];
pub(super) const ORGANISATION_BEHIND: &[&str] = &[
    "опера$",
    "оперы$",
    "опере$",
    "опера",
    "opera$",
    "моторс",
    "мотор$",
    "хаб$",
    "hub$",
    "экспо",
    "expo",
    "банк",
    "арена$",
    "арены$",
    "арене$",
    "таймс$",
    "times$",
    "тв$",
    "tv$",
    "news$",
    "ньюс$",
    "тэц",
    "нпз$",
    "нхз$",
    "гэс$",
    "молл$",
    "mall$",
    "инвест$",
    "invest$",
    "лрт$",
    "lrt$",
    "телеарна",
    "телеканал",
    "пивзавод",
    "pro$",
    "про$",
    "музыкалық$",
    "балет",
    "марафон",
    "плаза$",
    "тауэрс$",
    "групп$",
    "групп$",
    "тазалық$",
    "сервис$",
    "энерго$",
    "университет$",
    "юнайтед$",
    "half$",
    "marathon$",
    "it$",
];
/// Words before a quoted name that leave it a city.
pub(super) const QUOTED_CITY_BEFORE: &[&str] =
    &["город", "г$", "поезд", "трасс", "маршрут", "рейс", "дорог", "автодорог", "участ", "тас жол"];

/// Lines that credit a picture or a source.
pub(super) const CAPTION: &[&str] = &[
    "фото",
    "сурет",
    "foto",
    "syret",
    "кадр",
    "видео",
    "скрин",
    "источник",
    "дереккөз",
    "photo",
    "коллаж",
    "иллюстра",
    "автор",
    "facebook",
    "instagram",
    "telegram",
];

/// Headings of parts of a page.
pub(super) const RUBRIC: &[&str] = &["погода", "новости", "курс", "афиша", "ауа райы", "жаңалықтар"];

/// Behind these the article tells of something earlier.
pub(super) const EARLIER: &[&str] =
    &["напомним", "ранее", "отметим", "напоминаем", "еске", "бұған", "бұдан", "bugan", "budan", "eske"];
