import path from 'node:path'
import {filesOf} from '../../core/config/files.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import type {ServerVersion} from '../../core/redis/server-version.ts'
import {formatAddress, type PlannedInstance} from '../../core/topology/plan.ts'
import {whoKnows} from '../../core/twin/directive-versions.ts'
import {readTail} from '../files/log-tail.ts'
import {findPortOwner} from '../host/ports.ts'

/** How much was in the files of an instance before it was started: what earlier ones said explains nothing. */
export interface WrittenBefore {
  readonly output: number
  readonly log: number
}

/** What a server that ended while starting says about why, as one error with the lines that prove it. */
export async function diagnoseDeath(
  instance: PlannedInstance,
  directory: string,
  {secrets = [], before}: {readonly secrets?: readonly string[] | undefined; readonly before: WrittenBefore},
): Promise<RedislabError> {
  const files = filesOf(instance)
  const output = await readTail(path.join(directory, files.output), 12, before.output)
  const log = await readTail(path.join(directory, files.log), 8, before.log)
  const said = [...output, ...log].map((line) =>
    secrets.reduce((text, secret) => text.replaceAll(secret, '…'), line),
  )
  return (
    refusedConf(instance, said, path.join(directory, files.conf)) ??
    (await takenPort(instance, said)) ??
    new RedislabError(
      'SERVER_DIED',
      `${instance.name} (${formatAddress(instance)}) ended while it was starting.`,
      {
        suggestions: ['The last lines of its log say why. redislab doctor checks the machine.'],
        details: {instance: instance.name, log: said.slice(-8)},
      },
    )
  )
}

/** `*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***`, the line's number, `>>> 'the line'`, and the server's reason. */
function refusedConf(
  {name}: PlannedInstance,
  said: readonly string[],
  file: string,
): RedislabError | undefined {
  const start = said.findLastIndex((line) => line.includes('FATAL CONFIG FILE ERROR'))
  if (start < 0) return undefined
  const block = said.slice(start, start + 4)
  const line = Number(/at line (\d+)/.exec(block[1] ?? '')?.[1] ?? 0)
  const text = hideSecret(/^>>> '(.*)'$/.exec(block[2] ?? '')?.[1] ?? block[2] ?? '')
  const reason = (block[3] ?? 'it gives no reason').trim()
  const server = serverOf(block[0] ?? '')
  const known = server === undefined ? undefined : whoKnows(directiveOf(text), server)
  return new RedislabError(
    'CONFIG_REFUSED',
    `${name} refuses line ${line} of its conf, "${text}": ${reason}`,
    {
      suggestions: [
        ...(known === undefined ? [] : [`${known}: redislab servers shows which servers are here.`]),
        'Fix that directive in --set, --sentinel-set or the template. redislab render writes the files without starting them.',
      ],
      details: {instance: name, file: path.basename(file), line, text, reason},
    },
  )
}

/** Valkey says `(Version 9.1.2)` from 8.0 on. */
function serverOf(heading: string): ServerVersion | undefined {
  const [, title, version] = /\((Redis|Valkey|Version) ([\d.]+)/.exec(heading) ?? []
  if (version === undefined) return undefined
  return {flavour: title === 'Redis' ? 'redis' : 'valkey', version}
}

/** `sentinel` has directives of its own. */
function directiveOf(line: string): string {
  return /^(?:sentinel )?\S+/i.exec(line)?.[0].toLowerCase() ?? ''
}

function hideSecret(line: string): string {
  return line.replace(
    /^((?:requirepass|masterauth|sentinel auth-pass \S+|sentinel sentinel-pass)\s).*/i,
    '$1…',
  )
}

async function takenPort(
  {name, port}: PlannedInstance,
  said: readonly string[],
): Promise<RedislabError | undefined> {
  if (!said.some((line) => /bind: Address already in use/.test(line))) return undefined
  return portTaken(port, name)
}

/** The error for a port that is in use, naming by whom as far as this user may see it. */
export async function portTaken(
  port: number,
  instance: string,
  suggestion = 'Choose another with --port or --sentinel-port, or leave them out: redislab then finds free ports.',
): Promise<RedislabError> {
  const owner = await findPortOwner(port)
  const by =
    owner === undefined ? 'by a process that could not be found' : `by pid ${owner.pid} (${owner.command})`
  return new RedislabError('PORT_TAKEN', `Port ${port}, wanted for ${instance}, is in use ${by}.`, {
    suggestions: [suggestion],
    details: {port, instance, ...owner},
  })
}
