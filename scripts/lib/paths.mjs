// The paths of this repository, of Cargo's programs, and of our folder in the user's cache.
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export const cargoBin = join(process.env.CARGO_HOME || join(homedir(), '.cargo'), 'bin');

export const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'order-bridge');

/** The install folder for one version of a Cargo tool, used when Cargo's own folder has another version. */
export const versionedRoot = (name, version) => join(cache, 'tools', `${name}-${version}`);
