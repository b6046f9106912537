// The paths of a test run's results.
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';

/** All results of the last run: logs, test events, evidence of failures, the report. */
export const REPORT = join(root, 'target', 'test-report');

export const LOGS = join(REPORT, 'logs');
export const FAILURES = join(REPORT, 'failures');
export const JUNIT = join(REPORT, 'junit.xml');
export const TIMES = join(REPORT, 'times.json');
