//! Large reports yield to the page: how often a flow lets other work run, and which reports are never interrupted.

use std::rc::Rc;

use crate::recorder::{Command, Event, Facts, Flow};
use order_bridge::domain::data::Data;
use order_bridge::domain::http::Answer;
use order_bridge::domain::json;
use order_bridge::domain::ocular::OcularConfig;
use order_bridge::domain::ocular::delivery::Kind;
use order_bridge::domain::ocular::track::{Tracked, track};
use order_bridge::domain::packed::Packed;
use order_bridge::domain::url::UrlParts;

fn config() -> Rc<OcularConfig> {
    let parse_url = |text: &str| {
        let (protocol, rest) = text.split_once("//")?;
        let hostname = rest.split('/').next()?.into();
        Some(UrlParts { href: text.into(), protocol: protocol.into(), hostname, ..UrlParts::default() })
    };
    Rc::new(OcularConfig::read(&json::parse("null").unwrap(), parse_url).unwrap())
}

/// The names of the commands that a call issues, and its result.
fn commands(params: &str) -> (Vec<String>, Tracked) {
    let params = Packed::of(&json::parse(params).unwrap());
    run(Flow::new(|io| track(io, config(), Kind::Order, Some(params))), None)
}

/// The same for a call whose parameters the shell has only copied; `Command::Pack` then returns `text`.
fn commands_of_copy(text: Option<String>) -> (Vec<String>, Tracked) {
    run(Flow::new(|io| track(io, config(), Kind::Order, None)), text)
}

fn run(mut flow: Flow<Tracked>, copied: Option<String>) -> (Vec<String>, Tracked) {
    let (mut facts, mut events, mut seen) = (Facts::default(), Vec::new(), Vec::new());
    loop {
        let progress = flow.resume(&mut facts, std::mem::take(&mut events));
        for (ticket, command) in progress.commands {
            seen.push(format!("{command:?}").chars().take_while(char::is_ascii_alphabetic).collect());
            let event = match command {
                Command::Turn
                | Command::Wake
                | Command::Unlock(_)
                | Command::DeleteRow(_)
                | Command::OcularSessions => Event::Done,
                Command::Pack => Event::Text(copied.clone()),
                Command::Lock { .. } | Command::PutRow(..) => Event::Flag(true),
                Command::Rows(_) => Event::Rows(Vec::new()),
                Command::Send(_) => Event::Exchange(Ok(Answer {
                    status: 200,
                    text: r#"{"statusCode":0,"message":"Success"}"#.into(),
                    retry_after: None,
                })),
                other => panic!("unexpected command: {other:?}"),
            };
            events.extend((ticket > 0).then_some((ticket, event)));
        }
        if let Some(tracked) = progress.result {
            return (seen, tracked);
        }
    }
}

fn order(more: &str, items: usize, price: &str) -> String {
    let item = format!(r#"{{"name":"{}","quantity":1,"price":{price},"currency":"CLP"}}"#, "a".repeat(60));
    format!(r#"{{{more}"items":[{}]}}"#, vec![item; items].join(","))
}

fn wrong_fields(tracked: &Tracked) -> usize {
    match tracked.response.to_data().get("detail") {
        Some(Data::Map(fields)) => fields.len(),
        other => panic!("{other:?}"),
    }
}

fn turns(seen: &[String]) -> usize {
    seen.iter().filter(|command| *command == "Turn").count()
}

#[test]
fn a_large_report_is_checked_in_slices_and_sent_in_a_separate_turn() {
    let (seen, tracked) = commands(&order("", 1_000, "1"));
    assert_eq!(tracked.response.status_code, 0);
    // One turn before the first item, one after each 250 items, one before the request.
    assert_eq!(turns(&seen), 1 + 4 + 1);
    assert_eq!(turns(&commands(&order("", 10_000, "1")).0), 1 + 40 + 1);
    let (seen, tracked) = commands(&order("", 1_000, "-1"));
    // Nothing is sent. The video attention was read before the first turn: it is the one at the time of the call.
    assert_eq!((turns(&seen), seen.len(), seen[0].as_str()), (5, 6, "OcularSessions"));
    assert_eq!(wrong_fields(&tracked), 1_000);
}

#[test]
fn a_copied_report_takes_the_video_attention_of_its_call_and_is_packed_checked_and_sent_in_turns() {
    let packed = |price: &str| {
        let item = format!(r#"[1,"Crema",1,{price},"CLP"]"#);
        let items = vec![item; 1_000].join(",");
        Some(format!(r#"[[["items"],["name","quantity","price","currency"]],[0,[-1,{items}]]]"#))
    };
    let (seen, tracked) = commands_of_copy(packed("1"));
    assert_eq!(tracked.response.status_code, 0);
    assert_eq!((seen[0].as_str(), seen[1].as_str(), turns(&seen)), ("OcularSessions", "Pack", 1 + 4 + 1));
    assert_eq!(seen.iter().filter(|command| *command == "Send").count(), 1);

    let (seen, tracked) = commands_of_copy(packed("-1"));
    assert_eq!((turns(&seen), seen.len()), (5, 7));
    assert_eq!(wrong_fields(&tracked), 1_000);

    // Parameters that could not be packed are invalid.
    for nothing in [None, Some(String::new())] {
        let (seen, tracked) = commands_of_copy(nothing);
        assert!(!seen.contains(&"Send".to_owned()));
        assert_eq!(wrong_fields(&tracked), 1);
    }
}

#[test]
fn small_reports_lists_and_reports_with_an_external_id_are_not_interrupted() {
    for params in
        [order("", 200, "1"), order(r#""external_id":"A","#, 1_000, "1"), format!("[{}]", order("", 1_000, "1"))]
    {
        let (seen, tracked) = commands(&params);
        assert_eq!((turns(&seen), tracked.response.status_code), (0, 0), "{}", params.len());
    }
}
