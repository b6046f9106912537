/** Statistics of measured values: medians and quartiles, which a single slow round on a busy machine does not distort. */

/** @param {number[]} values @param {number} share 0 to 1; interpolated between two values */
function quantile(values, share) {
  if (values.length === 0) throw new RangeError('nothing was measured');
  if (!values.every(Number.isFinite)) throw new RangeError('not everything that was measured is a number');
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below + (above - below) * (at - Math.floor(at));
}

/** @param {number[]} values */
export const median = (values) => quantile(values, 0.5);

/** Half of all rounds lie between `low` and `high`. @param {number[]} values */
export const spread = (values) => ({ low: quantile(values, 0.25), high: quantile(values, 0.75) });

/** @param {number[]} values */
export const summary = (values) => ({ median: median(values), ...spread(values), rounds: values.length });

/** Ratios per round, since anything that slows a round down affects both sides. @param {number[]} ours @param {number[]} peers */
export function ratio(ours, peers) {
  if (ours.length !== peers.length) throw new RangeError('both sides need the same rounds');
  return summary(ours.map((value, i) => value / peers[i]));
}
