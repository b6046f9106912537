/** Splits a profile by self time: the glue, garbage collection, the browser, and the parts of the wasm. */
import { crateOf, moduleOf } from './wasm-names.mjs';

const IDLE = ['(idle)', '(root)'];

/** @param {{ nodes: any[], samples: number[], timeDeltas: number[] }} profile @param {Map<number, string>} names of the wasm's functions */
export function timeShares({ nodes: raw, samples, timeDeltas }, names) {
  const nodes = raw.map((node) => ({ ...node, callFrame: known(node.callFrame, names) }));
  const own = new Map(nodes.map(({ id }) => [id, 0]));
  samples.forEach((id, i) => own.set(id, own.get(id) + timeDeltas[i]));
  const busy = nodes.filter(({ callFrame }) => !IDLE.includes(callFrame.functionName));
  const all = busy.reduce((sum, { id }) => sum + own.get(id), 0);
  const sums = (key) => {
    const found = new Map();
    for (const { id, callFrame } of busy) found.set(key(callFrame), (found.get(key(callFrame)) ?? 0) + own.get(id) / all);
    return [...found].map(([name, share]) => ({ name, share })).sort((a, b) => b.share - a.share);
  };
  return { parts: sums(partOf), functions: sums(({ functionName, url }) => `${placeOf(url)} ${functionName}`).slice(0, 25) };
}

/** Chromium shows only numbers for the functions of a wasm that was compiled from a stream. */
function known(frame, names) {
  const [, index] = /^wasm-function\[(\d+)\]$/.exec(frame.functionName) ?? [];
  return index === undefined ? frame : { functionName: names.get(Number(index)) ?? frame.functionName, url: 'wasm:' };
}

const placeOf = (url) => (url.startsWith('wasm:') ? 'wasm' : url ? new URL(url).pathname : 'browser');

function partOf({ functionName, url }) {
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (!url.startsWith('wasm:')) return url.endsWith('/ours/shop.js') ? 'glue in JavaScript' : url.endsWith('/in-page.js') ? 'the bench itself' : `the browser: ${functionName}`;
  const crate = crateOf(functionName);
  return `wasm: ${crate === 'order_bridge' ? `order_bridge ${moduleOf(functionName)}` : crate}`;
}
