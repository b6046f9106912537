/** What src/js/element.d.ts tells editors about the element is what the element has. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { GuestCheckoutElement } from '../../pkg/element.mjs';

const folder = new URL('../../src/js/element/', import.meta.url);
const source = readdirSync(folder).filter((name) => name.endsWith('.mjs')).map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
const found = (pattern) => [...source.matchAll(pattern)].map(([, text]) => text);
const unique = (names) => [...new Set(names)].sort();

const { modules: [{ declarations: [element] }] } = JSON.parse(readFileSync(new URL('../../pkg/custom-elements.json', import.meta.url), 'utf8'));
const names = (list) => unique(list.map(({ name }) => name));

test('attributes: those that the element observes or reads', () => {
  assert.deepEqual(names(element.attributes), unique([...GuestCheckoutElement.observedAttributes, ...found(/this\.(?:get|has)Attribute\('([\w-]+)'\)/g)]));
});

test('parts: those that the element draws', () => {
  assert.deepEqual(names(element.cssParts), unique(found(/\bpart: '([^']+)'/g).flatMap((text) => text.split(' '))));
});

test('custom properties: those that the style reads, with their values in the light theme', () => {
  const light = /const LIGHT = '([^']+)'/.exec(source)[1].split(';').map((rule) => /^--([\w-]+):(.+)$/.exec(rule).slice(1));
  const others = [...source.matchAll(/var\(--checkout-(radius|gap),([^)]+)\)/g)].map((match) => match.slice(1));
  assert.deepEqual(
    Object.fromEntries(element.cssProperties.map(({ name, default: value }) => [name, value])),
    Object.fromEntries([...light, ...others].map(([name, value]) => [`--checkout-${name}`, value])),
  );
});

test('properties and methods: those of the class', () => {
  // Names of one or two letters are private ones, shortened by the build.
  const own = Object.getOwnPropertyNames(GuestCheckoutElement.prototype).filter((name) => !/Callback$|^constructor$|^dispatch$|^.{1,2}$/.test(name));
  const set = /const PROPERTIES = .*?\(\{(.*?)\}\)/.exec(source)[1].split(/,(?![^[{]*[\]}])/).map((entry) => entry.split(':')[0].trim());
  assert.deepEqual(names(element.members), unique([...own, ...set]));
});

test('events: those that the element dispatches', () => {
  const literal = found(/\bhost\.dispatch\('([\w-]+)'/g);
  // The outcome names the event of a result.
  assert.deepEqual(names(element.events), unique([...literal, 'rejected', 'not-sent', 'unknown', 'accepted'].map((name) => `order-${name}`)));
});
