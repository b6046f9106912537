/**
 * Lines of the report, one comparison each. `reached` is true or false, or null without a target. A missed target is a line like
 * any other: the bench reports and does not judge.
 */
import { table } from '../../../scripts/lib/table.mjs';
import { ratio, summary } from './statistics.mjs';

/**
 * Compares our values with a peer's from the same rounds. `most`: the largest ratio that reaches the target.
 * @param {string} what @param {string} unit @param {number[]} ours @param {{ name: string, values: number[] }} peer @param {{ most?: number }} [reach]
 */
export function against(what, unit, ours, peer, { most } = {}) {
  const quotient = ratio(ours, peer.values);
  return {
    what,
    unit,
    ours: summary(ours),
    peer: { name: peer.name, ...summary(peer.values) },
    ratio: quotient,
    reach: most === undefined ? null : `at most ${most} x ${peer.name}`,
    reached: most === undefined ? null : quotient.median <= most,
  };
}

/** Compares our values with an absolute limit. @param {string} what @param {string} unit @param {number[]} ours @param {{ most?: number, peer?: { name: string, values: number[] } }} [reach] */
export function within(what, unit, ours, { most, peer } = {}) {
  const own = summary(ours);
  return {
    what,
    unit,
    ours: own,
    peer: peer ? { name: peer.name, ...summary(peer.values) } : null,
    ratio: null,
    reach: most === undefined ? null : `at most ${number(most)} ${unit}`.trim(),
    reached: most === undefined ? null : own.median <= most,
  };
}

/** @param {string} title @param {ReturnType<typeof against>[]} lines */
export function print(title, lines) {
  console.log(`\n${title}`);
  if (lines.length === 0) return;
  const result = { true: 'reached', false: 'missed', null: '' };
  const rows = lines.map((line) => [line.what, figure(line.ours, line.unit), line.peer ? `${figure(line.peer, line.unit)} ${line.peer.name}` : '', line.ratio ? figure(line.ratio, '') : '', line.reach ?? '', result[line.reached]]);
  table(['what', 'ours', 'peer', 'ratio', 'reach', ''], rows).forEach((row) => console.log(`  ${row}`));
}

/** The median, with the quartiles if rounds differ. */
export function figure({ median, low, high }, unit) {
  const range = low === high ? '' : ` (${number(low)} to ${number(high)})`;
  return `${number(median)}${unit && ` ${unit}`}${range}`;
}

/** Formats with three significant digits. @param {number} value */
export function number(value) {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(Math.min(digits, 4));
}
