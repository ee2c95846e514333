/** @param {readonly number[]} numbers */
export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** @param {number} number */
export function round(number, steps = 10) {
  return Math.round(number * steps) / steps
}

/**
 * The ratio of two contenders, run by run: whatever else the machine did met both.
 *
 * @param {readonly number[]} own
 * @param {readonly number[]} other
 */
export function ratioOf(own, other) {
  return median(own.map((each, run) => each / other[run]))
}

/**
 * The smallest number that so large a share of all is not above.
 *
 * @param {readonly number[]} numbers
 * @param {number} share from 0 to 1
 */
export function quantile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
}
