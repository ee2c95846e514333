import {readFile} from 'node:fs/promises'
import path from 'node:path'
import {filesOf} from '../../core/config/files.ts'
import type {Evidence, Fact} from '../../core/evidence/facts.ts'
import {readText} from '../../core/evidence/read-text.ts'
import {originalAddresses} from '../../core/twin/shape-plan.ts'
import {readJournal} from '../state/journal.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {readStoredSources} from './stored-sources.ts'

/**
 * What there is of a twin to be diagnosed: all that its original says of itself, as it was read then, and what has happened
 * to the twin since it was started, told with the addresses of the original.
 */
export async function twinEvidence(
  directory: string,
  record: DeploymentRecord,
  {signal}: {readonly signal?: AbortSignal | undefined} = {},
): Promise<readonly Evidence[]> {
  const {twin, plan} = record
  if (twin === undefined) return []
  const stored = await readStoredSources(directory, twin.sources, {signal})
  const since = await readyAt(directory)
  const addresses = originalAddresses(plan, twin.instances)
  const logs = await Promise.all(
    plan.instances.map(async (instance) => {
      const original = twin.instances.find(({name}) => name === instance.name)?.original ?? instance.name
      const file = path.join(directory, instance.name, filesOf(instance).log)
      const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return ''
        throw error
      })
      return since === undefined ? [] : [readLog(`${file}#${original}`, rename(text, addresses), since)]
    }),
  )
  return [...stored, ...logs.flat().filter(({facts}) => facts.length > 0)]
}

/** Its own start says nothing of the original. Logs are in the time of this machine, without a zone. */
async function readyAt(directory: string): Promise<number | undefined> {
  const journal = await readJournal(directory)
  const at = journal.find(({entry}) => entry.kind === 'deployment-started')?.at
  if (at === undefined) return undefined
  return at - new Date(at).getTimezoneOffset() * 60_000
}

function readLog(name: string, text: string, since: number): Evidence {
  const read = readText(name, text)
  const isSince = (fact: Fact) => fact.kind === 'log' && fact.at !== null && fact.at >= since
  return {...read, facts: read.facts.filter(isSince)}
}

/** `127.0.0.1:7100` and `127.0.0.1 7100`, as logs have them, to what stands for it. */
function rename(text: string, addresses: ReadonlyMap<string, string>): string {
  const known = [...addresses].map(([here, there]) => [
    here.replace(/:(\d+)$/, ' $1'),
    there.replace(/:(\d+)$/, ' $1'),
  ])
  const all = new Map([...addresses, ...known.map(([here = '', there = '']) => [here, there] as const)])
  if (all.size === 0) return text
  const pattern = new RegExp(
    `(?:${[...all.keys()].map((it) => it.replace(/[.[\]]/g, '\\$&')).join('|')})\\b`,
    'g',
  )
  return text.replace(pattern, (address) => all.get(address) ?? address)
}
