/**
 * Pages and services of a test, on ports that no other test of this browser had: www/serve.mjs, with the script that watches
 * at /watch.js. What is being served is known to the evidence of a failed test.
 */
import { readFile } from 'node:fs/promises';
import { serve as serveShop } from '../../../www/serve.mjs';
import { createStandIn } from '../../../www/standin/index.mjs';
import { newPorts } from './ports.mjs';

/** @typedef {Awaited<ReturnType<typeof serve>>} Served */

/** What is served right now. @type {Set<Awaited<ReturnType<typeof serveShop>>>} */
const open = new Set();
export const servedNow = () => [...open];

const ownScripts = { '/watch.js': new URL('../pages/watch.js', import.meta.url) };

/**
 * @param {Omit<Parameters<typeof serveShop>[0] & {}, 'standIn'> & { standIn?: object }} [options]
 *   `standIn`: one that was made, or the options of one.
 */
export async function serve({ standIn, alter = (path, file) => file, ...options } = {}) {
  const withScripts = async (path, file) => {
    const script = ownScripts[path];
    return alter(path, script ? { type: 'text/javascript; charset=utf-8', bytes: await readFile(script) } : file);
  };
  const served = await serveShop({
    ...(await newPorts()), ...options,
    standIn: typeof standIn?.exchange === 'function' ? standIn : createStandIn(standIn),
    alter: withScripts,
  });
  const { close } = served;
  served.close = async () => {
    if (open.delete(served)) await close();
  };
  open.add(served);
  return served;
}

/** For the end of a file: what a failed test has left open would keep its process alive. */
export const closeAll = () => Promise.all(servedNow().map((served) => served.close()));
