import {excerptOf} from '../core/lab/excerpt.ts'
import {formatValue, type Value} from '../core/lab/expression.ts'
import {findMismatch, formatReply, isWantedError, pickField, type Reply} from '../core/lab/reply.ts'
import type {Condition} from '../core/lab/schema/condition.ts'
import type {Wanted} from '../core/lab/schema/wanted.ts'
import {splitArguments} from '../core/redis/split-arguments.ts'
import type {DeploymentStatus} from '../core/status/status.ts'
import type {TimelineEntry} from '../core/timeline/entries/entry.ts'
import {sleep} from '../engine/time/wait.ts'
import type {Look} from './look.ts'
import type {Stage} from './stage.ts'
import {lookForWrites} from './writable.ts'

/** Looks once. */
export async function lookAt(condition: Condition, stage: Stage, since: number): Promise<Look> {
  switch (condition.kind) {
    case 'event':
    case 'log':
      return lookForEntry(condition, stage, stage.marks.get(condition.since ?? '') ?? since)
    case 'message': {
      const pattern = new RegExp(condition.message)
      const found = stage.clients
        .heardBy(condition.of)
        .find(({at, text}) => at >= since && pattern.test(text))
      return found === undefined
        ? {
            seen: `${condition.of} heard ${stage.clients.heardBy(condition.of).length} messages, none of them such`,
          }
        : {at: found.at, what: found.text}
    }
    case 'client':
      return lookByCommand(condition, stage)
    case 'info':
      return lookAtInfo(condition, stage)
    case 'writable':
      return lookForWrites(condition, stage, (name, words) => ask(stage, name, words))
    case 'that': {
      const {value, described} = stage.evaluate(condition.that)
      return value === true ? {at: Date.now(), what: described} : {seen: described}
    }
    case 'role':
    case 'state':
    case 'ready':
      return lookAtStatus(condition, stage)
  }
}

type EntryCondition = Extract<Condition, {readonly kind: 'event' | 'log'}>

async function lookForEntry(condition: EntryCondition, stage: Stage, since: number): Promise<Look> {
  const matches = await matcherOf(condition, stage)
  const found = stage.recorder.entries.find((entry) => entry.at >= since && matches(entry))
  if (found !== undefined) {
    const text = stage.recorder.tracker.names.shorten(found)
    return {at: found.at, what: found.instance === null ? text : `${found.instance}: ${text}`}
  }
  const count = stage.recorder.entries.filter(({at}) => at >= since).length
  return {seen: `it is not among the ${count} lines since then`}
}

/** What makes an entry of the timeline one of those that are meant. */
export async function matcherOf(
  wanted: {
    readonly kind: 'event' | 'log'
    readonly of?: string | readonly string[] | undefined
    readonly event?: string
    readonly log?: string
    readonly fields?: Readonly<Record<string, unknown>> | undefined
  },
  stage: Stage,
): Promise<(entry: TimelineEntry) => boolean> {
  const names = wanted.of === undefined ? undefined : new Set(await stage.names(wanted.of))
  const isWriter = ({instance}: TimelineEntry) => names === undefined || names.has(instance ?? '')
  if (wanted.kind === 'log') {
    const pattern = new RegExp(wanted.log ?? '')
    return (entry) => entry.source === 'log' && isWriter(entry) && pattern.test(entry.message)
  }
  const fields = Object.entries(wanted.fields ?? {})
  return (entry) =>
    entry.kind === wanted.event &&
    isWriter(entry) &&
    fields.every(([name, value]) => findMismatch(value as Wanted, entry.fields[name]) === undefined)
}

async function lookByCommand(
  {client, command, field, reply, error}: Extract<Condition, {readonly kind: 'client'}>,
  stage: Stage,
): Promise<Look> {
  const words = wordsOf(command)
  const answer = await ask(stage, client, words)
  return isWanted(answer, {field, reply, error})
    ? {at: Date.now(), what: excerptOf(formatPicked(answer, field), reply)}
    : {seen: formatPicked(answer, field)}
}

/** How long one look waits for a reply: who is paused does not answer. */
const lookWithinMs = 1000

async function ask(stage: Stage, client: string, words: readonly (string | number)[]): Promise<Reply> {
  const connection = await stage.clients.get(client)
  const reply = await within(connection.call(words), lookWithinMs, stage.signal)
  if (reply !== undefined) return reply
  // A late reply shall not be taken for that of the next look.
  connection.close()
  return {error: 'timeout'}
}

/** What a promise gives within so many milliseconds, else undefined. */
export async function within<Result>(
  promise: Promise<Result>,
  ms: number,
  signal: AbortSignal,
): Promise<Result | undefined> {
  const over = new AbortController()
  try {
    return await Promise.race([
      promise,
      sleep(ms, AbortSignal.any([over.signal, signal])).then(() => undefined),
    ])
  } finally {
    over.abort()
  }
}

export function wordsOf(command: string | readonly (string | number)[]): readonly (string | number)[] {
  return typeof command === 'string' ? (splitArguments(command) ?? []) : command
}

export function isWanted(
  answer: Reply,
  {field, reply, error}: {field?: string | undefined; reply?: Wanted | undefined; error?: string | undefined},
): boolean {
  if ('error' in answer) return error !== undefined && isWantedError(error, answer.error)
  if (error !== undefined) return false
  return reply === undefined || findMismatch(reply, picked(answer.value, field)) === undefined
}

export function picked(value: Value, field: string | undefined): Value {
  return field === undefined ? value : pickField(value, field)
}

export function formatPicked(answer: Reply, field: string | undefined): string {
  return formatReply('error' in answer ? answer : {value: picked(answer.value, field)})
}

async function lookAtInfo(
  {info, of, is}: Extract<Condition, {readonly kind: 'info'}>,
  stage: Stage,
): Promise<Look> {
  const found = await Promise.all(
    (await stage.names(of)).map(async (name) => {
      const answer = await ask(stage, name, ['INFO', 'all'])
      const value = 'error' in answer ? undefined : pickField(String(answer.value), info)
      return {name, value, text: 'error' in answer ? answer.error : formatValue(value)}
    }),
  )
  const text = found.map((one) => `${info} of ${one.name} is ${one.text}`).join(', ')
  return found.every(({value}) => findMismatch(is, value) === undefined)
    ? {at: Date.now(), what: text}
    : {seen: text}
}

async function lookAtStatus(
  condition: Extract<Condition, {readonly kind: 'role' | 'state' | 'ready'}>,
  stage: Stage,
): Promise<Look> {
  const status = await stage.deployment.statusBy(stage.observer, {signal: stage.signal})
  if (condition.kind === 'ready') {
    const text = status.ready ? 'it is ready' : `it is not ready: ${status.notReady.join('; ')}`
    return status.ready === condition.ready ? {at: Date.now(), what: text} : {seen: text}
  }
  const names = await stage.names(condition.of)
  const text = describeInstances(status, names)
  const holds = status.instances
    .filter(({name}) => names.includes(name))
    .every(({role, state}) =>
      condition.kind === 'role' ? role === condition.role && state === 'running' : state === condition.state,
    )
  return holds ? {at: Date.now(), what: text} : {seen: text}
}

function describeInstances({instances}: DeploymentStatus, names: readonly string[]): string {
  return instances
    .filter(({name}) => names.includes(name))
    .map(({name, role, state}) => `${name} is ${state === 'running' ? role : state}`)
    .join(', ')
}
