import {open} from 'node:fs/promises'
import path from 'node:path'
import {filesOf} from '../../core/config/render.ts'
import {instanceDirectory} from '../../engine/instance-process.ts'
import type {Check} from '../check.ts'
import type {KnownDeployment, RunningInstance} from '../known-deployments.ts'

/** `<pid>:<role> <day> <month> <year> <time> # <message>`; `#` is the level "warning". */
const warningLine =
  /^\d+:[XCSM] \d+ \w+ \d+ [\d:.]+ # (WARNING\b.*|You requested maxclients of .*|.*Slow system clocksource.*)$/i

/** By what a warning says: the check that looks at its cause. */
const causes: readonly (readonly [RegExp, string])[] = [
  [/overcommit/i, 'overcommit'],
  [/transparent huge pages/i, 'thp'],
  [/tcp backlog/i, 'backlog'],
  [/maxclients/i, 'open-files'],
  [/clocksource/i, 'clock'],
  [/fork|data corruption/i, 'arm64-fork'],
]

export const logWarnings: Check = {
  id: 'log-warnings',
  title: 'Server logs',
  async run(machine) {
    const why =
      'A server says at its start what it does not like about the machine. It looks once: what is mended later stays in the log until the instance is restarted.'
    const running = (await machine.deployments()).filter((deployment) => deployment.running.length > 0)
    if (running.length === 0) return {status: 'skip', found: 'no deployment is running', why, fix: null}
    const warnings = (await Promise.all(running.map(collectWarnings))).flat()
    if (warnings.length === 0) {
      const names = running.map(({name}) => `"${name}"`).join(', ')
      return {status: 'ok', found: `no warnings of ${names} about this machine`, why, fix: null}
    }
    const isExplained = warnings.every(({cause}) => cause !== undefined)
    return {
      status: isExplained ? 'info' : 'warn',
      found: warnings.map(describe).join('; '),
      why,
      fix: null,
    }
  },
}

interface Warning {
  readonly deployment: string
  readonly sentence: string
  readonly instances: readonly string[]
  /** The id of the check that looks at the cause. */
  readonly cause: string | undefined
}

async function collectWarnings({name, directory, running}: KnownDeployment): Promise<readonly Warning[]> {
  const instancesBySentence = new Map<string, string[]>()
  for (const instance of running) {
    const lines = (await readStart(directory, instance)).split('\n')
    const sentences = lines.map((line) => warningLine.exec(line)?.[1]).filter((text) => text !== undefined)
    for (const sentence of new Set(sentences.map(firstSentence))) {
      instancesBySentence.set(sentence, [...(instancesBySentence.get(sentence) ?? []), instance.name])
    }
  }
  return [...instancesBySentence].map(([sentence, instances]) => ({
    deployment: name,
    sentence,
    instances,
    cause: causes.find(([pattern]) => pattern.test(sentence))?.[1],
  }))
}

/** Servers warn while they start: the beginning of the log, and the end for an instance that was started again. */
async function readStart(directory: string, instance: RunningInstance): Promise<string> {
  const file = path.join(instanceDirectory(directory, instance.name), filesOf(instance).log)
  await using log = await open(file)
  const {size} = await log.stat()
  const share = 128 * 1024
  const head = await log.read({buffer: Buffer.alloc(Math.min(size, share)), position: 0})
  if (size <= share) return head.buffer.toString('utf8')
  const tail = await log.read({buffer: Buffer.alloc(share), position: size - share})
  return `${head.buffer.toString('utf8')}\n${tail.buffer.toString('utf8')}`
}

function firstSentence(text: string): string {
  return /^.*?[.!](?=\s|$)/.exec(text)?.[0] ?? text
}

function describe({deployment, sentence, instances, cause}: Warning): string {
  const where = `${instances.join(', ')} of "${deployment}"`
  return `${where}: ${sentence}${cause === undefined ? '' : ` (see ${cause})`}`
}
