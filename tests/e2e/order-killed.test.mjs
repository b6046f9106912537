/**
 * A tab dies at every moment of a checkout, and the shop is opened again: one order for one wish, one payment session, and
 * Ocular hears of it under the video attention of the first life. Here the shopper presses at once.
 */
import { after, before } from 'node:test';
import { openSturdyBrowser } from './lib/browser.mjs';
import { dieEverywhere } from './lib/mortal.mjs';
import { test } from './lib/test.mjs';

let browser;
before(async () => { browser = await openSturdyBrowser(); });
after(() => browser?.close());

test('a tab dies at every point of a checkout, and the shopper presses again at once', (t) => dieEverywhere(t, browser.driver, { looks: false }));
