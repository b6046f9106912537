import { before } from 'node:test';
import { openBrowser } from '../../e2e/lib/browser.mjs';
import { test } from '../../e2e/lib/test.mjs';

before(async () => { await openBrowser(); });

test('a test that never ends', { limitMs: 200 }, () => new Promise(() => {}));
