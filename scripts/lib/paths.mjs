// Where things are: this repository, Cargo's programs, and our own folder in the user's cache.
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export const cargoBin = join(process.env.CARGO_HOME || join(homedir(), '.cargo'), 'bin');

export const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'order-bridge');

/** Where one version of a Cargo tool goes when the ordinary place holds another version. */
export const versionedRoot = (name, version) => join(cache, 'tools', `${name}-${version}`);
