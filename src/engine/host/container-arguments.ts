import path from 'node:path'
import process from 'node:process'
import type {ContainerEngine, ServerImage} from '../../core/words.ts'
import type {Program} from './host.ts'
import {findHere} from './whereabouts.ts'

/** Labels of our containers: what they belong to. */
export const labels = {
  /** The machine, and its pid namespace: an engine may serve several. */
  where: 'redislab.where',
  home: 'redislab.home',
  directory: 'redislab.directory',
  instance: 'redislab.instance',
} as const

/** The value of `labels.where` here. */
export function whereLabel(): string {
  const {namespace, machine = ''} = findHere()
  return `${namespace}/${machine}`
}

/**
 * The shell says its pid, which the server then has, and does what a local start does: files are for their owner alone, and
 * output goes to a file, since nobody stays to read a pipe.
 */
const script =
  'umask 077; echo $$ >"$1"; out=$2; if [ "$3" = wait ]; then kill -STOP $$; fi; shift 3; exec "$@" >>"$out" 2>&1'

/** Of a server elsewhere: what its log is written to, and where a link in its folder leads. */
const logDescriptor = 3
export const logElsewhere = `/proc/self/fd/${logDescriptor}`

export interface ContainerStart {
  /** Receives the pid. */
  readonly pidFile: string
  /** Stops itself before it becomes the program, until SIGCONT. */
  readonly waits: boolean
}

/**
 * What is run instead of a program, to have it in a container that is as near to a process of this machine as one can
 * be: the same network, the same pids, the same user, and the run directory at its own place.
 *
 * @param directory that of the program, without links
 */
export function containerArguments(
  {file, args, directory: given, outputFile, env = {}, image}: Program & {readonly image: ServerImage},
  directory: string,
  {pidFile, waits}: ContainerStart,
): readonly string[] {
  const run = path.dirname(directory)
  return [
    ...['run', '--detach', '--rm', '--pull', 'never'],
    ...sharedFlags(image.engine),
    ...labelFlags(directory),
    ...[...new Set([run, path.dirname(given)])].flatMap((target) => ['--mount', bindMount(run, target)]),
    ...['--workdir', directory],
    ...Object.entries({...env, TZ: 'UTC'}).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...['--entrypoint', '/bin/sh', image.id],
    ...['-c', script, 'sh', pidFile, outputFile, waits ? 'wait' : 'go', file, ...args],
  ]
}

/**
 * The log goes to the third descriptor, and what is said before it is opened to the second: so they come apart, as with a
 * local start.
 */
const scriptElsewhere = `umask 077; exec ${logDescriptor}>&1 1>&2 && exec "$@"`

/**
 * What makes a container on another host: as near to a process of that one, with files of its own, since it has not those here. A name
 * means the image there, whose id may be another one.
 *
 * @param directory that of the program, without links; it has the same path there
 */
export function containerElsewhere(
  {file, args, env = {}, image}: Program & {readonly image: ServerImage},
  directory: string,
): readonly string[] {
  return [
    ...['create', '--pull', 'never', ...sharedFlags(image.engine, 'json-file')],
    ...[...labelFlags(directory), '--workdir', directory],
    ...Object.entries({...env, TZ: 'UTC'}).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...['--entrypoint', '/bin/sh', image.name, '-c', scriptElsewhere, 'sh', file, ...args],
  ]
}

/** What runs a program of an image on the terminal, with the network of a deployment and the files of its run directory. */
export function besideContainers(
  {engine, id}: ServerImage,
  {
    program,
    directory,
    isTerminal,
  }: {readonly program: string; readonly directory: string; readonly isTerminal: boolean},
): readonly string[] {
  return [
    ...['run', '--rm', '--pull', 'never', '--interactive', ...(isTerminal ? ['--tty'] : [])],
    ...['--network', 'host', '--security-opt', 'label=disable', ...userFlags(engine)],
    ...['--mount', bindMount(directory, directory), '--env', 'REDISCLI_AUTH'],
    ...['--entrypoint', program, id],
  ]
}

/**
 * What a process of this machine shares with all others, and that nothing stands between it and the kernel: filters of
 * system calls take a fifth of the time of a start, and a local server has none.
 */
function sharedFlags(engine: ContainerEngine, logDriver: 'none' | 'json-file' = 'none'): readonly string[] {
  return [
    ...['--network', 'host', '--pid', 'host', '--ipc', 'host', '--uts', 'host', '--cgroupns', 'host'],
    ...['--security-opt', 'seccomp=unconfined', '--security-opt', 'label=disable'],
    ...['--log-driver', logDriver, '--no-healthcheck'],
    ...userFlags(engine),
  ]
}

function labelFlags(directory: string): readonly string[] {
  const run = path.dirname(directory)
  const ownLabels = {
    [labels.where]: whereLabel(),
    [labels.home]: path.dirname(run),
    [labels.directory]: run,
    [labels.instance]: path.basename(directory),
  }
  return Object.entries(ownLabels).flatMap(([name, value]) => ['--label', `${name}=${value}`])
}

/** The user of this process, so that files are theirs and signals reach the server. */
function userFlags(engine: ContainerEngine): readonly string[] {
  const [uid, gid] = [process.geteuid?.() ?? 0, process.getegid?.() ?? 0]
  const user = ['--user', `${uid}:${gid}`]
  if (engine === 'docker') return ['--userns', 'host', ...user]
  return uid === 0 ? user : ['--userns', 'keep-id', ...user]
}

/** The value of --mount is a line of CSV. */
function bindMount(source: string, target: string): string {
  const quote = (field: string) => (/[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)
  return ['type=bind', quote(`source=${source}`), quote(`target=${target}`)].join(',')
}
