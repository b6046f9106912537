/** The pictures of the demo shops, and the drawing in the README. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { products } from '../../www/standin/data/products.mjs';

const FOLDER = new URL('../../www/pictures/', import.meta.url);
const files = readdirSync(FOLDER);
const MOST_BYTES = 1536;

test('each product of the stand-in has a picture', () => {
  assert.deepEqual(products.map(({ id }) => `${id}.svg`).filter((name) => !files.includes(name)), []);
});

test('the pictures are small and contain only shapes', () => {
  for (const name of files) {
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    assert.ok(text.length < MOST_BYTES, `${name}: ${text.length}`);
    const [, ...tags] = text.match(/<[a-z]\w*/gi);
    assert.deepEqual(tags.filter((tag) => !['<rect', '<path', '<circle', '<ellipse'].includes(tag)), [], name);
    assert.doesNotMatch(text, / (style|on\w+|href|class)=|url\(/, name);
  }
});

test('the drawing in the README: readable text, light and dark, and nothing loaded from elsewhere', () => {
  const text = readFileSync(new URL('../../docs/order-flow.svg', import.meta.url), 'utf8');
  const sizes = [...text.matchAll(/(\d+)px\b/g)].map(([, px]) => Number(px));
  assert.match(text, /<svg[^>]* viewBox="0 0 800 \d+" width="800"/);
  assert.ok(sizes.length > 0 && sizes.every((px) => px >= 12), `${sizes}`);
  assert.match(text, /font: \d+px sans-serif;/);
  assert.match(text, /@media \(prefers-color-scheme: dark\)/);
  assert.match(text, /<title id="title">\w[^]*<desc id="desc">\w/);
  assert.doesNotMatch(text.replace('http://www.w3.org/2000/svg', ''), /https?:|<script|<image|@import|url\((?!#)| on\w+=/);
});
