//! Ocular as a server, which creates or edits orders by number and session, and the vendor's object on a page.

use serde_json::Value;

/// One order as Ocular has it.
#[derive(Debug, Clone)]
pub struct Reported {
    pub session: String,
    pub external_id: String,
    pub body: String,
    /// How often it was reported.
    pub times: u32,
}

/// How the vendor's object behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Widget {
    Present,
    Absent,
    /// Takes the call, then throws.
    Throwing,
    /// Throws before it has done anything.
    Broken,
    /// May take the call, but never answers.
    Silent,
    /// Answers in its own format that it failed.
    Failing,
}

#[derive(Debug)]
pub struct Ocular {
    pub orders: Vec<Reported>,
    pub widget: Widget,
    /// Bodies of reports whose refusal reached the page; these are not sent again.
    pub refused: Vec<String>,
}

impl Default for Ocular {
    fn default() -> Ocular {
        Ocular { orders: Vec::new(), widget: Widget::Present, refused: Vec::new() }
    }
}

impl Ocular {
    pub const SUCCESS: &'static str = r#"{"statusCode":0,"message":"Success"}"#;
    pub const FAILURE: &'static str = r#"{"statusCode":1,"message":"Error 500 - Internal server error"}"#;

    /// `setBuyOrder`: creates an order, or edits the one with the same number.
    pub fn take(&mut self, session: &str, body: &str) {
        let parsed: Value = serde_json::from_str(body).unwrap();
        let external_id = parsed["external_id"].as_str().unwrap_or_default().to_owned();
        assert!(parsed["items"].as_array().is_some_and(|items| !items.is_empty()), "a report without items");
        let known = self.orders.iter_mut().find(|order| order.session == session && order.external_id == external_id);
        match known {
            Some(order) => {
                order.body = body.to_owned();
                order.times += 1;
            }
            None => {
                self.orders.push(Reported { session: session.to_owned(), external_id, body: body.to_owned(), times: 1 })
            }
        }
    }
}
