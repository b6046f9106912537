//! Payment accounts, reduced to what a page needs to offer them. The response also contains the merchant's settings in
//! plain text, including a webhook's signing secret. None of this leaves this file.

use super::localized;
use crate::domain::data::Data;
use crate::domain::http::Answer;
use crate::domain::json::{self, Object};

/// The path that the accounts are read from.
pub const PATH: &str = "/payments/accounts";

/// The accounts as JSON text; `None` if the response is not a list of accounts.
pub fn read(answer: &Answer, lang_code: &str) -> Option<String> {
    let body = json::parse(&answer.text).filter(|_| answer.is_success())?;
    if !body.is_list_of(|account| account.get("id").is_some() && account.text_of("identifier").is_some()) {
        return None;
    }
    let mut out = String::new();
    json::list(&mut out, body.elements(), |out, account| write(out, account, lang_code));
    Some(out)
}

fn write(out: &mut String, account: &Data, lang_code: &str) {
    let identifier = account.text_of("identifier").unwrap_or("");
    // Absent means true, as with form attributes.
    let flag = |key: &str| account.get(key).and_then(Data::as_bool).unwrap_or(true);
    let mut object = Object::open(out);
    object
        .data("id", account.get("id").unwrap_or(&Data::Null))
        .text("identifier", identifier)
        .text("type", account.text_of("type").unwrap_or("custom"))
        .text("title", localized::title(account, lang_code).unwrap_or(identifier))
        .bool("isVisible", flag("isVisible"))
        .bool("isUsed", flag("isUsed"));
    object.close();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str) -> Answer {
        Answer { status: 200, text: text.into(), retry_after: None }
    }

    #[test]
    fn merchant_settings_are_removed() {
        let text = r#"[{"id":1,"identifier":"stripe","type":"stripe","isVisible":true,"isUsed":false,"testMode":true,
            "localizeInfos":{"en_US":{"title":"Card"}},"settings":{"status":"connected","secretKey":"sk_live"},
            "testSettings":{"signingSecretKey":"whsec_1","successUrl":"https://s.example"},"attributeValues":{"x":1}},
            {"id":2,"identifier":"cash"}]"#;
        assert_eq!(
            read(&answer(text), "en_US").unwrap(),
            r#"[{"id":1,"identifier":"stripe","type":"stripe","title":"Card","isVisible":true,"isUsed":false},{"id":2,"identifier":"cash","type":"custom","title":"cash","isVisible":true,"isUsed":true}]"#
        );
    }

    #[test]
    fn anything_but_a_list_of_accounts_is_rejected() {
        for text in ["", "{}", "null", "[{}]", r#"[{"id":1}]"#, r#"[{"identifier":"a"}]"#] {
            assert_eq!(read(&answer(text), "en_US"), None, "{text}");
        }
        assert_eq!(read(&answer("[]"), "en_US").as_deref(), Some("[]"));
        assert_eq!(read(&Answer { status: 500, ..answer("[]") }, "en_US"), None);
    }
}
