/** Files of the domain do not depend on each other in circles. tests/domain/architecture.rs checks the layers. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/lib/paths.mjs';

const DOMAIN = join(root, 'src/domain');

/** The code of each file without its tests and comments, by module: `ocular::track`. */
const modules = new Map(readdirSync(DOMAIN, { recursive: true }).filter((name) => name.endsWith('.rs')).map((name) => [
  name.replace(/(\/?mod)?\.rs$/, '').replaceAll('/', '::'),
  readFileSync(join(DOMAIN, name), 'utf8').split('#[cfg(test)]')[0].replace(/^\s*\/\/.*$/gm, ''),
]));

/** `a::{b, c::{d}}` as `a::b` and `a::c::d`. @param {string} tree @returns {string[]} */
function paths(tree) {
  const [, prefix, list] = /^([\w:]*?)(?:::)?\{(.*)\}$/s.exec(tree.trim()) ?? [];
  if (list === undefined) return [tree.trim()];
  const parts = [];
  let depth = 0;
  let part = '';
  for (const letter of `${list},`) {
    if (letter === ',' && depth === 0) {
      if (part.trim()) parts.push(part);
      part = '';
      continue;
    }
    depth += { '{': 1, '}': -1 }[letter] ?? 0;
    part += letter;
  }
  return parts.flatMap(paths).map((path) => [prefix, path].filter(Boolean).join('::'));
}

/** A path from the domain's root; undefined for other crates. @param {string} path @param {string} module */
function fromRoot(path, module) {
  if (path.startsWith('crate::domain::')) return path.slice('crate::domain::'.length);
  const child = [module, path.split('::')[0]].filter(Boolean).join('::');
  if (modules.has(child) && child !== module) return [module, path].filter(Boolean).join('::');
  const [, supers, rest] = /^((?:super::)+)(.*)$/.exec(path) ?? [];
  if (!supers) return undefined;
  const parents = module.split('::');
  return [...parents.slice(0, parents.length - supers.length / 'super::'.length), rest].join('::');
}

/** The names that a module re-exports, with their paths. @param {string} module */
const reexports = (module) => new Map([...modules.get(module).matchAll(/^pub use ([^;]+);/gm)].flatMap(([, tree]) => paths(tree)).map((path) => [path.split('::').at(-1), `${module}::${path}`]));

/** The file that has what a path names. @param {string} path @returns {string | undefined} */
function fileOf(path) {
  const parts = path.split('::');
  for (let length = parts.length; length > 0; length -= 1) {
    const module = parts.slice(0, length).join('::');
    if (!modules.has(module)) continue;
    const elsewhere = reexports(module).get(parts[length]);
    return elsewhere ? fileOf(elsewhere) : module;
  }
  return undefined;
}

const uses = new Map([...modules].map(([module, code]) => {
  const trees = [...code.matchAll(/^\s*use ([^;]+);/gm)].flatMap(([, tree]) => paths(tree));
  const inline = [...code.matchAll(/crate::domain::[\w:]+/g)].map(([path]) => path);
  const files = [...trees, ...inline].map((path) => fromRoot(path, module)).filter(Boolean).map(fileOf);
  return [module, new Set(files.filter((file) => file !== undefined && file !== module))];
}));

/** The first circle that begins at a module. @param {string} module @param {string[]} way @param {Set<string>} done @returns {string[] | undefined} */
function circle(module, way, done) {
  if (way.includes(module)) return [...way.slice(way.indexOf(module)), module];
  if (done.has(module)) return undefined;
  for (const next of uses.get(module)) {
    const found = circle(next, [...way, module], done);
    if (found) return found;
  }
  done.add(module);
  return undefined;
}

test('the domain has no circle', () => {
  const done = new Set();
  const circles = [...modules.keys()].map((module) => circle(module, [], done)).filter(Boolean);
  assert.deepEqual(circles.map((way) => way.join(' -> ')), []);
});

test('the check knows where names come from', () => {
  assert.ok(uses.get('ocular::track').has('ocular::buy_order'), 'through a re-export of ocular');
  assert.ok(uses.get('ocular::track').has('ocular::outbox'));
  assert.ok(uses.get('checkout::place_order').has('checkout::ledger'));
  assert.ok([...uses.values()].reduce((sum, files) => sum + files.size, 0) > 200);
});
