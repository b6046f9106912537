// What editors and other tools read about <guest-checkout>, made from src/js/element.d.ts: the custom elements manifest, web-types for
// JetBrains, HTML data for Visual Studio Code.
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './paths.mjs';

const SCRIPT = 'pkg/element.mjs';
// Methods that every element has would fill half a page.
const QUIET = { hideMethodDocs: true, hideLogs: true };

/** The text of each file, by name. */
export async function editorData() {
  const [{ cli }, { getVsCodeHtmlCustomData }, { getWebTypesData }] = await Promise.all([
    import('@custom-elements-manifest/analyzer/cli.js'),
    import('custom-element-vs-code-integration'),
    import('custom-element-jet-brains-integration'),
  ]);
  const manifest = placed(await analyzed(cli));
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const webTypes = { ...JSON.parse(getWebTypesData(manifest, QUIET)), name, version };
  return {
    'custom-elements.json': asText(manifest),
    'web-types.json': asText(webTypes),
    'vscode-html-data.json': asText(JSON.parse(getVsCodeHtmlCustomData(manifest, QUIET))),
  };
}

/** The analyzer skips declaration files, so it gets the file as a source. */
async function analyzed(cli) {
  const folder = mkdtempSync(join(tmpdir(), 'order-bridge-element-'));
  try {
    copyFileSync(join(root, 'src/js/element.d.ts'), join(folder, 'element.ts'));
    return await cli({ argv: ['analyze', '--globs', 'element.ts', '--quiet'], cwd: folder, noWrite: true });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The manifest with the path of the script that users have, and without what every element has. */
function placed(manifest) {
  const [module] = manifest.modules;
  const declarations = module.declarations.filter(({ customElement }) => customElement).map((element) => ({
    ...element,
    members: element.members.filter(({ name }) => name !== 'addEventListener'),
  }));
  const [{ name, tagName }] = declarations;
  const declaration = { name, module: SCRIPT };
  return {
    ...manifest,
    modules: [{
      kind: 'javascript-module',
      path: SCRIPT,
      declarations,
      exports: [{ kind: 'js', name, declaration }, { kind: 'custom-element-definition', name: tagName, declaration }],
    }],
  };
}

const asText = (value) => `${JSON.stringify(value, null, 2)}\n`;
