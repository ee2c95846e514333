import {writeFileSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import path from 'node:path'
import {textOf} from '../../core/text/text-of.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import type {Connection} from '../redis/connection.ts'
import {isReply} from '../redis/is-reply.ts'
import {unwritable} from '../state/home.ts'

/** How the settings of the instances were when the deployment was ready, by the name of the instance. */
export type Baseline = Readonly<Record<string, Settings>>
export type Settings = Readonly<Record<string, string>>

const file = (directory: string) => path.join(directory, 'rendered', 'baseline.json')

/**
 * Writes down how the settings were at the start: a reset goes back to them. An instance that is not in it is started again then.
 *
 * @throws RedislabError STATE_UNWRITABLE
 */
export function saveBaseline(directory: string, baseline: Baseline): void {
  try {
    // A start waits for it: the thread pool takes longer than to write it.
    writeFileSync(file(directory), JSON.stringify(baseline), {mode: 0o600})
  } catch (error) {
    throw unwritable(directory, error)
  }
}

/** @returns undefined when none was written down */
export async function readBaseline(directory: string): Promise<Baseline | undefined> {
  try {
    return JSON.parse(await readFile(file(directory), 'utf8'))
  } catch (error) {
    // Of a deployment that another version started, or torn when it was killed: then nothing is known.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw error
  }
}

/** What follows from the role of an instance is not a setting of its own. */
const ofRoles: ReadonlySet<string> = new Set(['replicaof', 'slaveof'])
/** Of what a sentinel says of a master: what can be set. */
const ofMonitor: ReadonlySet<string> = new Set([
  'quorum',
  'down-after-milliseconds',
  'failover-timeout',
  'parallel-syncs',
])

/**
 * By which the users of a data instance are among its settings. No directive has this name, so it cannot be set back: an
 * instance with other users is started again, and reads its own.
 */
const usersName = 'acl list'

/** A template may have renamed ACL. */
function ignoreRefusal(error: unknown): undefined {
  if (!isReply(error)) throw error
}

/** @returns undefined for an instance that refuses to tell: a template may have renamed CONFIG */
export async function readSettingsIfAllowed(
  connection: Connection,
  instance: PlannedInstance,
  masters: readonly {readonly name: string}[],
): Promise<Settings | undefined> {
  try {
    return await readSettings(connection, instance, masters)
  } catch (error) {
    if (isReply(error)) return undefined
    throw error
  }
}

/** The settings of an instance; of a sentinel, those of the masters that it monitors, too. */
export async function readSettings(
  connection: Connection,
  {kind}: PlannedInstance,
  masters: readonly {readonly name: string}[],
): Promise<Settings> {
  if (kind === 'redis') {
    const [all, users] = await Promise.all([
      connection.call('CONFIG', 'GET', '*').then(toFields),
      connection.call('ACL', 'LIST').then(String, ignoreRefusal),
    ])
    const settings = Object.entries(all).filter(([name]) => !ofRoles.has(name))
    // Passwords stand there as hashes only.
    return {...Object.fromEntries(settings), ...(users === undefined ? {} : {[usersName]: users})}
  }
  const [global, ...monitored] = await Promise.all([
    connection.call('SENTINEL', 'CONFIG', 'GET', '*'),
    ...masters.map(({name}) => connection.call('SENTINEL', 'MASTER', name)),
  ])
  const ofMasters = monitored.flatMap((reply, index) =>
    Object.entries(toFields(reply))
      .filter(([name]) => ofMonitor.has(name))
      .map(([name, value]) => [`${masters[index]?.name} ${name}`, value]),
  )
  return {...toFields(global), ...Object.fromEntries(ofMasters)}
}

function toFields(reply: unknown): Settings {
  const flat = Array.isArray(reply) ? reply.map(textOf) : []
  return Object.fromEntries(
    flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? '']] : [])),
  )
}
