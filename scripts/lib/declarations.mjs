// Parses declaration files: the exports of each in source order, with their types as written and their doc comments.
// TypeScript 7 has no programmatic API, so the parser is TypeScript 5.0, the oldest version that the package supports.
import { readFileSync } from 'node:fs';
import ts from 'typescript-5.0';

/**
 * @typedef {{ text: string, example?: string, throws: string[], params: { name: string, text: string }[] }} Doc
 * @typedef {{ name: string, signature: string, isCall: boolean, doc: Doc }} Member
 * @typedef {{ name: string, kind: string, signature: string, doc: Doc, members: Member[] }} Declaration
 */

/** @param {string} path @returns {{ doc: Doc, declarations: Declaration[] }} */
export function readDeclarations(path) {
  const text = readFileSync(path, 'utf8');
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const exported = (node) => ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  return {
    doc: docOf(/^\s*\/\*\*[\s\S]*?\*\//.exec(text)?.[0]),
    declarations: file.statements.flatMap((node) => (isGlobal(node) ? [...node.body.statements] : exported(node) ? [node] : [])).map((node) => declaration(node, text)),
  };
}

/** `declare global`: the globals that a classic script defines. */
const isGlobal = (node) => ts.isModuleDeclaration(node) && node.name.text === 'global';

/** @returns {Declaration} */
function declaration(node, text) {
  const doc = docOf(commentBefore(node, text));
  const [variable] = node.declarationList?.declarations ?? [];
  const { name } = variable ?? node;
  const signature = plain((variable ?? node).getText()).replace(/^(export )?(declare )?/, '');
  return { name: name.text, kind: kindOf(node), signature: variable ? `const ${signature}` : signature, doc, members: members(variable ?? node, text) };
}

function kindOf(node) {
  if (ts.isFunctionDeclaration(node)) return 'function';
  if (ts.isInterfaceDeclaration(node)) return 'interface';
  if (ts.isClassDeclaration(node)) return 'class';
  return ts.isVariableStatement(node) ? 'const' : 'type';
}

/** @returns {Member[]} */
function members(node, text) {
  const { type } = node;
  if (type && ts.isUnionTypeNode(type)) return alternatives(type, text);
  const list = node.members ?? (type && ts.isTypeLiteralNode(type) ? type.members : []);
  return list.map((member) => ({
    name: member.name?.getText() ?? '',
    signature: plain(member.getText()).replace(/[;,]$/, ''),
    isCall: ts.isMethodSignature(member) || ts.isMethodDeclaration(member),
    doc: docOf(commentBefore(member, text)),
  }));
}

/** The alternatives of a union. A comment applies to all alternatives up to the next comment. Without comments: no members. */
function alternatives(union, text) {
  const found = [];
  let from = union.getFullStart();
  for (const type of union.types) {
    const comment = /\/\*\*[\s\S]*?\*\//.exec(text.slice(from, type.getStart()))?.[0];
    if (comment || !found.length) found.push({ name: '', signature: '', isCall: false, doc: docOf(comment) });
    const last = found.at(-1);
    last.signature += `${last.signature && ' | '}${plain(type.getText())}`;
    from = type.getEnd();
  }
  return found.some(({ doc }) => doc.text) ? found : [];
}

const commentBefore = (node, text) => (ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []).map(({ pos, end }) => text.slice(pos, end)).filter((comment) => comment.startsWith('/**')).at(-1);

/** Removes comments. */
const plain = (code) => code.replace(/\/\*\*[\s\S]*?\*\/\s*/g, '').replace(/\/\/.*\n\s*/g, '').replace(/\n\s*\n/g, '\n');

/** @param {string | undefined} comment @returns {Doc} */
function docOf(comment = '') {
  const lines = comment.replace(/^\s*\/\*\*|\*\/$/g, '').split('\n').map((line) => line.replace(/^\s*\*( |$)/, ''));
  const [text, ...tags] = lines.join('\n').split(/^@(?=example|throws|param|returns|tag|attr|csspart|cssprop|fires)/m);
  const tagged = (name) => tags.filter((tag) => tag.startsWith(name)).map((tag) => tag.slice(name.length).replace(/^ +/, ''));
  return {
    text: prose(text),
    example: tagged('example')[0]?.trim(),
    throws: tagged('throws').map(prose),
    params: tagged('param').map((tag) => /^(\S+)\s+([\s\S]*)/.exec(tag)).map(([, name, said]) => ({ name, text: prose(said) })),
  };
}

/** Keeps paragraphs, and joins the lines of each. */
const prose = (text) => text.trim().replace(/\{@link (\w+)\}/g, '`$1`').split(/\n\s*\n/).map((part) => part.replace(/\s*\n\s*/g, ' ').trim()).join('\n\n');
