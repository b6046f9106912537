//! The largest answer that a page reads, 4 MiB, in the shapes that take a parser longest: it must not hang on any.

use std::time::{Duration, Instant};

use order_bridge_fuzz::target;

const LARGEST: usize = 4 * 1024 * 1024;
/// Far more than the half second that each case takes; with nested loops it would take hours.
const LIMIT: Duration = Duration::from_secs(20);

fn in_time(name: &str, before: &str, element: impl Fn(usize) -> String, after: &str) {
    let mut input = before.to_owned();
    for count in 0.. {
        let element = element(count);
        if input.len() + element.len() + after.len() >= LARGEST {
            break;
        }
        if count > 0 {
            input.push(',');
        }
        input.push_str(&element);
    }
    input.push_str(after);
    let began = Instant::now();
    (target(name).expect("a target").run)(input.as_bytes());
    let took = began.elapsed();
    println!("{name}: {} bytes of {}… in {} ms", input.len(), &before[..before.len().min(40)], took.as_millis());
    assert!(took < LIMIT, "{name} took {took:?} for {before}");
}

#[test]
fn forms_with_very_many_fields() {
    use order_bridge::domain::http::Answer;
    use order_bridge::domain::oneentry::forms::read::read;
    for (element, after) in [("{}", "]}"), (r#"{"marker":"m"}"#, "]}")] {
        for rising in [true, false] {
            let count = LARGEST / 32;
            let one = |at: usize| match element {
                "{}" => format!(r#"{{"position":{}}}"#, if rising { at } else { count - at }),
                _ => format!(r#"{{"marker":"m","position":{}}}"#, if rising { at } else { count - at }),
            };
            let list: Vec<String> = (0..count).map(one).collect();
            let text = format!(r#"{{"identifier":"f","attributes":[{}{after}"#, list.join(","));
            let began = Instant::now();
            assert!(read(&Answer { status: 200, text, retry_after: None }, "en_US").is_some());
            assert!(began.elapsed() < LIMIT, "{element} rising {rising}: {:?}", began.elapsed());
        }
    }
}

#[test]
fn refusals_with_very_many_names() {
    let named = |at: usize| format!(r#""missing or incorrect: a{at}""#);
    in_time("answers", "400\n{\"statusCode\":400,\"message\":[", named, "]}");
}

#[test]
fn lists_with_very_many_orders_sessions_and_accounts() {
    in_time("answers", "200\n{\"items\":[", |at| format!(r#"{{"id":{at}}}"#), "],\"total\":1}");
    in_time("answers", "200\n[", |at| format!(r#"{{"id":{},"status":"waiting"}}"#, at + 1), "]");
    in_time("answers", "200\n[", |at| format!(r#"{{"id":{at},"identifier":"a"}}"#), "]");
}

#[test]
fn details_with_very_many_fields() {
    in_time("ocular", "422\n\n{\"errors\":{", |at| format!(r#""f{at}":["is required."]"#), "}}");
}

#[test]
fn very_long_texts_and_numbers() {
    in_time("json", "[", |_| "\"\\u00e9\\\\\"".to_owned(), "]");
    in_time("json", "[1", |_| "1".repeat(4000), "]");
    let deep = "[".repeat(LARGEST);
    (target("json").expect("a target").run)(deep.as_bytes());
}
