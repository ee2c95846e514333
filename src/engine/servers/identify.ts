import {constants} from 'node:fs'
import {access, stat} from 'node:fs/promises'
import path from 'node:path'
import type {FoundServer} from '../../core/redis/found-server.ts'
import {parseServerVersion, whyUnsupported} from '../../core/redis/server-version.ts'
import {shorten} from '../../core/text/shorten.ts'
import {makeVisible} from '../../core/text/visible.ts'
import {runCommand} from '../host/run-command.ts'
import {fileIdentity} from './server-files.ts'

/** A server says its version in some 10 ms; a machine may be busy. */
const withinMs = 5000

/** What a file turned out to be: a server, or why it is none, as a sentence that begins with its path. */
export type Identified = {readonly server: FoundServer} | {readonly problem: string}

/** Asks a file for its version, as `--version`, and judges the answer. */
export async function identify(file: string, signal?: AbortSignal): Promise<Identified> {
  const unfit = await whyNotExecutable(file)
  if (unfit !== undefined) return {problem: unfit}
  const said = await runCommand(file, ['--version'], {
    timeoutMs: withinMs,
    ownGroup: true,
    signal,
  })
  if (said.timedOut) return {problem: `${file} did not tell its --version within ${withinMs / 1000} s.`}
  if (said.errorCode === 'ENOENT') {
    return {problem: `${file} cannot be run: the interpreter that it names is not there.`}
  }
  if (said.errorCode === 'ENOEXEC') {
    return {problem: `${file} cannot be run: it is no program for this machine.`}
  }
  if (said.errorCode !== undefined) return {problem: `${file} cannot be run: ${said.errorCode}.`}
  const version = parseServerVersion(said.stdout)
  if (version === undefined) return {problem: describeStranger(file, said.stdout || said.stderr)}
  const whyNot = whyUnsupported(version)
  return {
    server: {
      ...version,
      path: await plainPath(file, `${version.flavour}-server`),
      supported: whyNot === undefined,
      ...(whyNot === undefined ? {} : {whyNot}),
    },
  }
}

async function whyNotExecutable(file: string): Promise<string | undefined> {
  try {
    const facts = await stat(file)
    if (facts.isDirectory()) return `${file} is a folder, not a server.`
    if (!facts.isFile()) return `${file} is not a file.`
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return `${file} is not there.`
    if (code === 'ELOOP') return `${file} is a link that leads to itself.`
    if (code === 'EACCES') return `${file} is in a folder that this user may not look into.`
    throw error
  }
  try {
    await access(file, constants.X_OK)
    return undefined
  } catch {
    return `${file} is not executable.`
  }
}

function describeStranger(file: string, said: string): string {
  const first = said.split('\n').find((line) => line.trim() !== '')
  const words = first === undefined ? 'says nothing' : `says "${shorten(makeVisible(first.trim()))}"`
  return `${file} is not a Redis or Valkey server: its --version ${words}.`
}

/** Packages of Valkey may install redis-server as a link to valkey-server: the name that says what it is, if it is beside. */
async function plainPath(file: string, name: string): Promise<string> {
  const beside = path.join(path.dirname(file), name)
  if (beside === file) return file
  try {
    return (await fileIdentity(beside)) === (await fileIdentity(file)) ? beside : file
  } catch {
    return file // There is none beside.
  }
}
