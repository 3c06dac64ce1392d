//! Dates and times of day in the ways of people.
//!
//! **Invariant:** a date that may be read in two ways is refused in words that name both.

use jiff::civil::{Date, DateTime, Time};

/// Why a text is no date or time, in a few words, and the way out.
pub type Why = (String, &'static str);

const HELP: &str = "write `2026-03-03 09:30`, `D2 09:30` or `J+1 H+2 M-5`";

/// `09:30`, `9:30`, `0930`, `09:30:15`, `9:30 PM`, `09h30`.
pub fn time_of_day(text: &str) -> Option<Time> {
    let text = text.trim();
    let (text, half) = match text
        .strip_suffix("AM")
        .map(|text| (text, 0))
        .or(text.strip_suffix("PM").map(|text| (text, 12)))
    {
        Some((text, half)) => (text.trim(), Some(half)),
        None => (text.strip_suffix(['H', 'h']).unwrap_or(text), None),
    };
    let mut parts = match text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        true => vec![&text[..2], &text[2..]],
        // `09h30`, as the French write it.
        false => text.split([':', 'H', 'h']).collect(),
    };
    let (seconds, fraction) = match parts.get(2) {
        Some(last) => last.split_once('.').unwrap_or((last, "")),
        None => ("0", ""),
    };
    let micros = format!("{fraction:0<6}");
    parts.truncate(2);
    let &[hour, minute] = parts.as_slice() else { return None };
    let number = |text: &str| {
        text.parse::<i8>().ok().filter(|_| text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let hour = match (number(hour)?, half) {
        (hour @ 1..=12, Some(half)) => hour % 12 + half,
        (_, Some(_)) => return None,
        (hour, None) => hour,
    };
    let nanos = micros.parse::<i32>().ok().filter(|_| micros.len() == 6)?.checked_mul(1000)?;
    Time::new(hour, number(minute)?, number(seconds)?, nanos).ok()
}

const MONTHS: [&str; 12] = [
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
];

pub fn month(word: &str) -> Option<i8> {
    let found = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(word))?;
    Some(found as i8 + 1)
}

/// A date and a time in one of the ways of people.
pub fn by_calendar(upper: &str) -> Result<DateTime, Why> {
    if time_of_day(upper).is_some() {
        return Err((String::from("of which day?"), "write `D2 09:30`, or the date and the time"));
    }
    let words: Vec<&str> =
        upper.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()).collect();
    let joined = words.join(" ");
    let iso = upper.split_once('T').filter(|(date, _)| date.ends_with(|c: char| c.is_ascii_digit()));
    let (date, time) = match iso {
        Some((date, time)) => (date.to_owned(), time_of_day(time)),
        // The year alone would be a time of day.
        None if date_of(&joined).is_ok() => (joined, None),
        None => {
            // A time of day is the last word, or two: `9:30 AM`. Whatever is wrong with the date before it is told.
            let cuts =
                [2, 1].into_iter().filter_map(|last| words.len().checked_sub(last).filter(|at| *at > 0));
            let split = |at: usize| (words[..at].join(" "), time_of_day(&words[at..].join(" ")));
            cuts.map(split).find(|(_, time)| time.is_some()).unwrap_or((joined, None))
        }
    };
    let date = date_of(&date)?;
    match time {
        Some(time) => Ok(date.to_datetime(time)),
        None => Err(date_alone()),
    }
}

/// Why a date alone is no time: midnight is rarely meant.
pub fn date_alone() -> Why {
    (String::from("a date without a time of day"), HELP)
}

/// A date: `2026-03-03`, `3.3.2026`, `3 MARCH 2026`, `MARCH 3 2026`, and with slashes where only one reading is a date.
pub fn date_of(text: &str) -> Result<Date, Why> {
    let no_date = || (String::from("not understood"), HELP);
    let parts: Vec<&str> = text.split([' ', '-', '.', '/']).filter(|part| !part.is_empty()).collect();
    let number =
        |part: &str| part.parse::<i16>().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()));
    let valid = |year: i16, month: i8, day: i16| {
        let day = i8::try_from(day).ok();
        day.and_then(|day| Date::new(year, month, day).ok())
            .ok_or_else(|| (String::from("not a day of the calendar"), HELP))
    };
    match parts.as_slice() {
        [first, second] if text.contains('/') && number(first).is_some() && number(second).is_some() => {
            Err((
                String::from("has no year, and may have the day or the month first"),
                "write `2026-03-03 09:30`",
            ))
        }
        [day, word, year] | [word, day, year] if month(word).is_some() && year.len() == 4 => valid(
            number(year).ok_or_else(no_date)?,
            month(word).unwrap_or(1),
            number(day).ok_or_else(no_date)?,
        ),
        [year, month, day] if year.len() == 4 => {
            let [year, month, day] = [year, month, day].map(|part| number(part));
            let month = i8::try_from(month.ok_or_else(no_date)?).map_err(|_| no_date())?;
            valid(year.ok_or_else(no_date)?, month, day.ok_or_else(no_date)?)
        }
        [first, second, year] if year.len() == 4 => {
            let (Some(first), Some(second), Some(year)) = (number(first), number(second), number(year))
            else {
                return Err(no_date());
            };
            // With full stops the day always comes first; with anything else it depends on the country.
            let dotted = text.contains('.');
            match (first <= 12 && !dotted, second <= 12) {
                (true, true) if first != second => {
                    let days = [(second, first), (first, second)].map(|(day, month)| {
                        format!("{day} {}", title(MONTHS[(month - 1).clamp(0, 11) as usize]))
                    });
                    Err((
                        format!("may be {} or {}", days[1], days[0]),
                        "write `2026-04-03 09:30`: year, month, day",
                    ))
                }
                (_, true) => valid(year, second as i8, first),
                (true, false) => valid(year, first as i8, second),
                (false, false) => Err((String::from("not a day of the calendar"), HELP)),
            }
        }
        [_, _, year] if year.len() == 2 => {
            Err((String::from("has a year of two digits"), "write `2026-03-03 09:30`"))
        }
        _ => Err(no_date()),
    }
}

fn title(word: &str) -> String {
    word[..1].to_owned() + &word[1..].to_lowercase()
}
