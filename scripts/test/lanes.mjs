// Runs suites in lanes: the suites of a lane in sequence, the lanes in parallel, up to a limit.
import { availableParallelism } from 'node:os';
import { createProgress } from './progress.mjs';

/** Suites that drive a browser spend about a third of their time waiting, so one lane more than there are cores keeps all cores busy. */
const AT_ONCE = availableParallelism() + 1;

/**
 * @param {object[][]} stages  The suites of a stage start when all suites of the previous stage have ended.
 * @param {(suite: object, report: (line: string) => void) => Promise<object>} runSuite
 * @returns the results, in the order of the suites
 */
export async function runInLanes(stages, runSuite) {
  const results = new Map();
  for (const suites of stages) {
    const waiting = [...grouped(suites).values()];
    const progress = createProgress();
    const carry = async () => {
      for (let lane = waiting.shift(); lane; lane = waiting.shift()) {
        for (const suite of lane) results.set(suite, await progress.of(suite.name, (report) => runSuite(suite, report)));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, carry));
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
