// Installs an exact version of a command-line tool from crates.io, without touching other versions that the user has installed.
import { dirname, join } from 'node:path';
import { find, findIn } from '../lib/find.mjs';
import { cargoBin, versionedRoot } from '../lib/paths.mjs';
import { ask } from '../lib/run.mjs';
import { install } from './install.mjs';

/**
 * Returns the path of `program` from `crate` at `version`, and installs it if needed.
 * `beside`: programs of the same crate that must be in the same folder.
 * `busy`: crates that do the tool's heavy work; only these are compiled with optimisation.
 */
export async function cargoTool({ cargo, crate, program = crate, beside = [], busy = [], version, locked = false, estimate, byHand }) {
  const own = versionedRoot(crate, version);
  const candidates = [findIn([join(own, 'bin')], program), find(program), findIn([cargoBin], program)];
  for (const path of new Set(candidates.filter(Boolean))) {
    const complete = beside.every((name) => findIn([dirname(path)], name));
    if (complete && (await versionOf(path)) === version) return path;
  }
  // Do not replace another version that the user has installed.
  const place = find(program) ? own : undefined;
  // Not always --locked: the lock file of wasm-bindgen-cli pins a dependency that is no longer available.
  const args = ['install', crate, '--version', version, ...(locked ? ['--locked'] : []), ...(place ? ['--root', place] : [])];
  // The rest is not optimised, which halves the build time: these tools mostly start other programs.
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
