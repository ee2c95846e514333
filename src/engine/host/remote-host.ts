import {existsSync, readdirSync, realpathSync} from 'node:fs'
import path from 'node:path'
import {RedislabError} from '../../core/errors/errors.ts'
import type {ProcessIdentity, ServerImage} from '../../core/words.ts'
import {settleAll} from '../time/settle.ts'
import {containerElsewhere} from './container-arguments.ts'
import {askEngine, type EngineAt, lastLine} from './container-engine.ts'
import {enginesAround, listContainers, noteEngine, removeContainers, removeSuspected} from './containers.ts'
import type {ClearOptions, Host, Program} from './host.ts'
import {awaitMirror, endMirror, restartMirror, startMirror} from './log-mirror.ts'
import type {ProcessFacts} from './process-table.ts'
import {type ContainerFacts, inspectContainer} from './remote-containers.ts'
import {copyBack, copyFileThere, copyThere} from './remote-files.ts'
import {formatRemote, parseRemote, type RemoteIdentity} from './remote-identity.ts'

/** A program on another host. */
type Remote = Program & {readonly onHost: string; readonly image: ServerImage}

/** Containers that were made and wait for their start, by the folder of their program. */
const prepared = new Map<string, Promise<string>>()

/** How an engine writes that a container was never started: Go's zero time. */
const never = '0001-'

/** Containers whose log is known to come here. */
const mirrored = new Set<string>()

function prepare(programs: readonly Program[]): void {
  for (const program of programs) {
    const made = createContainer(requireRemote(program))
    // It is told by `start`; should that never come, `clear` removes what there is.
    made.catch(() => {})
    prepared.set(program.directory, made)
  }
}

async function start(given: Program): Promise<ProcessIdentity> {
  const program = requireRemote(given)
  const engine = engineOf(program)
  const made = prepared.get(program.directory) ?? createContainer(program)
  prepared.delete(program.directory)
  const container = await made
  const directory = realpathSync(program.directory)
  const {logFile, outputFile} = program
  await copyThere(engine, container, {directory, logFile, outputFile})
  await tell(engine, ['start', container], program.image.name)
  await startMirror(engine, container, {directory, log: logFile ?? outputFile, output: outputFile})
  mirrored.add(container)
  const facts = await inspectContainer(program.onHost, container)
  if (facts === undefined || facts === 'unreachable') throw silent(program.onHost)
  return {
    pid: facts.pid,
    startedAt: formatRemote({context: program.onHost, container, startedAt: facts.startedAt}),
  }
}

/** @returns its id */
async function createContainer(program: Remote): Promise<string> {
  const directory = realpathSync(program.directory)
  const engine = engineOf(program)
  const home = path.dirname(path.dirname(directory))
  noteEngine(home, engine)
  const container = await tell(engine, containerElsewhere(program, directory), program.image.name)
  // Before there was a container, another command may have found none, and have forgotten the engine.
  noteEngine(home, engine)
  return container
}

/** @throws RedislabError SERVER_DIED, CONTAINERS_UNAVAILABLE */
async function tell(engine: EngineAt, args: readonly string[], image: string): Promise<string> {
  const {exitCode, stdout, stderr} = await askEngine(engine, args)
  if (exitCode === 0) return stdout.trim()
  throw new RedislabError(
    'SERVER_DIED',
    `No container of ${image} could be started on ${engine.context}: ${lastLine(stderr)}.`,
    {details: {image, host: engine.context}},
  )
}

async function look(identity: ProcessIdentity): Promise<ProcessFacts | undefined> {
  const remote = requireIdentity(identity)
  const {startedAt} = identity
  const facts = await inspectContainer(remote.context, remote.container)
  if (facts === 'unreachable') return {pid: identity.pid, startedAt, state: 'unreachable', command: ''}
  if (facts === undefined) return undefined
  const directory = facts.directory
  if (!facts.isRunning || facts.startedAt !== remote.startedAt) {
    await awaitMirror(remote.container, directory)
    return undefined
  }
  await keepMirrored(remote, facts)
  return {
    pid: facts.pid,
    startedAt,
    state: facts.isPaused ? 'paused' : 'running',
    command: path.basename(facts.program),
  }
}

/** Once in the life of this process: it takes a look at the process table. */
async function keepMirrored(
  {context, container}: RemoteIdentity,
  {directory}: ContainerFacts,
): Promise<void> {
  if (mirrored.has(container)) return
  mirrored.add(container)
  await restartMirror({engine: 'docker', context}, container, directory)
}

async function signal(identity: ProcessIdentity, name: NodeJS.Signals): Promise<boolean> {
  const {context, container} = requireIdentity(identity)
  const facts = await look(identity)
  if (facts?.state === 'unreachable') throw silent(context)
  if (facts === undefined) return false
  const isFrozen = facts.state === 'paused'
  // The engine does not say of a process that it was stopped by a signal; of one that it froze it does.
  if (name === 'SIGSTOP') return isFrozen || ask(context, ['pause', container])
  if (name === 'SIGCONT') return isFrozen ? ask(context, ['unpause', container]) : true
  return ask(context, ['kill', '--signal', name, container])
}

/** @returns false when it has ended meanwhile */
async function ask(context: string, args: readonly string[]): Promise<boolean> {
  const {exitCode, stderr} = await askEngine({engine: 'docker', context}, args)
  if (exitCode === 0) return true
  if (/is not running|No such container|is not paused/i.test(stderr)) return false
  throw new RedislabError('CONTAINERS_UNAVAILABLE', `The host ${context} refuses it: ${lastLine(stderr)}.`, {
    details: {host: context},
  })
}

async function bring(programs: readonly Pick<Program, 'directory' | 'onHost'>[]): Promise<void> {
  await settleAll(programs.map(bringOne))
}

async function bringOne({
  directory: given,
  onHost: context,
}: Pick<Program, 'directory' | 'onHost'>): Promise<void> {
  if (context === undefined) return
  const directory = realpathSync(given)
  const engine: EngineAt = {engine: 'docker', context}
  for (const container of await listContainers(engine, directory)) {
    const facts = await inspectContainer(context, container)
    // One that runs keeps its files; one that never did is about to, with those of here.
    if (facts === undefined || facts === 'unreachable' || facts.isRunning) continue
    if (facts.startedAt.startsWith(never)) continue
    await awaitMirror(container, directory)
    await copyBack(engine, container, directory)
    await askEngine(engine, ['rm', '--force', '--volumes', container])
  }
}

async function deliver(identity: ProcessIdentity, file: string): Promise<void> {
  const {context, container} = requireIdentity(identity)
  await copyFileThere({engine: 'docker', context}, container, realpathSync(file))
}

async function clear(
  directory: string,
  {name: instance, engines}: ClearOptions = {},
): Promise<readonly string[]> {
  const folders = instance === undefined ? foldersIn(directory) : [path.join(directory, instance)]
  const unused = [...prepared].filter(([folder]) => folders.includes(folder))
  for (const [folder] of unused) prepared.delete(folder)
  await Promise.allSettled(unused.map(([, made]) => made))
  await settleAll(folders.map(endMirror))
  const others = (engines ?? enginesAround(directory)).filter(({context}) => context !== undefined)
  if (engines === undefined) return await removeSuspected(others, directory, instance)
  await removeContainers(others, directory, instance)
  return []
}

function foldersIn(directory: string): readonly string[] {
  if (!existsSync(directory)) return []
  const folders = readdirSync(directory, {withFileTypes: true}).filter((entry) => entry.isDirectory())
  return folders.map(({name}) => path.join(directory, name))
}

function requireRemote(program: Program): Remote {
  const {onHost, image} = program
  if (onHost === undefined || image === undefined) throw new TypeError(`${program.file} is on no other host`)
  return {...program, onHost, image}
}

function requireIdentity(identity: ProcessIdentity): RemoteIdentity {
  const remote = parseRemote(identity)
  if (remote === undefined) throw new TypeError(`Process ${identity.pid} is one of this machine`)
  return remote
}

function engineOf({onHost}: Remote): EngineAt {
  return {engine: 'docker', context: onHost}
}

function silent(context: string): RedislabError {
  return new RedislabError('CONTAINERS_UNAVAILABLE', `The host ${context} does not answer.`, {
    suggestions: [`docker --context ${context} info shows whether its engine answers.`],
    details: {host: context},
  })
}

/** Containers of engines on other hosts, which docker knows by contexts. Their logs come here while they run, their files when they have ended. */
export const remoteHost: Host = {prepare, start, look, signal, bring, deliver, clear}
