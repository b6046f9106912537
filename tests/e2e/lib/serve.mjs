/**
 * Serves the pages and services of a test with www/serve.mjs, on ports that no other test of this browser has used. The script that
 * records errors is at /watch.js. Open servers are tracked for the evidence of failed tests.
 */
import { readFile } from 'node:fs/promises';
import { serve as serveShop } from '../../../www/serve.mjs';
import { createStandIn } from '../../../www/standin/index.mjs';
import { createClock } from './clock.mjs';
import { newPorts } from './ports.mjs';

/** @typedef {Awaited<ReturnType<typeof serve>>} Served */

/** The servers that are open now. @type {Set<Awaited<ReturnType<typeof serveShop>>>} */
const open = new Set();
export const servedNow = () => [...open];

const script = (name) => readFile(new URL(`../pages/${name}`, import.meta.url), 'utf8');

/**
 * @param {Omit<Parameters<typeof serveShop>[0] & {}, 'standIn'> & { standIn?: object }} [options]
 *   `standIn`: an existing stand-in, or the options for a new one.
 * @returns the servers, with a `clock` that page and services share unless the caller created the stand-in.
 */
export async function serve({ standIn: given, alter = (path, file) => file, ...options } = {}) {
  const isMade = typeof given?.exchange === 'function';
  const clock = isMade ? undefined : createClock();
  const standIn = isMade ? given : createStandIn({ now: clock.now, wait: clock.wait, ...given });
  const withScripts = async (path, file) => {
    if (path !== '/watch.js') return alter(path, file);
    const first = clock ? clock.script(await script('clock.js'), standIn.state.requests) : '';
    return { type: 'text/javascript; charset=utf-8', bytes: `${first}${await script('watch.js')}` };
  };
  const served = await serveShop({
    ...(await newPorts()), ...options,
    standIn,
    alter: withScripts,
  });
  served.clock = clock;
  const { close } = served;
  served.close = async () => {
    if (open.delete(served)) await close();
  };
  open.add(served);
  return served;
}

/** For the end of a test file: servers that a failed test left open would keep the process alive. */
export const closeAll = () => Promise.all(servedNow().map((served) => served.close()));
