//! Values by number: JavaScript holds a number instead of an object, so that a wasm instance can end or be replaced
//! without a finaliser freeing memory that no longer exists.

use std::cell::RefCell;

/// The values.
#[derive(Debug)]
pub struct Numbered<T>(RefCell<Vec<Slot<T>>>);

#[derive(Debug)]
enum Slot<T> {
    /// The number may be reused.
    Free,
    /// Temporarily taken out; the number stays reserved.
    Out,
    In(T),
}

impl<T> Numbered<T> {
    /// No values yet.
    pub const fn empty() -> Numbered<T> {
        Numbered(RefCell::new(Vec::new()))
    }

    /// Adds a value. Returns its number.
    pub fn add(&self, one: T) -> u32 {
        let mut slots = self.0.borrow_mut();
        let free = slots.iter_mut().enumerate().find(|(_, slot)| matches!(slot, Slot::Free));
        if let Some((number, slot)) = free {
            *slot = Slot::In(one);
            return number as u32;
        }
        slots.push(Slot::In(one));
        slots.len() as u32 - 1
    }

    fn replace(&self, number: u32, fits: fn(&Slot<T>) -> bool, with: Slot<T>) -> Option<T> {
        let mut slots = self.0.borrow_mut();
        match std::mem::replace(slots.get_mut(number as usize).filter(|slot| fits(slot))?, with) {
            Slot::In(one) => Some(one),
            Slot::Free | Slot::Out => None,
        }
    }

    /// Takes a value out and keeps its number reserved.
    pub fn take(&self, number: u32) -> Option<T> {
        self.replace(number, |slot| matches!(slot, Slot::In(_)), Slot::Out)
    }

    /// Puts a value back, unless it was removed meanwhile.
    pub fn put(&self, number: u32, one: T) {
        self.replace(number, |slot| matches!(slot, Slot::Out), Slot::In(one));
    }

    /// Frees the number of a value that was taken out, unless it was removed meanwhile and the number has a new value.
    pub fn free(&self, number: u32) {
        self.replace(number, |slot| matches!(slot, Slot::Out), Slot::Free);
    }

    /// Removes a value and frees its number.
    pub fn remove(&self, number: u32) -> Option<T> {
        self.replace(number, |_| true, Slot::Free)
    }
}

impl<T: Clone> Numbered<T> {
    /// A copy of the value.
    pub fn get(&self, number: u32) -> Option<T> {
        match self.0.borrow().get(number as usize)? {
            Slot::In(one) => Some(one.clone()),
            Slot::Free | Slot::Out => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_reused_only_after_its_value_was_removed() {
        let slots = Numbered::empty();
        assert_eq!((slots.add("a"), slots.add("b")), (0, 1));
        assert_eq!(slots.take(0), Some("a"));
        assert_eq!((slots.get(0), slots.take(0)), (None, None));
        assert_eq!(slots.add("c"), 2);
        slots.put(0, "d");
        assert_eq!((slots.get(0), slots.remove(0), slots.remove(0)), (Some("d"), Some("d"), None));
        assert_eq!((slots.take(0), slots.add("e")), (None, 0));
        assert_eq!((slots.get(9), slots.remove(9)), (None, None));
    }

    #[test]
    fn a_value_that_was_removed_while_it_was_out_is_not_put_back() {
        let slots = Numbered::empty();
        assert_eq!((slots.add("a"), slots.take(0), slots.remove(0)), (0, Some("a"), None));
        slots.put(0, "a");
        assert_eq!((slots.get(0), slots.add("b")), (None, 0));
        slots.put(0, "a");
        slots.free(0);
        assert_eq!((slots.get(0), slots.take(0)), (Some("b"), Some("b")));
        slots.free(0);
        assert_eq!(slots.add("c"), 0);
    }
}
