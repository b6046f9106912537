/** Builds the released wasm plus function names: with the same compiler, the same settings and the same wasm-opt. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bind, cargo, shrink } from '../../../scripts/build.mjs';
import { root } from '../../../scripts/lib/paths.mjs';

const FOLDER = join(root, 'target', 'bench-named');
const FILE = join(FOLDER, 'order_bridge_bg.wasm');

/** @param {{ cargo: string, wasmBindgen: string } | undefined} tools undefined: use the file of an earlier run */
export async function namedWasm(tools, report) {
  if (!tools) return existsSync(FILE) ? readFileSync(FILE) : undefined;
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const compiled = await cargo(tools, {}, report);
  await bind(tools, compiled, FOLDER);
  await shrink(FILE, (args) => args.map((arg) => (arg === '--strip-debug' ? '-g' : arg)));
  return readFileSync(FILE);
}
