/** The pictures of the demo shops. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { products } from '../../www/standin/data/products.mjs';

const FOLDER = new URL('../../www/pictures/', import.meta.url);
const files = readdirSync(FOLDER);
const MOST_BYTES = 1536;

test('each product of the stand-in has one', () => {
  assert.deepEqual(products.map(({ id }) => `${id}.svg`).filter((name) => !files.includes(name)), []);
});

test('they are small and hold nothing but shapes', () => {
  for (const name of files) {
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    assert.ok(text.length < MOST_BYTES, `${name}: ${text.length}`);
    const [, ...tags] = text.match(/<[a-z]\w*/gi);
    assert.deepEqual(tags.filter((tag) => !['<rect', '<path', '<circle', '<ellipse'].includes(tag)), [], name);
    assert.doesNotMatch(text, / (style|on\w+|href|class)=|url\(/, name);
  }
});
