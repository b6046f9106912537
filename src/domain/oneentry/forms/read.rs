//! A form as a page needs it: fields in order, titles in the requested language, rules unchanged.

use crate::domain::data::Data;
use crate::domain::http::Answer;
use crate::domain::json::{self, Object};
use crate::domain::oneentry::guest_order::path_segment;
use crate::domain::oneentry::localized;
use crate::domain::text::{concat, integer};

/// The path that a form is read from.
pub fn path(marker: &str, lang_code: &str) -> String {
    concat(&["/forms/marker/", &path_segment(marker), "?langCode=", &path_segment(lang_code)])
}

/// The form as JSON text; `None` if the response is not a form.
pub fn read(answer: &Answer, lang_code: &str) -> Option<String> {
    let form = json::parse(&answer.text).filter(|_| answer.is_success())?;
    let identifier = form.text_of("identifier")?;
    // A form without attributes has `{}` here.
    let attributes = form.get("attributes").and_then(Data::as_list).unwrap_or(&[]);
    let mut out = String::new();
    let mut object = Object::open(&mut out);
    object.text("identifier", identifier).text("title", localized::title(&form, lang_code).unwrap_or(identifier));
    let fields = object.key("fields");
    let mut before = '[';
    for attribute in &localized::by_position(attributes) {
        if let Some(marker) = attribute.text_of("marker") {
            fields.push(before);
            before = ',';
            write_field(fields, attribute, marker, lang_code);
        }
    }
    fields.push_str(if before == '[' { "[]" } else { "]" });
    object.close();
    Some(out)
}

fn write_field(out: &mut String, attribute: &Data, marker: &str, lang_code: &str) {
    let validators = rules(attribute, lang_code);
    let mut field = Object::open(out);
    field
        .text("marker", marker)
        .text("type", attribute.text_of("type").unwrap_or("string"))
        .text("title", localized::title(attribute, lang_code).unwrap_or(marker))
        .raw("position", &integer(attribute.get("position").and_then(Data::as_integer).unwrap_or(0)))
        .bool("required", is_required(validators))
        .bool("isVisible", attribute.get("isVisible").and_then(Data::as_bool).unwrap_or(true));
    let options = localized::by_position(localized::list(attribute.get("listTitles"), lang_code));
    json::list(field.key("options"), &options, |out, option| write_option(out, option));
    match validators {
        Some(validators) => field.data("validators", validators),
        None => field.raw("validators", "{}"),
    };
    field.close();
}

/// The rules of an attribute, which are stored flat or under the locale.
fn rules<'a>(attribute: &'a Data, lang_code: &str) -> Option<&'a Data> {
    let validators = attribute.get("validators").filter(|validators| validators.is_map())?;
    Some(validators.get(lang_code).filter(|own| own.is_map()).unwrap_or(validators))
}

/// The rule makes a field required by being present: `{}`, a text and `strict` all occur.
pub(super) fn is_required(validators: Option<&Data>) -> bool {
    let rule = validators.and_then(|validators| validators.get("requiredValidator"));
    !matches!(rule, None | Some(Data::Null | Data::Bool(false)))
}

fn write_option(out: &mut String, option: &Data) {
    let value = match option.get("value") {
        Some(Data::Text(text) | Data::Number(text)) => text,
        _ => "",
    };
    let mut object = Object::open(out);
    object.text("value", value).text("title", option.text_of("title").unwrap_or(value));
    object.close();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(text: &str) -> Option<Data> {
        let answer = Answer { status: 200, text: text.into(), retry_after: None };
        read(&answer, "en_US").map(|text| json::parse(&text).unwrap())
    }

    #[test]
    fn fields_are_sorted_hidden_ones_marked_and_defaults_filled_in() {
        let form = form(
            r#"{"identifier":"f","localizeInfos":{"title":"Delivery"},"attributes":[
            {"marker":"b","type":"list","position":2,"isVisible":false,"localizeInfos":{"en_US":{"title":"B"}},
             "listTitles":[{"title":"Two","value":2,"position":2},{"title":"One","value":"1","position":1}],
             "validators":{"requiredValidator":{}}},
            {"marker":"c"},
            {"marker":"a","type":"string","position":1,"localizeInfos":{"title":"A"},"validators":{"en_US":{"trimValidator":true}}},
            {"type":"button"}]}"#,
        )
        .unwrap();
        assert_eq!(form.text_of("title"), Some("Delivery"));
        let mut text = String::new();
        json::write(&mut text, form.get("fields").unwrap());
        assert_eq!(
            text,
            concat!(
                r#"[{"marker":"a","type":"string","title":"A","position":1,"required":false,"isVisible":true,"options":[],"validators":{"trimValidator":true}},"#,
                r#"{"marker":"b","type":"list","title":"B","position":2,"required":true,"isVisible":false,"options":[{"value":"1","title":"One"},{"value":"2","title":"Two"}],"validators":{"requiredValidator":{}}},"#,
                r#"{"marker":"c","type":"string","title":"c","position":0,"required":false,"isVisible":true,"options":[],"validators":{}}]"#
            )
        );
    }

    #[test]
    fn an_empty_form_has_no_fields() {
        for attributes in ["{}", "[]", "null"] {
            let form = form(&format!(r#"{{"identifier":"f","attributes":{attributes}}}"#)).unwrap();
            assert_eq!(form.get("fields"), Some(&Data::List(vec![])), "{attributes}");
            assert_eq!(form.text_of("title"), Some("f"));
        }
        assert_eq!(form("{}"), None);
        assert_eq!(form(""), None);
        assert_eq!(path("a b", "en_US"), "/forms/marker/a%20b?langCode=en_US");
    }
}
