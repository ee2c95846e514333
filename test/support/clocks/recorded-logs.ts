import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {type ClockInstance, clockInstancesOf} from '../../../src/core/clocks/clock-instance.ts'
import {readText} from '../../../src/core/evidence/read-text.ts'
import {shiftLog} from './shift-log.ts'

const folder = path.resolve(import.meta.dirname, '../../fixtures/failovers')

/** The failovers of real servers whose logs were kept. */
export const recordedNames: readonly string[] = readdirSync(folder)

/** The logs of a real failover: name of the instance → text. */
export function readRecordedLogs(name: string): ReadonlyMap<string, string> {
  const files = readdirSync(path.join(folder, name)).filter((file) => file.endsWith('.log'))
  return new Map(
    files.map((file) => [path.basename(file, '.log'), readFileSync(path.join(folder, name, file), 'utf8')]),
  )
}

/** The instances of logs, each as if its clock had been ahead by so much. */
export function instancesOf(
  logs: ReadonlyMap<string, string>,
  aheadMs: (name: string) => number = () => 0,
): readonly ClockInstance[] {
  const evidence = [...logs].map(([name, text]) => readText(name, shiftLog(text, aheadMs(name))))
  return clockInstancesOf(
    [...logs.keys()].map((name) => ({name, files: [name], ids: []})),
    evidence,
  )
}
