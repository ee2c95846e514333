import {RedislabError} from '../../core/errors/errors.ts'
import {type ClientType, clientTypes, concealSecret, type Heal} from '../../core/faults/faults.ts'
import {parseInfo} from '../../core/redis/info.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import type {Directive} from '../../core/words.ts'
import {type Asked, askInstance} from '../redis/ask-instance.ts'
import type {Connection} from '../redis/connection.ts'
import {isReply} from '../redis/is-reply.ts'
import {sleep} from '../time/wait.ts'

/** Faults that are done by a command of Redis: what each sends, and what it makes of the answer. */

/** For the answer when the sleep is over. */
const answerWithinMs = 2000
/** An error is answered at once. What has not been answered after this long is being done. */
const refusedWithinMs = 100

/** DEBUG SLEEP: sent, and answered by nobody until it is over. */
export async function putToSleep(
  asked: Asked,
  {durationMs, wait = false}: {readonly durationMs: number; readonly wait?: boolean | undefined},
): Promise<void> {
  await askInstance({...asked, withinMs: durationMs + answerWithinMs}, async (connection) => {
    const answer = connection.call('DEBUG', 'SLEEP', durationMs / 1000).catch((error: unknown) => {
      // When the connection is closed first, that is no failure: the server sleeps on.
      if (isReply(error)) throw refusedSleep(asked.instance, error)
    })
    const over = wait ? answer : Promise.race([answer, sleep(refusedWithinMs, asked.signal)])
    await over
  })
}

function refusedSleep({name, onHost}: PlannedInstance, error: Error): RedislabError {
  if (onHost !== undefined && /enable-debug-command/.test(error.message)) {
    return new RedislabError(
      'NOT_SUPPORTED',
      `${name} takes DEBUG SLEEP from its own host at most (enable-debug-command), and that is ${onHost}.`,
      {
        suggestions: [`Freeze it instead: redislab pause ${name} --for 500ms`],
        details: {instance: name, host: onHost},
        cause: error,
      },
    )
  }
  return new RedislabError('WRONG_STATE', `${name} refused DEBUG SLEEP: ${error.message}`, {
    suggestions: [
      'DEBUG needs "enable-debug-command local" in redis.conf since Redis 7.0: leave it in your template, and out of --set.',
    ],
    details: {instance: name},
    cause: error,
  })
}

/** CLIENT KILL for each type of client. Returns how many connections it closed. */
export async function closeClients(
  asked: Asked,
  types: readonly ClientType[] = clientTypes,
): Promise<Readonly<Partial<Record<ClientType, number>>>> {
  const closed = await askInstance(asked, (connection) =>
    Promise.all(
      types.map(async (type): Promise<[ClientType, number]> => {
        // SKIPME is the default with filters: our own connection is neither closed nor counted.
        return [type, Number(await connection.call('CLIENT', 'KILL', 'TYPE', type))]
      }),
    ),
  )
  return Object.fromEntries(closed)
}

/**
 * CONFIG SET. When one of several is refused, those before it are set back.
 *
 * @returns what sets the old values again
 * @throws RedislabError CONFIG_REFUSED with Redis's words
 */
export async function setDirectives(asked: Asked, directives: readonly Directive[]): Promise<Heal> {
  return askInstance(asked, (connection) => setOver(connection, asked.instance.name, directives))
}

/** Sets maxmemory below what is used, and the policy that evicts nothing. */
export async function fillMemory(asked: Asked): Promise<{heal: Heal; maxmemory: number; used: number}> {
  return askInstance(asked, async (connection) => {
    const info = parseInfo(String(await connection.call('INFO', 'memory')))
    // Redis leaves the buffers of replicas and of the AOF out when it compares with maxmemory.
    const used = Number(info.get('used_memory') ?? 0) - Number(info.get('mem_not_counted_for_evict') ?? 0)
    // A tenth below: buffers of clients come and go, and a write shall be refused either way.
    const maxmemory = Math.max(1, Math.floor(used * 0.9))
    const heal = await setOver(connection, asked.instance.name, [
      {name: 'maxmemory-policy', value: 'noeviction'},
      {name: 'maxmemory', value: String(maxmemory)},
    ])
    return {heal, maxmemory, used}
  })
}

async function setOver(
  connection: Connection,
  name: string,
  directives: readonly Directive[],
): Promise<Heal> {
  const before: Directive[] = []
  for (const directive of directives) {
    const reply = await connection.call('CONFIG', 'GET', directive.name)
    const old = Array.isArray(reply) ? reply[1] : undefined
    try {
      await connection.call('CONFIG', 'SET', directive.name, directive.value)
    } catch (error) {
      for (const set of before) await connection.call('CONFIG', 'SET', set.name, set.value)
      throw isReply(error) ? refusedDirective(name, directive, error) : error
    }
    // Last set, first restored.
    if (typeof old === 'string') before.unshift({name: directive.name, value: old})
  }
  return {kind: 'set', directives: before}
}

function refusedDirective(name: string, directive: Directive, error: Error): RedislabError {
  const shown = concealSecret(directive)
  return new RedislabError(
    'CONFIG_REFUSED',
    `${name} refused ${shown.name} ${shown.value || '""'}: ${error.message}`,
    {
      suggestions: [`See what it knows: redislab cli ${name} -- CONFIG GET '*'`],
      details: {instance: name, directive: directive.name},
      cause: error,
    },
  )
}
