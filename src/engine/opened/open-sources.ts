import {lstat} from 'node:fs/promises'
import {RedislabError} from '../../core/errors/errors.ts'
import type {Evidence} from '../../core/evidence/facts.ts'
import {readText} from '../../core/evidence/read-text.ts'
import {planOfEvidence} from '../../core/identity/evidence-plan.ts'
import {type Identities, identify} from '../../core/identity/find-instances.ts'
import type {ServerInfo} from '../../core/words.ts'
import {removeDeployment} from '../deployment/remove-deployment.ts'
import {makePrivateFolder} from '../files/make-folder.ts'
import {readSourceTexts} from '../sources/read-sources.ts'
import {checkName, runDirectoryOf} from '../state/deployment-name.ts'
import {ensureHome, removeDirectory, resolveHome, unwritable} from '../state/home.ts'
import {takeLock} from '../state/lock.ts'
import {writeRecord} from '../state/record.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {isRunDirectory} from '../state/run-directories.ts'
import {linkRefused} from '../state/unreadable.ts'
import {storedAs, storeSources, withoutSecrets} from './stored-sources.ts'
import {writeInstances} from './write-instances.ts'

export interface OpenOptions {
  readonly name: string
  /** The state folder. */
  readonly home?: string | undefined
  /** Forget a deployment of the same name first. */
  readonly replace?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

export interface OpenedDeployment {
  readonly directory: string
  readonly record: DeploymentRecord
  readonly evidence: readonly Evidence[]
  readonly identities: Identities
}

/**
 * Makes a deployment of what people have of one that runs or ran elsewhere: a folder that is read like that of any other.
 * What was read is kept in it without its secrets. Nothing is started, and nobody is asked.
 *
 * @throws RedislabError SOURCE_NOT_FOUND, SOURCE_UNREADABLE, OPTION_INVALID, DEPLOYMENT_EXISTS, STATE_UNWRITABLE
 */
export async function openSources(
  sources: readonly string[],
  {name, home = resolveHome(), replace = false, signal}: OpenOptions,
): Promise<OpenedDeployment> {
  checkName(name)
  const {texts: raw, unread} = await readSourceTexts(sources, {signal})
  const texts = withoutSecrets(raw)
  const evidence = [...texts.map(({path, text}) => readText(path, text)), ...unread]
  const identities = identify(evidence)
  if (identities.instances.length === 0) throw nothingOfRedis(sources, evidence)
  await ensureHome(home)
  const directory = runDirectoryOf(home, name)
  if (replace && (await isRunDirectory(directory))) await removeDeployment(home, name, {signal})
  await using _lock = await takeLock(home, name, {signal})
  await makeDirectory(directory, name)
  try {
    const plan = planOfEvidence(name, evidence, identities)
    const record: DeploymentRecord = {
      schemaVersion: 1,
      createdAt: new Date().toISOString(),
      server: serverOf(identities, evidence),
      plan,
      processes: {},
      healers: [],
      opened: {sources: texts.map(({path}, index) => ({path, file: storedAs(index)}))},
    }
    // The record first: it makes the folder one that redislab knows as its own, and may remove.
    await writeRecord(directory, record)
    await storeSources(directory, texts)
    await writeInstances(directory, plan, {evidence, identities})
    return {directory, record, evidence, identities}
  } catch (error) {
    await removeDirectory(directory)
    throw error instanceof RedislabError ? error : unwritable(directory, error)
  }
}

async function makeDirectory(directory: string, name: string): Promise<void> {
  try {
    makePrivateFolder(directory)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(directory, error)
    if ((await lstat(directory)).isSymbolicLink()) throw linkRefused(directory)
    throw new RedislabError('DEPLOYMENT_EXISTS', `A deployment named "${name}" already exists.`, {
      suggestions: ['Open it under another name: add --name OTHER.', 'Replace it: add --replace.'],
      details: {deployment: name},
      cause: error,
    })
  }
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

function nothingOfRedis(sources: readonly string[], evidence: readonly Evidence[]): RedislabError {
  const [why] = evidence.flatMap(({unread}) => unread.map((line) => line.why))
  return new RedislabError(
    'SOURCE_UNREADABLE',
    `Nothing in ${sources.join(', ')} shows a Redis, a Valkey or a Sentinel${why === undefined ? '' : `: ${why}`}.`,
    {suggestions: ['Pass logs, redis.conf, sentinel.conf, nodes.conf or replies of redis-cli.']},
  )
}
