//! Violations by field, in the order in which they were found.

use super::rule::Rule;
use crate::domain::json::{self, List, Object};
use crate::domain::language::Language;
use crate::domain::text::concat;

/// Texts by field path, in the order of the rules' tables. Empty if there are no violations.
pub type Detail = Vec<(String, Vec<String>)>;

/// A detail as JSON text.
pub fn to_json(detail: &Detail) -> String {
    let mut out = String::new();
    let mut object = Object::open(&mut out);
    for (path, texts) in detail {
        let mut list = List::open(object.key(path));
        for text in texts {
            json::write_text(list.item(), text);
        }
        list.close();
    }
    object.close();
    out
}

/// Space for the text of nearly every rule.
const LONGEST_RULE: usize = 48;

/// The violations and the unknown properties of one call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    violations: Vec<(String, Rule)>,
    unknown: Vec<String>,
}

impl Report {
    /// Records a violation of the field at `path`.
    pub fn add(&mut self, path: String, rule: Rule) {
        self.violations.push((path, rule));
    }

    /// Records a property that is not part of the documented object. It is not sent.
    pub fn add_unknown(&mut self, path: String) {
        self.unknown.push(path);
    }

    /// A position for [`Report::rollback`].
    pub fn mark(&self) -> (usize, usize) {
        (self.violations.len(), self.unknown.len())
    }

    /// Removes everything that was added since that position.
    pub fn rollback(&mut self, (violations, unknown): (usize, usize)) {
        self.violations.truncate(violations);
        self.unknown.truncate(unknown);
    }

    /// Whether there are no violations. Unknown properties are not violations.
    pub fn is_valid(&self) -> bool {
        self.violations.is_empty()
    }

    /// Paths of unknown properties.
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// The result of a check as JSON text: `{valid, detail}` and one more property, whose value is JSON.
    pub fn to_json(&self, prefix: &str, key: &str, json: &str) -> String {
        let mut text = String::new();
        let mut object = Object::open(&mut text);
        object.bool("valid", self.is_valid()).raw("detail", &self.detail_json(prefix)).raw(key, json);
        object.close();
        text
    }

    /// The report as callers receive it. Each text is `prefix`, the path, a space and the rule's text.
    pub fn detail(&self, prefix: &str) -> Detail {
        let mut detail = Detail::new();
        for (path, rule) in &self.violations {
            let mut text = concat(&[prefix, path, " "]);
            rule.write(&mut text);
            // Violations of one field are found consecutively.
            match detail.last_mut() {
                Some((last, texts)) if last == path => texts.push(text),
                _ => detail.push((path.clone(), vec![text])),
            }
        }
        detail
    }

    /// The detail as JSON text, without building the detail first: a report may have many thousands of texts.
    pub fn detail_json(&self, prefix: &str) -> String {
        self.json(prefix, None)
    }

    /// The same, with the texts for people.
    pub fn words_json(&self, language: Language) -> String {
        self.json("", Some(language))
    }

    fn json(&self, prefix: &str, words: Option<Language>) -> String {
        let mut length = 2;
        for (path, _) in &self.violations {
            length += 2 * path.len() + prefix.len() + LONGEST_RULE;
        }
        let mut out = String::with_capacity(length);
        out.push('{');
        let mut last: Option<&String> = None;
        for (path, rule) in &self.violations {
            match last.replace(path) {
                Some(last) if last == path => out.push(','),
                last => {
                    out.push_str(if last.is_some() { "],\"" } else { "\"" });
                    json::write_inner(&mut out, path);
                    out.push_str("\":[");
                }
            }
            out.push('"');
            match words {
                Some(language) => json::write_inner(&mut out, &rule.words(language)),
                None => {
                    out.push_str(prefix);
                    json::write_inner(&mut out, path);
                    out.push(' ');
                    rule.write(&mut out);
                }
            }
            out.push('"');
        }
        out.push_str(if last.is_some() { "]}" } else { "}" });
        out
    }
}
