import {readFile, rename, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {hostWordsOf} from '../../core/config/check-confs.ts'
import {readConfLines, readDirective} from '../../core/config/conf-line.ts'
import {filesOf} from '../../core/config/files.ts'
import {type Mistake, refuseMistakes} from '../../core/config/mistake.ts'
import {at} from '../../core/config/required-lines.ts'
import {judgeLine} from '../../core/config/rules.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {resolveNames} from '../host/resolve-names.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {instanceDirectory} from './instance-process.ts'

export interface ConfEdit {
  readonly instance: PlannedInstance
  /** Directives whose lines are left out: `maxmemory`, `sentinel myid`. */
  readonly without?: readonly string[] | undefined
  /** Lines that are put at the end. */
  readonly lines?: readonly string[] | undefined
}

/**
 * Changes the conf that an instance starts from next time. It must not run: a server rewrites its conf from memory.
 *
 * @throws RedislabError DIRECTIVE_INVALID for a line that points to something outside of the deployment
 */
export async function editConf(
  directory: string,
  {plan, ...access}: DeploymentRecord,
  {instance, without = [], lines = []}: ConfEdit,
): Promise<void> {
  const folder = instanceDirectory(directory, instance.name)
  const added = readConfLines(lines.join('\n'), (index) => ({
    where: `"${lines[index]}"`,
    isForOneInstance: false,
  }))
  const names = await resolveNames(added.flatMap(hostWordsOf))
  const place = {plan, instance, directory: folder, access, names, morePorts: []}
  refuseMistakes(
    added.flatMap((line): readonly Mistake[] => {
      const refusal = judgeLine(line, place)
      return refusal === undefined ? [] : [at(line, refusal)]
    }),
  )
  const file = path.join(folder, filesOf(instance).conf)
  const left = new Set(without.map((name) => name.toLowerCase()))
  const kept = (await readFile(file, 'utf8')).split('\n').filter((line) => !left.has(nameOf(line)))
  const unfinished = `${file}.edited`
  await writeFile(unfinished, `${[...kept, ...lines].join('\n').trimEnd()}\n`, {mode: 0o600})
  await rename(unfinished, file)
}

function nameOf(line: string): string {
  return /^\s*#/.test(line) ? '' : (readDirective(line)?.name ?? '')
}
