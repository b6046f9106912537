/**
 * Kills a tab at every point of a checkout and opens the shop again. Each purchase results in one order and one payment session,
 * and is reported to Ocular under the video attention of the killed tab. In this file the shopper presses again immediately.
 */
import { after, before } from 'node:test';
import { openSturdyBrowser } from './lib/browser.mjs';
import { dieEverywhere } from './lib/mortal.mjs';
import { test } from './lib/test.mjs';

let browser;
before(async () => { browser = await openSturdyBrowser(); });
after(() => browser?.close());

test('a tab dies at every point of a checkout, and the shopper presses again immediately', (t) => dieEverywhere(t, browser.driver, { looks: false }));
