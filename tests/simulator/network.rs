//! The network: takes requests to their service and back, late, lost or answered by a third party.

use super::recorder::{Event, Ticket};
use order_bridge::domain::http::{Answer, Exchange, Fault as HttpFault, Method, Request};

use super::faults::{Back, Fault, Way};
use super::mutants::Mutant;
use super::ocular::{Ocular, Widget};
use super::plan::Route;
use super::tab::{FlowId, Task};
use super::world::{Happening, World};

/// The shell's own time limit for one request, in milliseconds.
const LIMIT_MS: u32 = 10_000;

/// A request that has left the page.
#[derive(Debug, Clone)]
pub struct Flight {
    pub seat: FlowId,
    pub ticket: Ticket,
    pub request: Request,
    pub door: Route,
    pub way: Way,
    pub call: Option<usize>,
    pub sent_at: u64,
    pub arrived: bool,
    pub dropped: bool,
}

pub fn door_of(request: &Request) -> Route {
    let path = request.url.split('?').next().unwrap();
    let last = path.rsplit('/').next().unwrap();
    match (request.method, last) {
        _ if path.contains("/sessions/") && path.ends_with("/order") => Route::Ocular,
        _ if path.contains("/forms/") => Route::Form,
        _ if path.ends_with("/payments/accounts") => Route::Accounts,
        _ if path.contains("/users-auth-providers/") => Route::SignIn,
        _ if last == "preview" => Route::Preview,
        (Method::Post, "orders") => Route::Order,
        (Method::Get, _) if path.contains("/orders-storage/") => Route::Orders,
        (Method::Post, "sessions") => Route::OpenSession,
        (Method::Put, _) => Route::UpdateSession,
        _ => Route::ReadSession,
    }
}

impl World {
    fn latency(&mut self) -> u64 {
        let (least, most) = self.plan.latency;
        self.dice.between(least, most)
    }

    /// What will happen to a request on the network and at its service.
    fn way(&mut self, door: Route) -> (Way, Option<Fault>) {
        let now = self.clock.now;
        let waiting = self.plan.armed.iter_mut().find(|armed| {
            armed.left > 0 && (armed.from..armed.until).contains(&now) && armed.door.is_none_or(|only| only == door)
        });
        match waiting {
            Some(armed) => {
                armed.left -= 1;
                let fault = armed.fault;
                self.struck += 1;
                self.last_fault = now;
                (Way::of(fault, &mut self.dice), Some(fault))
            }
            None => (Way::usual(), None),
        }
    }

    /// Sends a request.
    pub fn send(&mut self, seat: FlowId, ticket: Ticket, request: Request, errand: Task) {
        let door = door_of(&request);
        let number = self.flights.len();
        let call = if let Task::Call(call) = errand { Some(call) } else { None };
        if door == Route::Order {
            match call {
                Some(call) => self.calls[call].posts.push(number),
                None => self.violate(super::history::Rule::SecondOrder, || format!("{errand:?} sends an order")),
            }
        }
        let limit = request.limit_ms.unwrap_or(LIMIT_MS).min(LIMIT_MS);
        if self.plan.mutant != Some(Mutant::NoLimit) {
            let late: Exchange = Err(HttpFault::TimedOut);
            self.plan_in(u64::from(limit), Happening::Answer(seat, ticket, Event::Exchange(late)));
        }
        if self.offline {
            self.history.note(self.clock.now, || format!("tab {}: {request:?} while offline", seat.tab));
            self.last_fault = self.clock.now;
            let dead = Way { acts: false, late_ms: 0, at_once: true, back: Back::Fault(HttpFault::Network) };
            let sent_at = self.clock.now;
            self.flights.push(Flight {
                seat,
                ticket,
                request,
                door,
                way: dead,
                call,
                sent_at,
                arrived: true,
                dropped: true,
            });
            self.network_fault(seat, ticket, 2);
            return;
        }
        let (way, fault) = self.way(door);
        self.history.note(self.clock.now, || {
            let struck = fault.map_or(String::new(), |fault| {
                format!(" meets: {}{}", fault.name(), if way.acts { "" } else { " (the service does not act)" })
            });
            format!("tab {}: {request:?} #{number}{struck}", seat.tab)
        });
        let there = self.latency() + way.late_ms;
        if way.at_once {
            self.network_fault(seat, ticket, 3);
        }
        let sent_at = self.clock.now;
        self.flights.push(Flight { seat, ticket, request, door, way, call, sent_at, arrived: false, dropped: false });
        self.plan_in(there, Happening::Arrive(number));
    }

    /// A request reaches its service, or what answers in its place.
    pub fn arrive(&mut self, number: usize) {
        let flight = &mut self.flights[number];
        if std::mem::replace(&mut flight.arrived, true) || flight.dropped {
            return;
        }
        let (seat, ticket, door, call) = (flight.seat, flight.ticket, flight.door, flight.call);
        let (request, way) = (flight.request.clone(), flight.way.clone());
        let answer = match (way.acts, door) {
            (false, _) => None,
            (true, Route::Ocular) => {
                let session = request.url.split("/sessions/").nth(1).unwrap().split('/').next().unwrap();
                self.ocular.take(session, request.body.as_deref().unwrap());
                Some(Answer { status: 200, text: Ocular::SUCCESS.to_owned(), retry_after: None })
            }
            (true, _) => {
                let orders = self.server.orders.len();
                self.server.sent_at = self.flights[number].sent_at;
                let answer = self.server.take(&request, self.clock.now, call);
                if let Some(order) = self.server.orders.get(orders) {
                    let (id, cart) = (order.id, order.cart);
                    self.history.note(self.clock.now, || format!("OneEntry: order {id} of cart {cart} by #{number}"));
                }
                Some(answer)
            }
        };
        if way.late_ms > 0 {
            self.last_fault = self.last_fault.max(self.clock.now);
        }
        let exchange = match (&way.back, answer) {
            (Back::Whole, Some(answer)) => Ok(answer),
            (Back::Whole, None) | (Back::Nothing, _) => return,
            (Back::Fault(fault), _) => Err(*fault),
            (Back::Instead(status, text, retry_after), _) => {
                Ok(Answer { status: *status, text: (*text).to_owned(), retry_after: retry_after.clone() })
            }
            (Back::Cut { noticed: true }, answer) => Err(HttpFault::BrokenOff(answer.map_or(200, |it| it.status))),
            (Back::Cut { .. }, answer) => answer.map_or(Err(HttpFault::Network), |mut answer| {
                let half = answer.text.chars().count() / 2;
                answer.text = answer.text.chars().take(half).collect();
                Ok(answer)
            }),
            (Back::Garbled, answer) => answer.map_or(Err(HttpFault::Network), |mut answer| {
                answer.text = answer.text.replace(':', "=").replace('"', "'");
                Ok(answer)
            }),
        };
        if door == Route::Ocular && exchange.as_ref().is_ok_and(is_final_no) {
            self.ocular.refused.push(request.body.clone().unwrap());
        }
        let exchange = self.changed_by_mutant(seat, ticket, &request, number, exchange);
        let Some(exchange) = exchange else { return };
        let back = self.latency();
        self.plan_in(back, Happening::Answer(seat, ticket, Event::Exchange(exchange)));
    }

    /// The vendor's object is called.
    pub fn call_widget(&mut self, seat: FlowId, ticket: Ticket, body: String, limit_ms: Option<u32>) {
        let limit_ms = limit_ms.unwrap_or(LIMIT_MS).min(LIMIT_MS);
        let how = self.ocular.widget;
        self.history.note(self.clock.now, || format!("tab {}: the widget is {how:?}", seat.tab));
        let takes = match how {
            Widget::Present | Widget::Throwing => true,
            Widget::Silent | Widget::Failing => self.dice.chance(50),
            Widget::Absent | Widget::Broken => false,
        };
        if takes {
            self.ocular.take("widget", &body);
        }
        let answer = |text: &str| Ok(Answer { status: 200, text: text.to_owned(), retry_after: None });
        let (ms, exchange): (u64, Exchange) = match how {
            Widget::Present => (20, answer(if self.dice.chance(50) { Ocular::SUCCESS } else { "" })),
            Widget::Absent => (u64::from(limit_ms), Err(HttpFault::NoWidget)),
            Widget::Throwing | Widget::Broken => (5, Err(HttpFault::WidgetFailed)),
            Widget::Silent => (u64::from(limit_ms), Err(HttpFault::TimedOut)),
            Widget::Failing => (20, answer(Ocular::FAILURE)),
        };
        self.plan_in(ms, Happening::Answer(seat, ticket, Event::Exchange(exchange)));
    }
}

/// Whether an answer is a refusal that another delivery cannot change.
fn is_final_no(answer: &Answer) -> bool {
    (400..500).contains(&answer.status) && !matches!(answer.status, 408 | 425 | 429)
}
