//! What is said of a request that cannot be understood.

use super::Ui;
use crate::server::fault::Fault;

impl Ui {
    /// What is wrong with a request, in the language of the page.
    pub fn fault(self, fault: &Fault) -> String {
        match self {
            Ui::Russian => russian(fault),
            Ui::Kazakh => kazakh(fault),
            Ui::English => fault.to_string(),
        }
    }
}

fn russian(fault: &Fault) -> String {
    use Fault::*;
    match fault {
        UnknownParameter { name } => format!("Параметра «{name}» здесь нет."),
        ManyValues { name, most } => format!("Параметр «{name}» дан больше раз, чем можно ({most})."),
        NoDate { written, .. } => {
            format!("«{written}» не дата. Даты пишут так: 2026-03-15, 15.03.2026, 2026-03 или 2026.")
        }
        NoSuchValue { name, written, values } => {
            format!("{name}: «{written}» не подходит; можно так: {}.", values.join(", "))
        }
        NoNumber { name, written, least, most } => format!("{name}: «{written}» не число от {least} до {most}."),
        NoCursor { written } => format!("after: «{written}» не метка страницы."),
        BackwardPeriod { from, to } => {
            let (from, to) = (Ui::Russian.date(*from), Ui::Russian.date(*to));
            format!("Период кончается ({to}) раньше, чем начинается ({from}).")
        }
        UndatedWithDates => "У статей без даты нет ни периода, ни источника даты; выберите что-то одно.".into(),
        UnknownPlace { place } => Ui::Russian.warning(place),
    }
}

fn kazakh(fault: &Fault) -> String {
    use Fault::*;
    match fault {
        UnknownParameter { name } => format!("Мұнда «{name}» параметрі жоқ."),
        ManyValues { name, most } => format!("«{name}» параметрі тым көп рет берілген (ең көбі {most})."),
        NoDate { written, .. } => {
            format!("«{written}» күн емес. Күн былай жазылады: 2026-03-15, 15.03.2026, 2026-03 немесе 2026.")
        }
        NoSuchValue { name, written, values } => {
            format!("{name}: «{written}» жарамайды; мүмкін мәндері: {}.", values.join(", "))
        }
        NoNumber { name, written, least, most } => {
            format!("{name}: «{written}» {least} мен {most} аралығындағы сан емес.")
        }
        NoCursor { written } => format!("after: «{written}» беттің белгісі емес."),
        BackwardPeriod { from, to } => {
            let (from, to) = (Ui::Kazakh.date(*from), Ui::Kazakh.date(*to));
            format!("Кезең басталғанынан ({from}) бұрын аяқталады ({to}).")
        }
        UndatedWithDates => "Күні жоқ мақалалардың кезеңі де, күнінің дереккөзі де болмайды; біреуін таңдаңыз.".into(),
        UnknownPlace { place } => Ui::Kazakh.warning(place),
    }
}
