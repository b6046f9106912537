//! The path of a field.

use crate::domain::text::push_digits;

/// The path of a field: `items.0.variants.2.name`. It becomes text only if something is reported.
#[derive(Debug, Clone, Copy)]
pub enum Path<'a> {
    /// The object that the caller passed.
    Root,
    /// A property of the object at the inner path.
    Key(&'a Path<'a>, &'a str),
    /// An element of the array at the inner path.
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    /// The path as it is reported.
    pub fn text(&self) -> String {
        let mut out = String::with_capacity(32);
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        let (Path::Key(parent, _) | Path::Index(parent, _)) = self else { return };
        parent.write(out);
        if !out.is_empty() {
            out.push('.');
        }
        match self {
            Path::Root => {}
            Path::Key(_, key) => out.push_str(key),
            Path::Index(_, index) => push_digits(out, *index as u64, 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_as_documented() {
        let items = Path::Key(&Path::Root, "items");
        let item = Path::Index(&items, 0);
        let variants = Path::Key(&item, "variants");
        let variant = Path::Index(&variants, 2);
        assert_eq!(Path::Key(&variant, "name").text(), "items.0.variants.2.name");
        assert_eq!(Path::Root.text(), "");
    }
}
