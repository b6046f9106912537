//! The rules and their texts, as `contracts/ocular.md` lists them.

use crate::domain::text::digits;

/// One thing that is wrong with one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Absent, or an empty or blank text, or an empty list, where something is required.
    Required,
    /// Another type than named: `a string`, `an integer`, …
    Type(&'static str),
    /// More Unicode scalar values than this.
    TooLong(usize),
    /// Below this bound.
    AtLeast(&'static str),
    /// Above this bound.
    AtMost(&'static str),
    /// None of the listed values.
    OneOf(&'static str),
    /// No absolute http(s) URL.
    Url,
}

impl Rule {
    /// Text of the wrong type of a string field.
    pub const STRING: Rule = Rule::Type("a string");
    /// Of an integer field.
    pub const INTEGER: Rule = Rule::Type("an integer");
    /// Of a decimal field.
    pub const DECIMAL: Rule = Rule::Type("a decimal");
    /// Of a boolean field.
    pub const BOOLEAN: Rule = Rule::Type("a boolean");
    /// Of an array field.
    pub const ARRAY: Rule = Rule::Type("an array");
    /// Of an object field.
    pub const OBJECT: Rule = Rule::Type("an object");
}

impl Rule {
    /// Appends its text.
    pub fn write(self, out: &mut String) {
        let (before, bound) = match self {
            Rule::Required => ("is required", ""),
            Rule::Type(name) => ("must be ", name),
            Rule::TooLong(max) => ("exceeds the maximum number of characters ", &*digits(max as u64)),
            Rule::AtLeast(bound) => ("must be at least ", bound),
            Rule::AtMost(bound) => ("must be at most ", bound),
            Rule::OneOf(values) => ("must be one of: ", values),
            Rule::Url => ("must be a valid URL", ""),
        };
        out.push_str(before);
        out.push_str(bound);
        out.push('.');
    }
}
