//! Storage that outlives a tab: records (IndexedDB) and a few texts (localStorage). It can be full, closed, damaged or
//! emptied.

use std::collections::BTreeMap;

use super::dice::Dice;

/// Key prefix of ledger records.
pub const LEDGER: &str = "ledger/";
/// Key prefix of outbox records.
pub const OUTBOX: &str = "outbox/";

/// A storage failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// There is no space left: records stay in the page's memory.
    Full,
    /// The browser neither stores nor returns anything.
    Closed,
    /// The records are there, but their texts are corrupt.
    Damaged,
    /// Everything was deleted at once.
    Emptied,
}

#[derive(Debug, Default)]
pub struct Storage {
    pub rows: BTreeMap<String, String>,
    pub texts: BTreeMap<String, String>,
    pub trouble: Option<Trouble>,
    /// How many ledger records were lost or never stored. The library cannot know about their orders.
    pub ledger_lost: u32,
    /// The same for reports.
    pub outbox_lost: u32,
}

impl Storage {
    pub fn is_writable(&self) -> bool {
        !matches!(self.trouble, Some(Trouble::Full | Trouble::Closed))
    }

    pub fn is_readable(&self) -> bool {
        self.trouble != Some(Trouble::Closed)
    }

    pub fn rows(&self, prefix: &str) -> Vec<(String, String)> {
        let from = self.rows.range(prefix.to_owned()..);
        from.take_while(|(key, _)| key.starts_with(prefix)).map(|(key, text)| (key.clone(), text.clone())).collect()
    }

    /// A failure begins.
    pub fn strike(&mut self, trouble: Trouble, dice: &mut Dice) {
        self.trouble = Some(trouble);
        match trouble {
            Trouble::Full => {}
            Trouble::Closed => self.record_lost(),
            Trouble::Damaged => {
                self.record_lost();
                for text in self.rows.values_mut() {
                    *text = match dice.below(4) {
                        0 => String::new(),
                        1 => text.chars().take(text.len() / 2).collect(),
                        2 => "[]".to_owned(),
                        _ => text.replace(':', ";"),
                    };
                }
                self.texts.values_mut().for_each(|text| *text = "\u{fffd}".to_owned());
                self.trouble = None;
            }
            Trouble::Emptied => {
                self.record_lost();
                self.rows.clear();
                self.texts.clear();
                self.trouble = None;
            }
        }
    }

    fn record_lost(&mut self) {
        let count = |prefix: &str| u32::try_from(self.rows.keys().filter(|key| key.starts_with(prefix)).count());
        self.ledger_lost += count(LEDGER).unwrap();
        self.outbox_lost += count(OUTBOX).unwrap();
    }

    /// Counts a record that is only in the page's memory.
    pub fn record_unsaved(&mut self, key: &str) {
        if key.starts_with(LEDGER) {
            self.ledger_lost += 1;
        } else {
            self.outbox_lost += 1;
        }
    }
}
