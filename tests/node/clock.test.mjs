/** The clock of the tests in browsers: which pauses it skips, and which work it waits for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClock } from '../e2e/lib/clock.mjs';

const DUE_MS = 60_000;
const ORDER = { method: 'POST', url: 'http://localhost/orders' };

/** How far the clock jumps while the page waits for a response, with a timer that is due in a minute. @param {object[]} received @param {number} [pauseMs] of the service */
async function jump(received, pauseMs) {
  const clock = createClock();
  const page = { working: 0, changes: 1, requests: [['POST /orders', 0]], next: clock.now() + DUE_MS };
  const driver = { executeScript: async (script) => (script.includes('look') ? page : undefined) };
  const paused = pauseMs && clock.wait(pauseMs);
  const before = clock.now();
  await clock.skip(driver, received);
  const ms = clock.now() - before;
  if (ms >= pauseMs) await paused;
  return Math.round(ms / 1000);
}

test('a pause is skipped if the response never comes, or if the service itself pauses', async () => {
  assert.equal(await jump([{ ...ORDER, end: 'hang' }]), 60);
  assert.equal(await jump([{ ...ORDER, end: null }], 5_000), 5);
});

test('nothing is skipped while a request is on its way, a service is at work, or a response is on its way', async () => {
  assert.equal(await jump([]), 0);
  assert.equal(await jump([{ ...ORDER, end: null }]), 0);
  assert.equal(await jump([{ ...ORDER, end: 'sent' }]), 0);
});
