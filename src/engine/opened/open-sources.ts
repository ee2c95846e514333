import {lstat, rename} from 'node:fs/promises'
import type {ClockPlan} from '../../core/clocks/plan-clocks.ts'
import {type ReadClocksOptions, readClocks} from '../../core/clocks/read-clocks.ts'
import {redactZones} from '../../core/clocks/redact-zones.ts'
import {groupBy} from '../../core/diagnosis/group-by.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import type {Evidence} from '../../core/evidence/facts.ts'
import type {Redaction} from '../../core/evidence/redact.ts'
import {planOfEvidence} from '../../core/identity/evidence-plan.ts'
import {type Identities, identify} from '../../core/identity/find-instances.ts'
import type {ServerInfo} from '../../core/words.ts'
import {removeDeploymentHeld} from '../deployment/remove-deployment.ts'
import {makePrivateFolder} from '../files/make-folder.ts'
import type {AskedDeployment} from '../live/ask-deployment.ts'
import {checkName, makeName, runDirectoryOf} from '../state/deployment-name.ts'
import {ensureHome, removeDirectory, resolveHome, unwritable} from '../state/home.ts'
import {takeLock} from '../state/lock.ts'
import {writeRecord} from '../state/record.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {isRunDirectory} from '../state/run-directories.ts'
import {linkRefused} from '../state/unreadable.ts'
import {readAndStore} from './stored-sources.ts'
import {writeConfs, writeLogs} from './write-instances.ts'

export interface OpenOptions {
  readonly name: string
  /** The state folder. */
  readonly home?: string | undefined
  /** Forget a deployment of the same name first. */
  readonly replace?: boolean | undefined
  /** What a person knows of the clocks. */
  readonly clocks?: ReadClocksOptions | undefined
  /** Hides addresses and names in all that is kept. Its map is whole afterwards. */
  readonly redaction?: Redaction | undefined
  /** Instances that run elsewhere, which were asked. */
  readonly live?: AskedDeployment | undefined
  readonly signal?: AbortSignal | undefined
}

export interface OpenedDeployment {
  readonly directory: string
  readonly record: DeploymentRecord
  readonly evidence: readonly Evidence[]
  readonly identities: Identities
  readonly clocks: ClockPlan
}

/**
 * Makes a deployment of what people have of one that runs or ran elsewhere: a folder that is read like that of any other.
 * What was read is kept in it without its secrets. Nothing is started, and nobody is asked.
 *
 * @throws RedislabError SOURCE_NOT_FOUND, SOURCE_UNREADABLE, OPTION_INVALID, DEPLOYMENT_EXISTS, STATE_UNWRITABLE
 */
export async function openSources(
  sources: readonly string[],
  {name, home = resolveHome(), replace = false, clocks, redaction, live, signal}: OpenOptions,
): Promise<OpenedDeployment> {
  checkName(name)
  await ensureHome(home)
  const directory = runDirectoryOf(home, name)
  await using _lock = await takeLock(home, name, {signal})
  if (!replace) await requireFree(directory, name)
  // In a folder of its own at first: what cannot be opened takes nothing away. `clean` removes what is left of it.
  const draftName = makeName('opening')
  const draft = runDirectoryOf(home, draftName)
  await using _draftLock = await takeLock(home, draftName, {signal})
  try {
    makePrivateFolder(draft)
    const opened = await fillDirectory(draft, sources, {name, clocks, redaction, live, signal})
    if (await isRunDirectory(directory)) await removeDeploymentHeld(home, name)
    await requireFree(directory, name)
    await rename(draft, directory)
    return {directory, ...opened}
  } catch (error) {
    await removeDirectory(draft)
    if (error instanceof RedislabError || signal?.aborted) throw error
    throw unwritable(directory, error)
  }
}

async function fillDirectory(
  directory: string,
  sources: readonly string[],
  {
    name,
    clocks: given = {},
    redaction,
    live,
    signal,
  }: Pick<OpenOptions, 'name' | 'clocks' | 'redaction' | 'live' | 'signal'>,
): Promise<Omit<OpenedDeployment, 'directory'>> {
  const {evidence, stored} = await readAndStore(directory, sources, {
    signal,
    redaction,
    ...(live === undefined ? {} : {transcripts: live.transcripts}),
  })
  const options = redactZones(given, redaction)
  const identities = identify(evidence)
  if (identities.instances.length === 0) throw nothingOfRedis(sources, evidence)
  const {evidence: timed, plan: clocks, year} = readClocks(evidence, identities.heard, options)
  requireYear(timed)
  const plan = planOfEvidence(name, timed, identities)
  const record: DeploymentRecord = {
    schemaVersion: 1,
    createdAt: new Date().toISOString(),
    server: serverOf(identities, evidence),
    plan,
    processes: {},
    healers: [],
    opened: {
      sources: [...stored],
      ...(live === undefined ? {} : {live: live.kept}),
      clocks: {
        zones: [...(options.zones ?? [])],
        year,
        align: options.align === true,
        alone: findAlone(clocks),
      },
    },
  }
  const opened = {directory, plan, identities, clocks, year, signal}
  await writeConfs(opened, evidence)
  await writeLogs(opened, stored)
  await writeRecord(directory, record)
  return {record, evidence, identities, clocks}
}

/** Of each but the first group of clocks that are linked: what they show says nothing of when the others wrote. */
function findAlone({clocks}: ClockPlan): string[] {
  // Those whose zone is known show the same time.
  const isKnown = (name: string | null) => clocks.some((clock) => clock.name === name && clock.zone !== null)
  const groupOf = ({name, reference, zone}: ClockPlan['clocks'][number]) =>
    zone !== null || isKnown(reference) ? 'UTC' : (reference ?? name)
  const groups = [...groupBy(clocks, groupOf).values()].toSorted((a, b) => b.length - a.length)
  return groups.slice(1).flatMap((group) => group.map(({name}) => name))
}

/** @throws RedislabError DEPLOYMENT_EXISTS, STATE_UNREADABLE */
async function requireFree(directory: string, name: string): Promise<void> {
  const found = await lstat(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw unwritable(directory, error)
  })
  if (found === undefined) return
  if (found.isSymbolicLink()) throw linkRefused(directory)
  throw new RedislabError('DEPLOYMENT_EXISTS', `A deployment named "${name}" already exists.`, {
    suggestions: ['Open it under another name: add --name OTHER.', 'Replace it: add --replace.'],
    details: {deployment: name},
  })
}

/** What the latest line that names a version says. */
function serverOf({instances}: Identities, evidence: readonly Evidence[]): ServerInfo {
  const version = instances.flatMap(({versions}) => versions).at(-1) ?? 'of unknown version'
  const isValkey = evidence.some(({facts}) =>
    facts.some(
      (fact) =>
        (fact.kind === 'log' && /^Valkey version=/.test(fact.message)) ||
        (fact.kind === 'info' && fact.fields.has('valkey_version')),
    ),
  )
  return {flavour: isValkey ? 'valkey' : 'redis', version, path: ''}
}

/** Between logs of which one has no year nothing can be put in order. */
function requireYear(evidence: readonly Evidence[]): void {
  for (const {facts} of evidence)
    for (const fact of facts)
      if (fact.kind === 'log' && fact.at !== null && !fact.hasYear)
        throw new RedislabError(
          'OPTION_INVALID',
          `The lines of ${fact.place.path} say no year, as those of Redis before 5.0.`,
          {suggestions: ['Say which year its first line is of: add --year 2021.']},
        )
}

function nothingOfRedis(sources: readonly string[], evidence: readonly Evidence[]): RedislabError {
  const [why] = evidence.flatMap(({unread}) => unread.map((line) => line.why))
  return new RedislabError(
    'SOURCE_UNREADABLE',
    `Nothing in ${sources.join(', ')} shows a Redis, a Valkey or a Sentinel${why === undefined ? '' : `: ${why}`}.`,
    {suggestions: ['Pass logs, redis.conf, sentinel.conf, nodes.conf or replies of redis-cli.']},
  )
}
