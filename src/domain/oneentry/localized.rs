//! Localised texts of a project: flat, or under a locale key.

use std::collections::BinaryHeap;

use crate::domain::data::Data;
use crate::domain::text::is_space;

/// The texts of `data` (its `localizeInfos`): flat, under `lang_code`, or else under the first locale.
pub fn infos<'a>(data: &'a Data, lang_code: &str) -> Option<&'a Data> {
    let infos = data.get("localizeInfos")?;
    if infos.text_of("title").is_some() {
        return Some(infos);
    }
    if let Some(own) = infos.get(lang_code) {
        return Some(own);
    }
    match infos {
        Data::Map(locales) => {
            for (_, texts) in locales {
                if texts.is_map() {
                    return Some(texts);
                }
            }
            None
        }
        _ => None,
    }
}

/// The title, unless it is missing or blank.
pub fn title<'a>(data: &'a Data, lang_code: &str) -> Option<&'a str> {
    infos(data, lang_code)?.text_of("title").filter(|title| !is_space(title))
}

/// The list itself, or the one under `lang_code` or else under the first locale. `{}` counts as an empty list.
pub fn list<'a>(data: Option<&'a Data>, lang_code: &str) -> &'a [Data] {
    let found = match data {
        Some(Data::List(list)) => Some(list.as_slice()),
        Some(locales @ Data::Map(entries)) => {
            let own = locales.get(lang_code).or_else(|| entries.first().map(|(_, first)| first));
            own.and_then(Data::as_list)
        }
        _ => None,
    };
    found.unwrap_or(&[])
}

/// The elements sorted by `position`; those without one come last. A response may contain a million of them.
pub fn by_position(list: &[Data]) -> Vec<&Data> {
    let mut keys = Vec::with_capacity(list.len());
    for (index, element) in list.iter().enumerate() {
        keys.push((position(element), index));
    }
    // A heap sorts just as fast, with a tenth of the code.
    let mut sorted = Vec::with_capacity(list.len());
    for (_, index) in &BinaryHeap::from(keys).into_sorted_vec() {
        if let Some(element) = list.get(*index) {
            sorted.push(element);
        }
    }
    sorted
}

fn position(data: &Data) -> i64 {
    data.get("position").and_then(Data::as_integer).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::json::parse;

    #[test]
    fn titles_are_flat_or_under_a_locale() {
        for (text, expected) in [
            (r#"{"localizeInfos":{"title":"Cash"}}"#, Some("Cash")),
            (r#"{"localizeInfos":{"es_ES":{"title":"Efectivo"},"en_US":{"title":"Cash"}}}"#, Some("Cash")),
            (r#"{"localizeInfos":{"es_ES":{"title":"Efectivo"}}}"#, Some("Efectivo")),
            (r#"{"localizeInfos":{"title":" "}}"#, None),
            (r#"{"localizeInfos":{}}"#, None),
            (r#"{"localizeInfos":[]}"#, None),
            (r#"{"localizeInfos":{"en_US":7}}"#, None),
            ("{}", None),
            ("null", None),
        ] {
            assert_eq!(title(&parse(text).unwrap(), "en_US"), expected, "{text}");
        }
    }
}
