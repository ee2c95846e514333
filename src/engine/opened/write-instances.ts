import {mkdir, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {filesOf} from '../../core/config/files.ts'
import type {DirectiveFact, Evidence, LogFact} from '../../core/evidence/facts.ts'
import {formatLogLine} from '../../core/evidence/format-log-line.ts'
import type {EvidencedInstance, Identities} from '../../core/identity/find-instances.ts'
import type {Plan} from '../../core/topology/plan.ts'
import {renderedConf, renderedFolder} from '../instances/write-confs.ts'

/**
 * Gives each instance of an opened deployment a folder with its log in the form of Redis, put together from all files
 * that hold lines of it, in the order of time; and what its conf says, where there is one.
 */
export async function writeInstances(
  directory: string,
  plan: Plan,
  {evidence, identities}: {readonly evidence: readonly Evidence[]; readonly identities: Identities},
): Promise<void> {
  const lines = new Map<string, LogFact[]>()
  const confs = new Map<string, DirectiveFact[]>()
  for (const {facts} of evidence)
    for (const fact of facts) {
      const owner = identities.ownerOf(fact)?.name
      if (owner === undefined) continue
      if (fact.kind === 'log') add(lines, owner, fact)
      else if (fact.kind === 'directive') add(confs, owner, fact)
    }
  await mkdir(path.join(directory, renderedFolder), {mode: 0o700})
  for (const instance of plan.instances) {
    const folder = path.join(directory, instance.name)
    await mkdir(folder, {mode: 0o700})
    const own = lines.get(instance.name) ?? []
    if (own.length > 0)
      await writeFile(
        path.join(folder, filesOf(instance).log),
        `${inOrder(own)
          .map(({fact, at}) => formatLogLine(fact, at, instance.kind === 'sentinel'))
          .join('\n')}\n`,
        {mode: 0o600},
      )
    const conf = confs.get(instance.name)
    if (conf !== undefined)
      await writeFile(renderedConf(directory, instance.name), `${conf.map(({text}) => text).join('\n')}\n`, {
        mode: 0o600,
      })
  }
}

function add<Value>(lists: Map<EvidencedInstance['name'], Value[]>, name: string, value: Value): void {
  const list = lists.get(name)
  if (list === undefined) lists.set(name, [value])
  else list.push(value)
}

interface TimedLine {
  readonly fact: LogFact
  readonly at: number
}

/**
 * In the order of time, each once: a log and the output of the same container hold the same lines, and exports begin with
 * the newest. A line without a time stays behind the one before it.
 */
function inOrder(facts: readonly LogFact[]): readonly TimedLine[] {
  let last = facts.find(({at}) => at !== null)?.at ?? 0
  const timed = facts.map((fact) => {
    last = fact.at ?? last
    return {fact, at: last}
  })
  const seen = new Map<string, string>()
  return timed
    .filter(({fact, at}) => {
      const key = `${at} ${fact.pid} ${fact.message}`
      const other = seen.get(key) ?? fact.stream
      seen.set(key, other)
      // In one file the same line may have been written twice.
      return other === fact.stream
    })
    .toSorted((a, b) => a.at - b.at)
}
