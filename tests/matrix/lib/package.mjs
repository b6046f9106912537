/** The package as a user gets it: packed and installed by npm into an empty folder. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts/lib/paths.mjs';
import { npm } from './tools.mjs';

/** Returns `{ tarball, version, installed }`; `installed` is the folder that npm unpacked from the tarball. */
export async function packed(folder) {
  const empty = join(folder, 'empty');
  mkdirSync(empty, { recursive: true });
  await npm(['pack', '--pack-destination', folder], root);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  writeFileSync(join(empty, 'package.json'), '{ "private": true }\n');
  await npm(['install', '--offline', '--no-package-lock', join(folder, tarball)], empty);
  return { tarball, version: /-(\d.*)\.tgz$/.exec(tarball)[1], installed: join(empty, 'node_modules', 'order-bridge') };
}
