// Writes a copy of the repository's webdriver.json with the paths of the browsers that set-up found. The original names no
// program, so that a plain `wasm-pack test --headless --chrome` works wherever the driver finds its browser without help.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './paths.mjs';

/** Writes the file to `path`. Returns the environment variable that points wasm-bindgen's test runner to it. */
export function webdriverJson(path, { chromium, firefox }) {
  const options = JSON.parse(readFileSync(join(root, 'webdriver.json'), 'utf8'));
  if (chromium) options['goog:chromeOptions'].binary = chromium;
  if (firefox) options['moz:firefoxOptions'].binary = firefox;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(options, null, 2));
  return { WASM_BINDGEN_TEST_WEBDRIVER_JSON: path };
}
