import {mkdtemp, rm} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import {createTarGzip} from 'nanotar'
import type {Access} from '../../core/config/access.ts'
import {secretsOf} from '../../core/config/access.ts'
import type {CollectedJson} from '../../core/contract/collected-json.ts'
import type {Evidence} from '../../core/evidence/facts.ts'
import {shareableText} from '../../core/evidence/shareable.ts'
import {listenAddress} from '../../core/topology/plan.ts'
import type {Deployment} from '../deployment/deployment.ts'
import {type AskedDeployment, type AskOptions, askDeployment} from '../live/ask-deployment.ts'
import {crawl, type FoundNode} from '../live/crawl.ts'
import {type Transcript, writeTranscripts} from '../live/transcripts.ts'
import {listDeploymentFiles} from '../sources/deployment-files.ts'
import {readAndStore, readStoredSources, type StoredSource, textOfStored} from './stored-sources.ts'

/** What a bundle is made of. */
export interface Collected {
  /** The bytes of a .tgz. */
  readonly bundle: Uint8Array
  readonly instances: CollectedJson['instances']
  readonly files: CollectedJson['files']
}

/** What is in no bundle. */
export const leftOutOfBundles = [
  'passwords and their hashes: secret-1, secret-2 … stand for them, the same for the same',
  'keys, values and arguments of commands, also in SLOWLOG and ACL LOG',
  'names of clients, but those of sentinels',
  'data sets, append-only files, and lines of files that are no logs, confs or replies about the deployment',
]

/** Everything that a diagnosis needs of files and of what instances answered. */
export async function collectSources(
  files: readonly string[],
  asked: AskedDeployment | undefined,
  options: Pick<AskOptions, 'signal'>,
): Promise<Collected> {
  return pack(asked ?? noneAsked, await readShareable(files, options))
}

/** The same of a deployment by its name: run, opened from files, or opened live. */
export async function collectDeployment(
  {directory, record}: Deployment,
  options: AskOptions,
): Promise<Collected> {
  const {opened, plan} = record
  if (opened === undefined) {
    const access: Access = {...record, isForeign: true}
    const seeds = plan.instances.map((instance) => ({
      kind: instance.kind,
      tls: record.tls !== undefined,
      ...listenAddress(instance),
    }))
    const nodes = await crawl(seeds, {access, signal: options.signal})
    const transcripts = writeTranscripts(nodes, {secrets: secretsOf(record)})
    return pack(
      {nodes, transcripts},
      await readShareable(await listDeploymentFiles(directory, plan), options),
    )
  }
  const {live, sources} = opened
  const asked = live === undefined ? noneAsked : await askDeployment(live, options)
  const stored = sources.filter(({isAsked}) => live === undefined || isAsked !== true)
  return pack(asked, await shareStored(directory, stored, options))
}

const noneAsked: {readonly nodes: readonly FoundNode[]; readonly transcripts: readonly Transcript[]} = {
  nodes: [],
  transcripts: [],
}

interface SharedFile {
  readonly path: string
  /** Undefined where nothing of it may be shown. */
  readonly text: string | undefined
}

/** Files without their secrets. Read as `open` reads them, through a folder that is gone afterwards. */
async function readShareable(
  files: readonly string[],
  {signal}: Pick<AskOptions, 'signal'>,
): Promise<readonly SharedFile[]> {
  if (files.length === 0) return []
  const draft = await mkdtemp(path.join(os.tmpdir(), 'redislab-collect-'))
  try {
    const {evidence, stored} = await readAndStore(draft, files, {signal})
    const shared = await shareStored(draft, stored, {signal})
    const isKept = new Set(shared.map((it) => it.path))
    const others = evidence.filter((it) => !isKept.has(withoutPart(it)))
    return [...shared, ...others.map((it) => ({path: withoutPart(it), text: undefined}))]
  } finally {
    await rm(draft, {recursive: true, force: true})
  }
}

function withoutPart({path: name}: Evidence): string {
  return name.replace(/#[^/#]*$/, '')
}

async function shareStored(
  directory: string,
  stored: readonly StoredSource[],
  {signal}: Pick<AskOptions, 'signal'>,
): Promise<readonly SharedFile[]> {
  if (stored.length === 0) return []
  const evidence = await readStoredSources(directory, stored, {signal})
  return await Promise.all(
    stored.map(async (source) => {
      const text = await textOfStored(directory, source)
      const own = evidence.filter((it) => withoutPart(it) === source.path)
      const facts = own.flatMap((it) => it.facts)
      const unread = own.flatMap((it) => it.unread)
      // An append-only file: commands with the lengths of their parts.
      const isData = /^\*\d+\r?\n\$\d+\r?\n/.test(text)
      return {path: source.path, text: isData ? undefined : shareableText(text, {facts, unread})}
    }),
  )
}

async function pack(
  {nodes, transcripts}: {readonly nodes: readonly FoundNode[]; readonly transcripts: readonly Transcript[]},
  shared: readonly SharedFile[],
): Promise<Collected> {
  const instances = nodes.map(describeNode)
  const taken = new Set<string>()
  const named = shared.map(({path: name, text}) => ({path: name, text, file: freeName(name, taken)}))
  const files = named.map(({path: name, text, file}) => ({
    path: path.basename(name),
    file: text === undefined ? null : file,
  }))
  const at = new Date()
  const content = [
    {name: 'manifest.txt', text: manifestOf(at, instances, files)},
    ...transcripts.map(({name, text}) => ({name: `replies/${name}.txt`, text})),
    ...named.flatMap(({file, text}) => (text === undefined ? [] : [{name: file, text}])),
  ]
  const bundle = await createTarGzip(
    content.map(({name, text}) => ({name, data: text, attrs: {mode: '600', mtime: at.getTime()}})),
  )
  return {bundle, instances, files}
}

/** By the folder and the file, which name an instance: `files/n1/redis.log`. */
function freeName(name: string, taken: Set<string>): string {
  const parts = name.split(/[/!]/).filter((part) => part !== '' && part !== '.' && part !== '..')
  const own = parts.slice(-2).join('/').slice(-90)
  let free = `files/${own}`
  for (let number = 2; taken.has(free); number++) free = `files/${number}/${own}`
  taken.add(free)
  return free
}

function describeNode({
  address,
  kind,
  reachedAt,
  at,
  replies,
  problem,
}: FoundNode): CollectedJson['instances'][number] {
  return {
    address,
    kind: kind === 'sentinel' ? 'sentinel' : 'server',
    reachedAt,
    at: new Date(at).toISOString(),
    asked: replies.map(({words}) => words.join(' ')),
    refused: replies.flatMap(({words, reply}) =>
      reply instanceof Error ? [{command: words.join(' '), why: reply.message}] : [],
    ),
    problem: problem ?? null,
  }
}

/** For people. Each line is a comment, so that a reader of evidence passes over it. */
function manifestOf(at: Date, instances: CollectedJson['instances'], files: CollectedJson['files']): string {
  const rows = [
    `redislab collect, ${at.toISOString()}. Read it with: redislab open THIS.tgz`,
    ...instances.flatMap(({address, kind, reachedAt, at: asked, asked: commands, refused, problem}) => [
      '',
      `${kind} ${address}${reachedAt === address ? '' : `, reached at ${reachedAt}`}, asked at ${asked}`,
      ...commands.map((command) => `  asked: ${command}`),
      ...refused.map(({command, why}) => `  refused: ${command}: ${why}`),
      ...(problem === null ? [] : [`  no answer: ${problem}`]),
    ]),
    '',
    ...files.map(
      ({path: name, file}) =>
        `file ${name}: ${file ?? 'left out: nothing in it is a log, a conf or a reply'}`,
    ),
    ...leftOutOfBundles.map((what) => `not in here: ${what}`),
  ]
  return `${rows.map((row) => `# ${row.replace(/[\r\n]+/g, ' ')}`.trimEnd()).join('\n')}\n`
}
