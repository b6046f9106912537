//! Forms and their values. Lines: locale, the form as the service returns it, the shopper's values.

use order_bridge::domain::data::Data;
use order_bridge::domain::http::Answer;
use order_bridge::domain::json;
use order_bridge::domain::language::Language;
use order_bridge::domain::oneentry::forms;
use order_bridge::domain::validation::Detail;

use crate::shape::{parse_reference, turned, turned_text, written};

const FOREIGN: &str = "a marker of no form";

pub fn run(input: &[u8]) {
    let text = crate::text(input);
    let [locale, answered, values] = crate::parts(&text);
    let answer = Answer { status: 200, text: answered.to_owned(), retry_after: None };
    let Some(out) = forms::read::read(&answer, locale) else { return };
    shape(&out);
    if let Some(text) = turned_text(answered).filter(|_| !by_first_locale(answered)) {
        let other = forms::read::read(&Answer { text, ..answer }, locale).expect("the same form");
        assert_eq!(parse_reference(&other), parse_reference(&out), "{answered}");
    }
    let form = json::parse(&out).expect("a form is JSON");
    required(&form);
    if let Some(values) = json::parse(values) {
        judge(&form, &values);
        // A page may also pass a form that no service returned.
        judge(&values, &form);
    }
}

/// If a locale is missing, the first one is used, so the order of properties matters there.
fn by_first_locale(text: &str) -> bool {
    text.contains("localizeInfos") || text.contains("listTitles")
}

fn shape(out: &str) {
    let form = json::parse(out).expect("a form is JSON");
    parse_reference(out);
    let fields = form.get("fields").and_then(Data::as_list).expect("fields");
    for field in fields {
        assert!(["marker", "type", "title"].iter().all(|key| field.text_of(key).is_some()), "{out}");
        assert!(["required", "isVisible"].iter().all(|key| field.get(key).and_then(Data::as_bool).is_some()), "{out}");
        assert!(field.get("position").and_then(Data::as_integer).is_some(), "{out}");
        let options = field.get("options").and_then(Data::as_list).expect("options");
        assert!(options.iter().all(|option| option.text_of("value").is_some() && option.text_of("title").is_some()));
    }
    // Fields without a position come last and get position 0.
    let positions: Vec<i64> = fields
        .iter()
        .filter_map(|field| field.get("position")?.as_integer())
        .filter(|position| *position != 0)
        .collect();
    assert!(positions.is_sorted(), "{out}");
}

fn check(form: &Data, values: &Data) -> Option<Detail> {
    // The platform matches patterns. This stand-in decides by all three arguments.
    let matches = |pattern: &str, flags: &str, text: &str| match pattern.len() % 3 {
        0 => None,
        _ => Some((pattern.len() + flags.len() + text.len()).is_multiple_of(2)),
    };
    let detail = forms::check(form, values, Language::English, &matches).ok()?;
    // Markers are not compared: a form may have a marker twice.
    let is_text = |text: &String| !text.trim().is_empty();
    assert!(detail.iter().all(|(_, texts)| !texts.is_empty() && texts.iter().all(is_text)), "{detail:?}");
    Some(detail)
}

fn required(form: &Data) {
    let detail = check(form, &Data::List(Vec::new())).expect("a form that was read");
    for field in form.get("fields").and_then(Data::as_list).unwrap_or(&[]) {
        let marker = field.text_of("marker").unwrap_or("");
        let asked =
            field.get("required").and_then(Data::as_bool) == Some(true) && field.text_of("type") != Some("button");
        assert!(!asked || detail.iter().any(|(named, _)| named == marker), "{marker} is not demanded");
    }
    assert!(detail.iter().all(|(marker, _)| {
        form.get("fields")
            .and_then(Data::as_list)
            .unwrap_or(&[])
            .iter()
            .any(|field| field.text_of("marker") == Some(marker))
    }));
}

fn sorted(mut detail: Detail) -> Detail {
    detail.sort();
    detail
}

fn markers(list: &Data) -> Vec<&str> {
    list.as_list().unwrap_or(&[]).iter().map(|value| value.text_of("marker").unwrap_or("")).collect()
}

fn judge(form: &Data, values: &Data) {
    let Some(detail) = check(form, values) else { return };
    if let (Some(form), Some(values)) = (turned(form), turned(values)) {
        assert_eq!(
            sorted(check(&form, &values).expect("the same form")),
            sorted(detail.clone()),
            "{}",
            written(&values)
        );
    }
    let Data::List(list) = values else { return };
    let mut unique = markers(values);
    unique.sort_unstable();
    if unique.windows(2).all(|pair| pair[0] != pair[1]) {
        let other = Data::List(list.iter().rev().cloned().collect());
        assert_eq!(sorted(check(form, &other).expect("the same values")), sorted(detail.clone()));
    }
    // A value without a field is reported, and changes nothing else.
    let known = |marker: &str| form.get("fields").is_some_and(|fields| markers(fields).contains(&marker));
    if !known(FOREIGN) && !unique.contains(&FOREIGN) {
        let mut more = list.clone();
        more.push(Data::Map(vec![("marker".into(), Data::Text(FOREIGN.into()))]));
        let mut received = check(form, &Data::List(more)).expect("a list");
        assert_eq!(received.pop().map(|(marker, _)| marker).as_deref(), Some(FOREIGN));
        assert_eq!(received, detail);
    }
}
