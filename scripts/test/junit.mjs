// Writes the results as JUnit XML for CI systems.

/** @param {object[]} suites  As returned by runInLanes. @param {string} path */
export async function writeJunit(suites, path) {
  // Imported late: set-up may have just installed it.
  const { default: builder } = await import('junit-report-builder');
  const report = builder.newBuilder();
  for (const { name, missing, files } of suites) {
    const suite = report.testSuite().name(name);
    if (missing) suite.testCase().className(name).name('the suite').skipped(missing);
    for (const { file, tests, result, why, output, seconds } of files) {
      for (const { path: names, ms, result: outcome, failure } of tests) {
        const test = suite.testCase().className(`${name}.${file}`).name(names.join(' › '));
        if (ms !== null) test.time(ms / 1000);
        if (outcome === 'failed') test.failure(failure ?? 'failed', 'failure');
        if (outcome === 'skipped' || outcome === 'todo') test.skipped();
      }
      if (tests.length && (result === 'passed' || tests.some((test) => test.result === 'failed'))) continue;
      // Add a test case for the file or command itself when no single test shows its result.
      const whole = suite.testCase().className(name).name(file).time(seconds);
      if (result === 'failed') whole.failure(why, 'failure').standardError(output.slice(-20_000));
    }
  }
  report.writeTo(path);
}
