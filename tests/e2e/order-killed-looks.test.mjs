/**
 * A tab dies at every moment of a checkout, and the shop is opened again: one order for one wish, one payment session, and
 * Ocular hears of it under the video attention of the first life. Here the page first looks by itself.
 */
import { after, before } from 'node:test';
import { SHARED_GUEST } from '../../www/standin/index.mjs';
import { openSturdyBrowser } from './lib/browser.mjs';
import { dieEverywhere, leaveEverywhere } from './lib/mortal.mjs';
import { test } from './lib/test.mjs';

let browser;
before(async () => { browser = await openSturdyBrowser(); });
after(() => browser?.close());

/** The sign-in, and every third moment from there on when the order may exist: the others are order-killed.test.mjs's. */
const only = (point, index, all) => /auth|sign-in/.test(point) || (index > all.indexOf('createOrder leaves') && index % 3 === 0);

test('a tab of the shared guest dies, and the page finds the order by itself', (t) =>
  dieEverywhere(t, browser.driver, { looks: true, only, settings: { guest: { authData: SHARED_GUEST.authData } } }));

test('a tab is left in the middle of a request, and the shopper presses again at once', (t) => leaveEverywhere(t, browser.driver));
