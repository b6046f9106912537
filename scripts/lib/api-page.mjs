// Generates docs/api.md. It is a reference for readers and, because it is committed, a snapshot that shows API changes in a diff.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDeclarations } from './declarations.mjs';
import { root } from './paths.mjs';

const HEAD = `# API

Every exported name, as declared. Written by \`npm run docs\` from the declarations of the package; a test compares.
`;

export function apiPage() {
  return [HEAD, ...entries().map(section)].join('\n');
}

/** The entries of the package that have declarations, with these. `same`: the name of an earlier entry with the same declarations. */
export function entries() {
  const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const first = new Map();
  return Object.entries(exports).flatMap(([path, target]) => {
    const file = target.types?.replace('./pkg/', 'src/js/');
    if (!file) return [];
    const entry = { name: name + path.slice(1), file, same: first.get(file), ...readDeclarations(join(root, file)) };
    first.set(file, first.get(file) ?? entry.name);
    return [entry];
  });
}

function section({ name, same, doc, declarations }) {
  if (same) return `## \`${name}\`\n\nThe same as \`${same}\`.\n`;
  return [`## \`${name}\`\n`, ...about(doc), ...declarations.flatMap(block)].join('\n');
}

function block({ name, kind, signature, doc, members }) {
  const own = kind === 'function' || kind === 'type' || kind === 'const' ? ['```typescript', signature.endsWith(';') ? signature : `${signature};`, '```', ''] : [];
  const shown = members.length && kind !== 'type' && kind !== 'const' ? [] : own;
  const extend = /^(?:class|interface) [^{]*?(extends [^{]+) \{/.exec(signature)?.[1];
  return [`### ${name}\n`, ...(extend ? [`\`${kind} ${name} ${extend.trim()}\`\n`] : []), ...shown, ...about(doc), ...list(members)];
}

/** Properties become a list; each method gets its own heading. */
function list(members) {
  const lines = [];
  let open = false;
  const properties = members.filter(({ isCall }) => !isCall);
  for (const { signature, isCall, doc } of [...properties, ...members.filter(({ isCall }) => isCall)]) {
    if (isCall) {
      if (open) lines.push('');
      lines.push(`#### \`${oneLine(signature)}\`\n`, ...about(doc));
      open = false;
      continue;
    }
    lines.push(`- \`${oneLine(signature)}\`${doc.text ? `  \n  ${indented(doc.text)}` : ''}`);
    if (doc.example) lines.push('', `  ${indented(fenced(doc.example))}`);
    open = true;
  }
  if (open) lines.push('');
  return lines;
}

function about({ text, params, throws, example }) {
  return [
    ...(text ? [`${text}\n`] : []),
    ...params.map((param) => `- \`${param.name}\`: ${param.text}`),
    ...(params.length ? [''] : []),
    ...throws.map((said) => `Throws ${said.replace(/^(\w+)/, '`$1`')}\n`),
    ...(example ? [`${fenced(example)}\n`] : []),
  ];
}

/** Examples in declarations are fragments; `tests/docs` adds the code that they need to run. */
const fenced = (example) => `\`\`\`${example.startsWith('<') ? 'html' : 'js'}\n${example}\n\`\`\``;
const indented = (text) => text.replace(/\n(?=.)/g, '\n  ');
const oneLine = (code) => code.replace(/\s*\n\s*/g, ' ');
