import process from 'node:process'
import {stderrTheme} from '../kit/theme.ts'
import {makeStepsReporter, type StepsReporter} from './steps-reporter.ts'

/** How long nobody wonders what is going on: longer than a cluster takes, whose masters do not serve for 2 s. */
const patienceMs = 4000

/** Says nothing unless somebody watches a terminal, or it takes long: then a line, on stderr. */
export function makePatientReporter(text: string): StepsReporter {
  if (process.stderr.isTTY) return makeStepsReporter({quiet: false})
  const timer = setTimeout(
    () => process.stderr.write(`${stderrTheme.dim(`redislab: ${text} …`)}\n`),
    patienceMs,
  )
  return {onStep: () => {}, finish: async () => clearTimeout(timer)}
}
