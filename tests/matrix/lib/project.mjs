/** Creates a throw-away project from the files of its folder, the files of shared/, its tools and the package. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../../../scripts/lib/paths.mjs';
import { copyFolder, linkFolder } from './files.mjs';
import { installedTools } from './tools.mjs';

const HERE = dirname(dirname(fileURLToPath(import.meta.url)));

/** Returns `{ folder, version }`; `version` is the version of the project's tool. */
export async function createProject({ folder: from, name = from, example, also, over = [], tool, source = '.', page }, parent, { installed, version }) {
  const exampleFolder = example && join(root, 'examples', example);
  const tools = await installedTools(join(HERE, from), from, exampleFolder);
  const folder = join(parent, name.replaceAll(' ', '-'));
  mkdirSync(folder, { recursive: true });
  if (tools) linkFolder(tools, join(folder, 'node_modules'));
  // Not linked but copied, so that files written there by a tool do not affect other projects.
  copyFolder(installed, join(folder, 'node_modules', 'order-bridge'));

  copyFolder(join(HERE, 'shared', 'order'), join(folder, source));
  if (page) copyFolder(join(HERE, 'shared', 'page'), folder);
  if (exampleFolder) copyFolder(exampleFolder, folder);
  for (const own of [also, from, ...over].filter(Boolean)) copyFolder(join(HERE, own), folder);
  writeManifest(folder, version);
  return { folder, version: tool && versionOf(folder, tool) };
}

/** Writes package.json as `npm install order-bridge` would. */
function writeManifest(folder, version) {
  const path = join(folder, 'package.json');
  const manifest = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { private: true, type: 'module' };
  manifest.dependencies = { ...manifest.dependencies, 'order-bridge': version };
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The version of a package of the project. @param {string} folder @param {string} name */
export const versionOf = (folder, name) => JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;
