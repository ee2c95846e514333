import {open} from 'node:fs/promises'
import path from 'node:path'
import {filesOf} from '../../core/config/files.ts'
import {instanceDirectory} from '../../engine/instances/instance-process.ts'
import {type Check, manualFix} from '../check.ts'
import type {KnownDeployment, RunningInstance} from '../known-deployments.ts'
import {backlog} from './backlog.ts'
import {clock} from './clock.ts'
import {forkBug} from './fork-bug.ts'
import {hugePages} from './huge-pages.ts'
import {openFiles} from './open-files.ts'
import {overcommit} from './overcommit.ts'

/** `<pid>:<role> <day> <month> <year> <time> # <message>`; `#` is the level "warning". */
const warningLine =
  /^\d+:[XCSM] \d+ \w+ \d+ [\d:.]+ # (WARNING\b.*|You requested maxclients of .*|.*Slow system clocksource.*)$/i

/** By what a warning says: the check that looks at its cause. */
const causes: readonly (readonly [RegExp, Check])[] = [
  [/overcommit/i, overcommit],
  [/transparent huge pages/i, hugePages],
  [/tcp backlog/i, backlog],
  [/maxclients/i, openFiles],
  [/clocksource/i, clock],
  [/data corruption/i, forkBug],
]

export const logWarnings: Check = {
  id: 'log-warnings',
  title: 'Server logs',
  async run(machine) {
    const why = 'A server logs at its start which settings of the machine can harm it.'
    const running = (await machine.deployments()).filter((deployment) => deployment.running.length > 0)
    if (running.length === 0) return {status: 'skip', found: 'no deployment is running', why, fix: null}
    const warnings = await collectWarnings(running)
    if (warnings.size === 0) {
      return {status: 'ok', found: `no warnings of ${running.map(quoteName).join(', ')}`, why, fix: null}
    }
    const isExplained = [...warnings.keys()].every((sentence) => causeOf(sentence) !== undefined)
    return {
      status: isExplained ? 'info' : 'warn',
      found: [...warnings].map(describe).join('; '),
      why,
      fix: manualFix({
        now: running.map(({name}) => `redislab restart all --name ${name}`),
        advice:
          'Restart the servers once the cause is fixed: they check this only when they start. Data that is not kept on disk (--persist none) is lost.',
      }),
    }
  },
}

/** Each sentence once, with the deployments that said it. */
async function collectWarnings(
  deployments: readonly KnownDeployment[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const namesBySentence = new Map<string, Set<string>>()
  for (const {name, directory, running} of deployments) {
    for (const instance of running) {
      for (const line of (await readStart(directory, instance)).split('\n')) {
        const warning = warningLine.exec(line)?.[1]
        if (warning === undefined) continue
        const sentence = firstSentence(warning)
        namesBySentence.set(sentence, (namesBySentence.get(sentence) ?? new Set()).add(name))
      }
    }
  }
  return namesBySentence
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

/** Without the word that all of them begin with. */
function firstSentence(text: string): string {
  return (/^.*?[.!](?=\s|$)/.exec(text)?.[0] ?? text).replace(/^WARNING:?\s*/i, '')
}

function causeOf(sentence: string): string | undefined {
  return causes.find(([pattern]) => pattern.test(sentence))?.[1].title
}

function describe([sentence, names]: readonly [string, ReadonlySet<string>]): string {
  const cause = causeOf(sentence)
  const where = [...names].map((name) => `"${name}"`).join(', ')
  return `${where}: ${sentence}${cause === undefined ? '' : ` See ${cause}.`}`
}

function quoteName({name}: KnownDeployment): string {
  return `"${name}"`
}
