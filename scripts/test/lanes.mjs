// Runs suites in lanes: those of one lane one after the other, lanes side by side, as many as the machine carries.
import { createProgress } from './progress.mjs';

/**
 * @param {object[][]} stages  Suites of a stage begin when those of the stage before have ended.
 * @param {(suite: object, report: (line: string) => void) => Promise<object>} runSuite
 * @returns the results, in the order of the suites
 */
export async function runInLanes(stages, runSuite) {
  const results = new Map();
  for (const suites of stages) {
    const lanes = grouped(suites);
    const progress = createProgress();
    await Promise.all([...lanes.values()].map(async (lane) => {
      for (const suite of lane) results.set(suite, await progress.of(suite.name, (report) => runSuite(suite, report)));
    }));
    progress.end();
  }
  return stages.flat().map((suite) => results.get(suite));
}

/** `Map.groupBy` is not in Node 20. */
function grouped(suites) {
  const lanes = new Map();
  for (const suite of suites) lanes.set(suite.lane, [...(lanes.get(suite.lane) ?? []), suite]);
  return lanes;
}
