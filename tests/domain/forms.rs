//! Every validator and every value format of section 6 of the contract, one row per case.

use order_bridge::domain::http::Answer;
use order_bridge::domain::json;
use order_bridge::domain::language::Language;
use order_bridge::domain::oneentry::forms::{check, read};

/// Stand-in for the platform's regular expressions; knows only the patterns of these tests.
fn matches(pattern: &str, flags: &str, text: &str) -> Option<bool> {
    match (pattern, flags) {
        ("^[0-9]+$", "") => Some(!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())),
        ("^abc$", "i") => Some(text.eq_ignore_ascii_case("abc")),
        ("[", _) => None,
        _ => panic!("unknown pattern: {pattern} {flags}"),
    }
}

fn form(attribute: &str) -> json_form::Form {
    json_form::Form::new(&format!(r#"{{"identifier":"f","attributes":[{attribute}]}}"#))
}

mod json_form {
    use super::*;
    use order_bridge::domain::data::Data;

    pub struct Form(Data);

    impl Form {
        /// A form as `getForm` returns it.
        pub fn new(answer: &str) -> Form {
            let answer = Answer { status: 200, text: answer.into(), retry_after: None };
            Form(json::parse(&read::read(&answer, "en_US").unwrap()).unwrap())
        }

        pub fn check(&self, values: &str, language: Language) -> Vec<(String, Vec<String>)> {
            check(&self.0, &json::parse(values).unwrap(), language, &matches).unwrap()
        }

        pub fn misuse(&self, values: &str) -> bool {
            check(&self.0, &json::parse(values).unwrap(), Language::English, &matches).is_err()
        }
    }
}

/// The message for one value of one field; empty when the value is valid.
fn message_for(kind: &str, more: &str, validators: &str, value: &str) -> String {
    let form = form(&format!(r#"{{"marker":"m","type":"{kind}","validators":{{{validators}}}{more}}}"#));
    let values = match value {
        "absent" => "[]".to_owned(),
        value => format!(r#"[{{"marker":"m","type":"{kind}","value":{value}}}]"#),
    };
    let mut detail = form.check(&values, Language::English);
    assert!(detail.len() <= 1, "{detail:?}");
    detail
        .pop()
        .map(|(marker, mut texts)| {
            assert_eq!((marker.as_str(), texts.len()), ("m", 1));
            texts.pop().unwrap()
        })
        .unwrap_or_default()
}

const REQUIRED: &str = r#""requiredValidator":{"strict":true}"#;
const MISSING: &str = "Please fill this in.";
const SHAPE: &str = "This value does not have the expected form.";

#[test]
fn every_validator() {
    let length = r#""stringInspectionValidator":{"stringMin":"2","stringMax":5,"stringLength":0}"#;
    let none = r#""stringInspectionValidator":{"stringMin":"","stringMax":0,"stringLength":""}"#;
    let exact = r#""stringInspectionValidator":{"stringLength":"3"}"#;
    let email = r#""emailInspectionValidator":true"#;
    let digits = r#""regExpValidator":{"patternValue":"^[0-9]+$"}"#;
    let not_digits = r#""regExpValidator":{"patternValue":"^[0-9]+$","invert":true}"#;
    let any_case = r#""regExpValidator":{"patternValue":"^abc$","flags":"i"}"#;
    let broken = r#""regExpValidator":{"patternValue":"["}"#;
    let mask = r##""fieldMaskValidator":{"maskValue":"$99-99","hint":"+62 "}"##;
    let number = r#""checkForNumberValidator":{"integerOnly":true,"minValue":"-5","maxValue":200}"#;
    let free = r#""checkForNumberValidator":{"integerOnly":false,"minValue":"","maxValue":""}"#;
    let from_zero = r#""checkForNumberValidator":{"minValue":0}"#;
    let files = r#""checkingFilesValidator":{"maxUnits":"kb","maxValue":"2","extensions":["png",".JPG"]}"#;
    let pixels = r#""sizeInPixelsValidator":{"maxX":"500","maxY":400}"#;
    for (kind, validators, value, expected) in [
        // required: the presence of the validator counts
        ("string", REQUIRED, r#""a""#, ""),
        ("string", REQUIRED, "absent", MISSING),
        ("string", REQUIRED, "null", MISSING),
        ("string", REQUIRED, r#""  ""#, MISSING),
        ("string", r#""requiredValidator":{}"#, r#""""#, MISSING),
        ("string", r#""requiredValidator":{"customErrorText":"Your name, please"}"#, r#""""#, "Your name, please"),
        ("string", r#""requiredValidator":{"errorMessage":"Your name, please"}"#, "absent", "Your name, please"),
        ("string", r#""requiredValidator":{"customErrorText":" "}"#, "absent", MISSING),
        ("string", r#""requiredValidator":null"#, "absent", ""),
        ("string", r#""requiredValidator":false"#, "absent", ""),
        ("list", REQUIRED, "[]", MISSING),
        ("list", REQUIRED, r#"[""]"#, MISSING),
        ("integer", REQUIRED, "0", MISSING),
        ("real", REQUIRED, "0.00", MISSING),
        ("integer", REQUIRED, "1", ""),
        ("entity", REQUIRED, "[0]", ""),
        // string length: limits as numbers or text; 0 and "" mean no limit; counts characters, not bytes
        ("string", length, r#""ñ""#, "Enter at least 2 characters."),
        ("string", length, r#""ññ""#, ""),
        ("string", length, r#""ñandú""#, ""),
        ("string", length, r#""ñandús""#, "Enter at most 5 characters."),
        ("string", length, r#""""#, ""),
        ("string", length, r#"" a ""#, ""),
        (
            "string",
            r#""stringInspectionValidator":{"stringMin":2},"trimValidator":true"#,
            r#"" a ""#,
            "Enter at least 2 characters.",
        ),
        ("string", none, r#""a""#, ""),
        ("string", exact, r#""ab""#, "Enter exactly 3 characters."),
        ("string", exact, r#""abc""#, ""),
        (
            "string",
            r#""stringInspectionValidator":{"stringMin":9,"customErrorText":"Nine digits"}"#,
            r#""1""#,
            "Nine digits",
        ),
        ("string", r#""stringInspectionValidator":{"stringMin":"x","stringMax":-1}"#, r#""a""#, ""),
        // e-mail
        ("string", email, r#""kim+tag@example.co.uk""#, ""),
        ("string", email, r#""kim""#, "Enter an e-mail address such as name@example.com."),
        ("string", email, r#""@b.c""#, "Enter an e-mail address such as name@example.com."),
        ("string", email, r#""a@b""#, "Enter an e-mail address such as name@example.com."),
        ("string", email, r#""a@b.""#, "Enter an e-mail address such as name@example.com."),
        ("string", email, r#""a b@c.d""#, "Enter an e-mail address such as name@example.com."),
        ("string", email, r#""a@b@c.d""#, "Enter an e-mail address such as name@example.com."),
        (
            "string",
            r#""emailInspectionValidator":{"customErrorText":"An e-mail, please"}"#,
            r#""kim""#,
            "An e-mail, please",
        ),
        ("string", r#""emailInspectionValidator":false"#, r#""kim""#, ""),
        // pattern: matched by the platform, inverted, with flags; an invalid pattern is left to the server
        ("string", digits, r#""123""#, ""),
        ("string", digits, r#""12a""#, "This does not match the expected format."),
        ("string", not_digits, r#""12a""#, ""),
        ("string", not_digits, r#""123""#, "This does not match the expected format."),
        ("string", any_case, r#""ABC""#, ""),
        ("string", broken, r#""a""#, ""),
        ("string", r#""regExpValidator":{}"#, r#""a""#, ""),
        (
            "string",
            r#""regExpValidator":{"patternValue":"^[0-9]+$","customErrorText":"Digits only"}"#,
            r#""a""#,
            "Digits only",
        ),
        // mask
        ("string", mask, r#""+62 12-34""#, ""),
        ("string", mask, r#""1234""#, "Use the format +62 99-99."),
        ("string", r#""fieldMaskValidator":{"maskValue":"AA-99"}"#, r#""zz""#, ""),
        // numbers, also as text
        ("integer", number, "-5", ""),
        ("integer", number, r#""200""#, ""),
        ("integer", number, "-6", "Enter -5 or more."),
        ("integer", number, r#""201""#, "Enter 200 or less."),
        ("string", number, r#""2.5""#, "Enter a whole number."),
        ("string", number, r#""two""#, "Enter a number."),
        ("real", free, "-1000.5", ""),
        ("integer", from_zero, "-1", "Enter 0 or more."),
        ("integer", from_zero, "0", ""),
        // files: checked against the data of the uploaded file
        ("file", files, r#"{"filename":"a.PNG","size":2048}"#, ""),
        ("file", files, r#"[{"filename":"a.jpg"}]"#, ""),
        ("file", files, r#"[{"filename":"a.png"},{"filename":"a.pdf"}]"#, "Choose a file of this type: png, .JPG."),
        ("file", files, r#"{"filename":"apng"}"#, "Choose a file of this type: png, .JPG."),
        ("file", files, r#"{"filename":"a.png","size":2049}"#, "Choose a file of at most 2 KB."),
        ("file", files, r#"{"downloadLink":"x"}"#, ""),
        ("file", r#""checkingFilesValidator":{"maxUnits":"parsec","maxValue":1}"#, r#"{"size":99}"#, ""),
        ("image", pixels, r#"{"width":500,"height":400}"#, ""),
        ("image", pixels, r#"{"width":500,"height":401}"#, "Choose an image of at most 500 × 400 pixels."),
        ("image", pixels, r#"{"filename":"a"}"#, ""),
        (
            "image",
            pixels,
            r#"[{"width":1,"height":1},{"width":501,"height":1}]"#,
            "Choose an image of at most 500 × 400 pixels.",
        ),
        // a default is for the page to fill in; unknown validators are ignored
        (
            "string",
            r#""defaultValueValidator":{"fieldDefaultValue":"x","fieldDefaultValue2":"","customErrorText":"c"}"#,
            "absent",
            "",
        ),
        ("string", r#""laterValidator":{"strict":true}"#, r#""a""#, ""),
        ("string", "", r#""a""#, ""),
    ] {
        assert_eq!(message_for(kind, "", validators, value), expected, "{kind} {validators} {value}");
    }
    let long = "1".repeat(1_001);
    assert_eq!(
        message_for("string", "", digits, &format!(r#""{long}a""#)),
        "",
        "a text that is too long to match is left to the server"
    );
}

#[test]
fn every_value_format() {
    let date = r#"{"fullDate":"2026-09-03T00:00:00.000Z","formattedValue":"03-09-2026","formatString":"DD-MM-YYYY"}"#;
    for (kind, good, bad) in [
        ("string", vec![r#""text""#, r#""""#], vec!["5", "[]", "{}", "true", "null"]),
        ("integer", vec!["5", r#""5""#, "5.0"], vec![r#""a""#, "4.5", "[5]", r#""""#]),
        ("float", vec!["4.5", r#""4.5""#, "-1e3"], vec![r#""4,5""#, r#""a""#, "true"]),
        ("real", vec!["4.5", r#""-4.5""#], vec![r#""1.2.3""#]),
        ("list", vec![r#"["courier"]"#, r#"["courier","pickup"]"#], vec![r#""courier""#, "[]", "[5]", r#""""#]),
        ("radioButton", vec![r#"["courier"]"#], vec![r#""courier""#]),
        ("entity", vec!["[40]", r#"["40"]"#, r#"["p-10-146"]"#, "[0]"], vec!["40", "[]", r#"[""]"#, "[null]", r#""""#]),
        (
            "timeInterval",
            vec![
                r#"[["2026-09-03T09:00:00.000Z","2026-09-03T11:00:00.000Z"]]"#,
                r#"[["2026-09-03T09:00Z","2026-09-03T09:00Z"]]"#,
            ],
            vec![
                "[]",
                r#"["2026-09-03T09:00:00.000Z","2026-09-03T11:00:00.000Z"]"#,
                r#"[["2026-09-03T09:00:00.000Z"]]"#,
                r#"[["2026-09-03T11:00:00.000Z","2026-09-03T09:00:00.000Z"]]"#,
                // not in UTC
                r#"[["2026-09-03T09:00:00.000","2026-09-03T11:00:00.000"]]"#,
                r#"[["2026-13-03T09:00:00.000Z","2026-13-03T11:00:00.000Z"]]"#,
                r#"[["2026-09-03 09:00","2026-09-03 11:00"]]"#,
                r#"[["2026-09-03T09:00:0Z","2026-09-03T09:00:0Z"]]"#,
                r#"[["2026-09-03T09:00:00.Z","2026-09-03T09:00:00.Z"]]"#,
            ],
        ),
        ("date", vec![date], vec![r#""2026-09-03""#, r#"{"fullDate":"2026-09-03T00:00:00.000Z"}"#, r#""""#, "{}"]),
        ("dateTime", vec![date], vec![r#"{"fullDate":"x","formattedValue":"a","formatString":"b"}"#]),
        ("time", vec![date], vec![r#""14:30""#]),
        (
            "text",
            vec![r#"[{"plainValue":"a"}]"#, r#"[{"htmlValue":"<p>a</p>"}]"#, r#"[{"mdValue":"a"}]"#],
            vec![r#""a""#, "[{}]", r#"[{"plainValue":"a","mdValue":"a"}]"#, r#"{"plainValue":"a"}"#, "[]"],
        ),
        ("textWithHeader", vec![r#"[{"plainValue":"a"}]"#], vec![r#""a""#]),
        ("file", vec![r#"{"filename":"a"}"#, r#"[{"filename":"a"}]"#], vec![r#""a""#, "[]", r#"["a"]"#]),
        ("image", vec![r#"{"filename":"a"}"#], vec![r#""a""#]),
        ("groupOfImages", vec![r#"[{"filename":"a"},{"filename":"b"}]"#], vec!["7"]),
        // types without a documented format accept anything
        ("json", vec!["7", r#"{"a":1}"#, r#""a""#], vec![]),
        ("later", vec!["7"], vec![]),
    ] {
        for value in good {
            assert_eq!(message_for(kind, "", "", value), "", "{kind} {value}");
        }
        for value in bad {
            let text = message_for(kind, "", "", value);
            assert!(
                [SHAPE, "Enter a number.", "Enter a whole number."].contains(&text.as_str()),
                "{kind} {value}: {text}"
            );
        }
    }
}

#[test]
fn lists_accept_only_their_options() {
    let options = r#","listTitles":[{"title":"Courier","value":"courier","position":2},{"title":"Pick-up","value":"pickup","position":1}]"#;
    assert_eq!(message_for("list", options, "", r#"["pickup","courier"]"#), "");
    assert_eq!(message_for("list", options, "", r#"["pigeon"]"#), "Choose one of the listed options.");
    assert_eq!(message_for("radioButton", options, "", r#"["Courier"]"#), "Choose one of the listed options.");
    // A list without options is a gap in the project's settings, not a wrong choice.
    assert_eq!(message_for("list", r#","listTitles":[]"#, "", r#"["pickup"]"#), "");
    assert_eq!(
        message_for("list", r#","listTitles":{"en_US":[{"value":"a"}]}"#, "", r#"["b"]"#),
        "Choose one of the listed options."
    );
}

#[test]
fn a_captcha_field_is_always_required() {
    let robot = "Please confirm that you are not a robot.";
    assert_eq!(message_for("spam", "", "", "absent"), robot);
    assert_eq!(message_for("spam", "", "", r#""token""#), robot);
    assert_eq!(message_for("spam", "", "", r#"{"event":{"token":"t","siteKey":""}}"#), robot);
    assert_eq!(message_for("spam", "", "", r#"{"event":{"token":"t","siteKey":"k"}}"#), "");
    assert_eq!(message_for("button", "", REQUIRED, "absent"), "");
}

#[test]
fn problems_are_listed_in_the_forms_order_and_unknown_fields_come_last() {
    let form = form(
        r#"{"marker":"b","type":"string","position":2,"isVisible":false,"validators":{"requiredValidator":{}}},
           {"marker":"a","type":"string","position":1,"validators":{"requiredValidator":{}}},
           {"marker":"c","type":"string","position":3}"#,
    );
    let field = |marker: &str, kind: &str| format!(r#"{{"marker":"{marker}","type":"{kind}","value":"x"}}"#);
    let markers = |values: &str| -> Vec<String> {
        form.check(values, Language::English).into_iter().map(|(marker, _)| marker).collect()
    };
    // Hidden fields are also required.
    assert_eq!(markers("[]"), ["a", "b"]);
    assert_eq!(markers(&format!("[{},{}]", field("b", "string"), field("a", "string"))), [""; 0]);
    assert_eq!(markers(&format!("[{},{}]", field("price", "string"), field("a", "string"))), ["b", "price"]);
    // A type that differs from the form's; then values as a single field, and keyed by locale.
    assert_eq!(markers(&format!("[{},{},{}]", field("a", "string"), field("b", "string"), field("c", "text"))), ["c"]);
    assert_eq!(markers(&field("a", "string")), ["b"]);
    assert_eq!(
        markers(&format!(r#"{{"en_US":[{}],"es_ES":[{}]}}"#, field("a", "string"), field("b", "string"))),
        [""; 0]
    );
}

#[test]
fn messages_are_in_the_shoppers_language() {
    let form = form(r#"{"marker":"m","type":"string","validators":{"stringInspectionValidator":{"stringMin":3}}}"#);
    let text = |language| form.check(r#"[{"marker":"m","type":"string","value":"a"}]"#, language)[0].1[0].clone();
    assert_eq!(text(Language::English), "Enter at least 3 characters.");
    assert_eq!(text(Language::Spanish), "Escribe al menos 3 caracteres.");
    assert_eq!(text(Language::Portuguese), "Digite pelo menos 3 caracteres.");
}

#[test]
fn an_invalid_form_or_value_list_is_a_programming_error() {
    let form = form("");
    for values in ["7", r#""a""#, "null", "[7]", r#"{"en_US":7}"#] {
        assert!(form.misuse(values), "{values}");
    }
    let none = json::parse("{}").unwrap();
    assert!(check(&none, &none, Language::English, &matches).is_err());
}
