//! Enforces the architecture: which layer may refer to which, and how long a source file may be.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &str) -> Vec<(String, String)> {
    fn walk(path: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    assert!(!found.is_empty(), "{folder} is empty");
    found.into_iter().map(|path| (path.display().to_string(), fs::read_to_string(path).unwrap())).collect()
}

fn assert_not_mentioned(folder: &str, words: &[&str]) {
    for (path, text) in sources(folder) {
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for word in words {
                assert!(!line.contains(word), "{path}:{} refers to {word}", number + 1);
            }
        }
    }
}

#[test]
fn the_domain_uses_neither_javascript_nor_the_operating_system() {
    assert_not_mentioned(
        "src/domain",
        &[
            "wasm_bindgen",
            "js_sys",
            "web_sys",
            "gloo",
            "JsValue",
            "std::time",
            "SystemTime",
            "Instant",
            "std::fs",
            "std::net",
            "std::thread",
        ],
    );
}

#[test]
fn layers_refer_only_to_lower_layers() {
    assert_not_mentioned("src/domain", &["crate::bindings"]);
    assert_not_mentioned("src/domain/ocular", &["::oneentry", "::checkout"]);
    assert_not_mentioned("src/domain/oneentry", &["::ocular::track", "::ocular::answer", "::checkout"]);
    assert_not_mentioned("src/domain/validation", &["::ocular", "::oneentry", "::checkout", "::http"]);
}

#[test]
fn the_stand_in_shares_no_code_with_the_client() {
    assert_not_mentioned("www/standin", &["/src/", "/pkg/", "order_bridge"]);
}

#[test]
fn source_files_have_at_most_500_lines() {
    // Declaration files are exempt: they are read as one page, like the API page that is generated from them.
    let code = sources("src").into_iter().filter(|(path, _)| !path.ends_with(".d.ts"));
    for (path, text) in code {
        assert!(text.lines().count() <= 500, "{path} has {} lines: does it do one thing?", text.lines().count());
    }
}
