//! The corpus: one file per target and one input per line, as a JSON string, so that people can read what changed.

use std::path::PathBuf;

/// The corpus file of a target.
pub fn path(target: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus").join(format!("{target}.jsonl"))
}

/// The inputs of a target, in the order of the file.
pub fn read(target: &str) -> Vec<String> {
    let path = path(target);
    let lines = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let input =
        |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{}: {error}: {line}", path.display()));
    lines.lines().filter(|line| !line.is_empty()).map(input).collect()
}
