//! Payment sessions being opened, and the calls that open them: opening a second one would cancel the first.

use std::cell::RefCell;

/// The numbers of the calls, by [`super::WantedSession::key`].
#[derive(Debug, Default)]
pub struct Opening(RefCell<Vec<(String, u32)>>);

impl Opening {
    /// The running call that opens this session.
    pub fn call(&self, key: &str) -> Option<u32> {
        self.0.borrow().iter().find(|(known, _)| known == key).map(|(_, number)| *number)
    }

    /// A call has begun to open this session.
    pub fn begin(&self, key: String, call: u32) {
        self.0.borrow_mut().push((key, call));
    }

    /// The call has ended.
    pub fn end(&self, key: &str) {
        self.0.borrow_mut().retain(|(known, _)| known != key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_opened_by_one_call_at_a_time() {
        let opening = Opening::default();
        opening.begin("90session".into(), 7);
        opening.begin("91session".into(), 8);
        assert_eq!((opening.call("90session"), opening.call("90intent")), (Some(7), None));
        opening.end("90session");
        assert_eq!((opening.call("90session"), opening.call("91session")), (None, Some(8)));
    }
}
