// A reporter for node:test: writes one line of JSON per finished test, for the summary and the report of the whole run.
// `path` lists the names of the enclosing tests and of the test itself.
export default async function* reporter(source) {
  const path = [];
  for await (const { type, data } of source) {
    // Lets the runner tell whether all tests of a hanging process have ended.
    if (type === 'test:enqueue' && data.nesting === 0) yield `${JSON.stringify({ type: 'planned', name: data.name })}\n`;
    if (type === 'test:start') {
      path.length = data.nesting;
      path.push(data.name);
    }
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const names = [...path.slice(0, data.nesting), data.name];
    const error = data.details.error;
    yield `${JSON.stringify({
      type: 'test', path: names, ms: data.details.duration_ms, result: resultOf(type, data),
      ...(type === 'test:fail' && { failure: String(error?.cause?.stack ?? error?.cause ?? error?.stack ?? error) }),
    })}\n`;
  }
}

function resultOf(type, { skip, todo }) {
  if (skip !== undefined) return 'skipped';
  if (todo !== undefined) return 'todo';
  return type === 'test:pass' ? 'passed' : 'failed';
}
