// What editors know about <guest-checkout>: the custom elements manifest, web-types for JetBrains, HTML data for Visual Studio Code. All are
// generated from src/js/element.d.ts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

const SCRIPT = 'pkg/element.mjs';
// Keeps inherited methods out of the descriptions.
const QUIET = { hideMethodDocs: true, hideLogs: true };

/** The text of each file, by name. */
export async function editorData() {
  const [{ create, ts }, { getVsCodeHtmlCustomData }, { getWebTypesData }] = await Promise.all([
    import('@custom-elements-manifest/analyzer/index.js'),
    import('custom-element-vs-code-integration'),
    import('custom-element-jet-brains-integration'),
  ]);
  const source = ts.createSourceFile('element.ts', readFileSync(join(root, 'src/js/element.d.ts'), 'utf8'), ts.ScriptTarget.Latest, true);
  const manifest = placed(create({ modules: [source], plugins: [], context: { dev: false } }));
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const webTypes = { ...JSON.parse(getWebTypesData(manifest, QUIET)), name, version };
  return {
    'custom-elements.json': asText(manifest),
    'web-types.json': asText(webTypes),
    'vscode-html-data.json': asText(JSON.parse(getVsCodeHtmlCustomData(manifest, QUIET))),
  };
}

/** The manifest with the path of the published script, and without inherited methods. */
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
