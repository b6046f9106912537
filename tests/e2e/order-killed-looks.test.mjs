/**
 * Kills a tab at every point of a checkout and opens the shop again. Each purchase results in one order and one payment session,
 * and is reported to Ocular under the video attention of the killed tab. In this file the page first looks the order up on its own.
 */
import { after, before } from 'node:test';
import { SHARED_GUEST } from '../../www/standin/index.mjs';
import { openSturdyBrowser } from './lib/browser.mjs';
import { dieEverywhere, leaveEverywhere } from './lib/mortal.mjs';
import { test } from './lib/test.mjs';

let browser;
before(async () => { browser = await openSturdyBrowser(); });
after(() => browser?.close());

/** The points of the sign-in, and every third point from where the order may exist. order-killed.test.mjs covers the others. */
const only = (point, index, all) => /auth|sign-in/.test(point) || (index > all.indexOf('createOrder leaves') && index % 3 === 0);

test('a tab of the shared guest dies, and the page finds the order automatically', (t) =>
  dieEverywhere(t, browser.driver, { looks: true, only, settings: { guest: { authData: SHARED_GUEST.authData } } }));

test('a tab is left during a request, and the shopper presses again immediately', (t) => leaveEverywhere(t, browser.driver));
