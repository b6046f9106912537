import { against, within } from '../lib/lines.mjs';
import { NAMED, OCULAR, OURS, SDK } from '../lib/peers.mjs';
import { brotli } from '../lib/serve.mjs';
import { shares } from '../lib/wasm-names.mjs';

export const name = 'bytes';
export const title = 'Bytes to a placed and reported order (brotli 11, script and wasm)';

const KB = 1000;
const MOST_KB = 78;
const MOST_OF_SDK = 0.68;
const MOST_KB_OF_OCULAR = 40;
const MOST_OCULAR_OF_SDK = 0.35;

export async function measure({ files }) {
  const sizes = Object.fromEntries([OURS.script, OURS.wasm, OCULAR.script, OCULAR.wasm, SDK].map((path) => [path, brotli(files[path]).length / KB]));
  const ours = [sizes[OURS.script] + sizes[OURS.wasm]];
  const ocular = [sizes[OCULAR.script] + sizes[OCULAR.wasm]];
  const peer = { name: 'SDK', values: [sizes[SDK]] };
  const found = files[NAMED] && shares(files[NAMED]);
  return {
    lines: [
      within('all files', 'KB', ours, { most: MOST_KB, peer }),
      against('all files', 'KB', ours, peer, { most: MOST_OF_SDK }),
      within('  of them the script', 'KB', [sizes[OURS.script]]),
      within('  of them the wasm', 'KB', [sizes[OURS.wasm]]),
      within('order-bridge/ocular, all files', 'KB', ocular, { most: MOST_KB_OF_OCULAR, peer }),
      against('order-bridge/ocular, all files', 'KB', ocular, peer, { most: MOST_OCULAR_OF_SDK }),
      within('  of them the wasm', 'KB', [sizes[OCULAR.wasm]]),
    ],
    shares: found,
    notes: found ? formatShares(found) : ['No shares: they come from a build with names, which `--built` leaves out.'],
  };
}

/** @param {ReturnType<typeof shares>} found */
function formatShares({ bytes, code, data, crates, kinds, modules }) {
  const list = (title, rows, most) => [title, ...rows.slice(0, most).map((row) => `  ${share(row.bytes, bytes).padStart(6)}  ${row.name}`)];
  return [
    `Shares of the wasm, ${bytes} bytes without names: code ${share(code, bytes)}, data ${share(data, bytes)}.`,
    ...list('Code by crate:', crates, 20),
    ...list('Code by kind:', kinds, 3),
    ...list('Code of order_bridge by module:', modules, 16),
  ];
}

const share = (part, whole) => `${((100 * part) / whole).toFixed(1)} %`;
