import type {LogFact} from '../evidence/facts.ts'

/** How often something was logged, with the lines of long logs that were only counted. */
export function countTimes(lines: readonly LogFact[]): number {
  return lines.reduce((sum, {alike = 0}) => sum + 1 + alike, 0)
}
