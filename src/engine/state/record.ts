import {randomBytes} from 'node:crypto'
import {lstat, readdir, rename, rm, writeFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {z} from 'zod/mini'
import {hasErrorCode, RedislabError} from '../../core/errors.ts'
import type {Plan} from '../../core/topology/plan.ts'
import {readPlainFile, whyNot} from '../plain-file.ts'
import {unwritable} from './home.ts'

const schemaVersion = 1

const directive = z.strictObject({name: z.string(), value: z.string()})

const planSchema = z.strictObject({
  name: z.string(),
  topology: z.string(),
  mode: z.enum(['standalone', 'replication', 'sentinel', 'cluster']),
  masters: z.array(
    z.strictObject({
      name: z.string(),
      instance: z.string(),
      quorum: z.exactOptional(z.number()),
      slots: z.exactOptional(z.strictObject({first: z.number(), last: z.number()})),
    }),
  ),
  instances: z.array(
    z.strictObject({
      name: z.string().check(z.regex(/^[ns]\d+$/)),
      kind: z.enum(['redis', 'sentinel']),
      host: z.string(),
      port: z.number(),
      bound: z.exactOptional(z.strictObject({host: z.string(), port: z.number()})),
      masterName: z.exactOptional(z.string()),
      replicaOf: z.exactOptional(z.string()),
      nodeId: z.exactOptional(z.string()),
      sentinelId: z.exactOptional(z.string()),
    }),
  ),
  settings: z.strictObject({
    timing: z.enum(['lab', 'redis']),
    downAfterMs: z.number(),
    failoverTimeoutMs: z.number(),
    parallelSyncs: z.number(),
    persist: z.enum(['none', 'rdb', 'aof']),
    set: z.array(directive),
    sentinelSet: z.array(directive),
  }),
})

/** A process of ours: its pid, and what tells it from another process that has the same pid later. */
const processSchema = z.strictObject({pid: z.number(), startedAt: z.string()})

/** A fault that undoes another: core/faults.ts. */
const healSchema = z.discriminatedUnion('kind', [
  z.strictObject({kind: z.enum(['start', 'stop', 'pause', 'resume'])}),
  z.strictObject({kind: z.literal('set'), directives: z.array(directive)}),
])
const linkEnds = {from: z.string(), to: z.string()}

const linksSchema = z.strictObject({
  /** The link relay; null before it was started and after it was stopped. */
  process: z.nullable(processSchema),
  rules: z.array(
    z.strictObject({
      ...linkEnds,
      cut: z.exactOptional(z.enum(['stall', 'reset', 'refuse'])),
      delayMs: z.exactOptional(z.number()),
      jitterMs: z.exactOptional(z.number()),
      bytesPerSecond: z.exactOptional(z.number()),
    }),
  ),
  /** Processes that will heal parts of these rules later (`--for`). */
  healers: z.array(
    z.strictObject({
      process: processSchema,
      parts: z.array(z.strictObject({...linkEnds, part: z.enum(['cut', 'shape'])})),
      at: z.string(),
    }),
  ),
})

const recordSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  createdAt: z.string(),
  /** When it was last put back to how it began. */
  resetAt: z.exactOptional(z.string()),
  /** The process that takes it down when its owner has ended. */
  watcher: z.exactOptional(processSchema),
  server: z.strictObject({flavour: z.enum(['redis', 'valkey']), version: z.string(), path: z.string()}),
  plan: planSchema,
  password: z.exactOptional(z.string()),
  /** By instance name. `stopped`: it was stopped with `stop`, and is not meant to run. */
  processes: z.record(
    z.string(),
    z.strictObject({
      process: z.nullable(processSchema),
      stopped: z.boolean(),
      /** When redislab paused it. */
      pausedAt: z.exactOptional(z.string()),
    }),
  ),
  /** Processes that will heal a fault later (`--for`). */
  healers: z.array(
    z.strictObject({
      process: processSchema,
      instances: z.array(z.string()),
      at: z.string(),
      /** What undoes it, by instance. Not there in records of 0.1.0 before settings could be set for a time. */
      heals: z.exactOptional(z.record(z.string(), healSchema)),
    }),
  ),
  /** With `--links`. */
  links: z.exactOptional(linksSchema),
})

/** What is on disk of a deployment: `deployment.json` in its run directory. */
export type DeploymentRecord = Omit<z.infer<typeof recordSchema>, 'plan'> & {readonly plan: Plan}
export type ProcessIdentity = z.infer<typeof processSchema>

export const recordFile = 'deployment.json'

/** The run directory of a deployment. */
export function runDirectoryOf(home: string, name: string): string {
  return path.join(home, name)
}

/**
 * @returns undefined when there is no such deployment
 * @throws RedislabError STATE_UNREADABLE when its record is damaged or of another version of redislab, or when it or its
 * folder is a link: what is done to a deployment would be done to what it leads to
 */
export async function readRecord(directory: string): Promise<DeploymentRecord | undefined> {
  const file = path.join(directory, recordFile)
  let text: string
  let owner: number
  try {
    const folder = await lstat(directory)
    if (folder.isSymbolicLink()) throw linkRefused(directory)
    owner = folder.uid
    text = await readPlainFile(file)
  } catch (error) {
    if (error instanceof RedislabError) throw error
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw unreadable(file, whyNot(error), 'denied', error)
  }
  // What another user wrote down is no reason to signal anybody.
  if (owner !== process.geteuid?.()) throw unreadable(file, 'it belongs to another user', 'denied')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw unreadable(file, 'it is cut off or not JSON', 'damaged', error)
  }
  const version = (json as {schemaVersion?: unknown} | null)?.schemaVersion
  if (typeof version === 'number' && version > schemaVersion) {
    throw unreadable(
      file,
      `it was written by a newer redislab (schema ${version}, this one reads ${schemaVersion})`,
      'newer',
    )
  }
  const parsed = recordSchema.safeParse(json)
  if (parsed.success && parsed.data.plan.name !== path.basename(directory)) {
    throw unreadable(
      file,
      `it is that of "${parsed.data.plan.name}": the folder was copied or moved`,
      'denied',
    )
  }
  if (parsed.success) return parsed.data as DeploymentRecord
  const issue = parsed.error.issues[0]
  throw unreadable(
    file,
    `${issue?.path.join('.') || 'the whole'} is not what redislab writes there`,
    'damaged',
  )
}

/** Writes the record so that a reader sees the old one or the new one, never a part. Mode 0600: it may hold a password. */
export async function writeRecord(directory: string, record: DeploymentRecord): Promise<void> {
  const file = path.join(directory, recordFile)
  const draft = `${file}.${randomBytes(4).toString('hex')}`
  try {
    await writeFile(draft, `${JSON.stringify(record, undefined, 2)}\n`, {mode: 0o600})
    await rename(draft, file)
  } catch (error) {
    await rm(draft, {force: true})
    throw unwritable(directory, error)
  }
}

/** The names of all run directories, damaged ones included; whether they hold a record is for `readRecord` to say. */
export async function listRunDirectories(home: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(home, {withFileTypes: true})
    const named = entries
      .filter((entry) => entry.isDirectory() && isDeploymentName(entry.name))
      .map(({name}) => name)
    const ours = await Promise.all(named.map((name) => isRunDirectory(runDirectoryOf(home, name))))
    return named.filter((_, index) => ours[index]).sort()
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return []
    throw unreadable(home, code === 'ENOTDIR' ? 'it is not a folder' : whyNot(error), 'denied', error)
  }
}

/** Names become folders and words in a shell: letters, digits, dash, underscore and dot, not beginning with a dot or dash. */
export function isDeploymentName(name: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/.test(name)
}

/** @throws RedislabError OPTION_INVALID, DEPLOYMENT_NOT_FOUND, STATE_UNREADABLE */
export async function requireRecord(home: string, name: string): Promise<DeploymentRecord> {
  checkName(name)
  const record = await readRecord(runDirectoryOf(home, name))
  if (record !== undefined) return record
  const others = await listRunDirectories(home)
  throw new RedislabError('DEPLOYMENT_NOT_FOUND', `There is no deployment named "${name}".`, {
    suggestions: [
      others.length > 0 ? `There is ${others.join(', ')}: add --name NAME.` : 'Start one: redislab up 1m2r3s',
    ],
    details: {deployment: name},
  })
}

/** @throws RedislabError OPTION_INVALID */
export function checkName(name: string): void {
  if (isDeploymentName(name)) return
  throw new RedislabError('OPTION_INVALID', `"${name}" cannot be the name of a deployment.`, {
    suggestions: [
      'Use letters, digits, dash, underscore and dot, 64 at most, beginning with a letter or digit.',
    ],
  })
}

/** What stands in a run directory, and nothing else does. */
const ownEntries =
  /^(deployment\.json(\.[0-9a-f]{8})?|journal\.jsonl|healer\.log|watcher\.log|relay\.log|links\.sock|rendered|[ns]\d+)$/

/**
 * Whether a folder is one that redislab made: it holds a record, or nothing but what stands beside one. The state folder
 * may be any folder; what else is in it is not ours to list, and not to remove.
 */
export async function isRunDirectory(directory: string): Promise<boolean> {
  const facts = await lstat(directory).catch(ignoreAbsent)
  if (facts?.isDirectory() !== true) return false
  const names = await readdir(directory).catch(ignoreAbsent)
  if (names === undefined) return false
  // One without anything in it is ours if it is as private as we make them: redislab was killed while making it.
  if (names.length === 0) return (facts.mode & 0o777) === 0o700
  if (names.every((name) => ownEntries.test(name))) return true
  // Somebody may have put a file of their own beside a record of ours. One that cannot be read may be anybody's.
  return names.includes(recordFile) && (await readRecord(directory).then(isThere, isUnreadable))
}

const isThere = (record: DeploymentRecord | undefined): boolean => record !== undefined

function isUnreadable(error: unknown): false {
  if (hasErrorCode(error, 'STATE_UNREADABLE')) return false
  throw error
}

function ignoreAbsent(error: unknown): undefined {
  const {code} = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return undefined
  throw error
}

/** Whether a record cannot be read since it is broken, not since it is of a newer redislab or somebody else's. */
export function isDamaged(error: unknown): boolean {
  return hasErrorCode(error, 'STATE_UNREADABLE') && error.details?.['reason'] === 'damaged'
}

/** The error for a link where the folder of a deployment should be. */
export function linkRefused(directory: string): RedislabError {
  return new RedislabError(
    'STATE_UNREADABLE',
    `${directory} is a symbolic link, and redislab follows none here.`,
    {
      suggestions: ['Remove the link, or move the folder that it leads to in its place.'],
      details: {path: directory, reason: 'denied'},
    },
  )
}

function unreadable(
  file: string,
  problem: string,
  reason: 'damaged' | 'newer' | 'denied',
  cause?: unknown,
): RedislabError {
  return new RedislabError('STATE_UNREADABLE', `${file} cannot be used: ${problem}.`, {
    suggestions:
      reason === 'damaged'
        ? [
            `redislab down --name ${path.basename(path.dirname(file))} removes it, after ending the processes that are surely its own.`,
          ]
        : reason === 'newer'
          ? ['Use the redislab that it was started with, or a newer one.']
          : ['Use redislab as the user who started it.'],
    details: {path: file, reason},
    ...(cause === undefined ? {} : {cause}),
  })
}
