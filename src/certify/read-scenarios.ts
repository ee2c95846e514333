import {readdir} from 'node:fs/promises'
import path from 'node:path'
import type {Scenario} from '../core/certify/scenario.ts'
import {readLab, shippedLabs} from '../runner/lab-files.ts'

const folder = path.join(shippedLabs, 'certify')

/** All scenarios that come with redislab, in the order of their numbers. */
export async function readScenarios(): Promise<readonly Scenario[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml'))
  const labs = await Promise.all(files.map((file) => readLab(path.join(folder, file))))
  return labs
    .flatMap((lab): readonly Scenario[] =>
      lab.certify === undefined ? [] : [{id: lab.name, lab, certify: lab.certify}],
    )
    .toSorted((a, b) => a.certify.number - b.certify.number)
}
