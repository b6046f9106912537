// One command line tool from crates.io in exactly one version, next to whatever the user already has.
import { dirname, join } from 'node:path';
import { find, findIn } from '../lib/find.mjs';
import { cargoBin, versionedRoot } from '../lib/paths.mjs';
import { ask } from '../lib/run.mjs';
import { install } from './install.mjs';

/**
 * Returns the path of `program` from `crate` at `version`, installing it when needed.
 * `beside`: programs of the same crate that have to lie in the same folder.
 * `busy`: crates that do the tool's work; only these are compiled to run fast.
 */
export async function cargoTool({ cargo, crate, program = crate, beside = [], busy = [], version, locked = false, estimate, byHand }) {
  const own = versionedRoot(crate, version);
  const candidates = [findIn([join(own, 'bin')], program), find(program), findIn([cargoBin], program)];
  for (const path of new Set(candidates.filter(Boolean))) {
    const complete = beside.every((name) => findIn([dirname(path)], name));
    if (complete && (await versionOf(path)) === version) return path;
  }
  // Another version that the user installed stays untouched.
  const place = find(program) ? own : undefined;
  // Not always --locked: the pinned dependencies of wasm-bindgen-cli include one that cannot be had any more.
  const args = ['install', crate, '--version', version, ...(locked ? ['--locked'] : []), ...(place ? ['--root', place] : [])];
  // Unoptimised, which halves the wait: most of such a tool only starts other programs.
  await install({
    label: `Installing ${crate} ${version}${place ? ` into ${place}` : ''}`,
    estimate,
    command: cargo,
    args: [...args, ...busy.flatMap((name) => ['--config', `profile.release.package.${name}.opt-level=1`])],
    env: { ...process.env, CARGO_PROFILE_RELEASE_OPT_LEVEL: '0' },
    byHand: `\`cargo ${args.join(' ')}\`, or ${byHand}`,
    log: crate,
  });
  return findIn([place ? join(place, 'bin') : cargoBin], program);
}

const versionOf = async (path) => /\b\d+\.\d+\.\d+\b/.exec((await ask(path, ['--version'])) ?? '')?.[0];
