import assert from 'node:assert/strict';
import { before } from 'node:test';
import { openBrowser } from '../../e2e/lib/browser.mjs';
import { test } from '../../e2e/lib/test.mjs';

let browser;
before(async () => { browser = await openBrowser(); });

test('one is two', async () => assert.equal(await browser.driver.executeScript('return 1;'), 2));
test('one is one', async () => assert.equal(await browser.driver.executeScript('return 1;'), 1));
