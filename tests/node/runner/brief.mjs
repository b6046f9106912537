import { before } from 'node:test';
import { openBrowser } from '../../e2e/lib/browser.mjs';
import { test } from '../../e2e/lib/test.mjs';

let browser;
before(async () => { browser = await openBrowser(); });

test('a script runs in the page, within half a second', { limitMs: 500 }, () => browser.driver.executeScript('return 1;'));
