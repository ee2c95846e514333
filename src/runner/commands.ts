import {performance} from 'node:perf_hooks'
import {adminOf} from '../core/config/access.ts'
import {excerptOf} from '../core/lab/excerpt.ts'
import type {StepOf} from '../core/lab/lab.ts'
import {describeWanted, type Reply} from '../core/lab/reply.ts'
import type {Wanted} from '../core/lab/schema/wanted.ts'
import {formatPicked, isWanted, picked, within, wordsOf} from './conditions.ts'
import {msOf} from './ms-of.ts'
import {StepFailure} from './problem.ts'
import type {Stage} from './stage.ts'

/** How long a reply is waited for unless a step says otherwise. */
const replyWithinMs = 10_000

interface Answered {
  readonly reply?: Wanted | undefined
  readonly error?: string | undefined
  readonly field?: string | undefined
  readonly save?: string | undefined
  readonly measure?: string | undefined
  readonly within?: string | undefined
}

/** Sends a command as its client, and judges the reply. */
export async function sendCommand(step: StepOf<'command'>, stage: Stage): Promise<string | undefined> {
  const client = await stage.clients.get(step.client)
  const words = logInAtTarget(wordsOf(step.command), stage)
  const times = Number(step.times ?? 1)
  let last: string | undefined
  for (let count = 0; count < times; count += 1) {
    const since = performance.now()
    const reply = client.call(words)
    if (step.blocks !== undefined) {
      const early = await within(reply, msOf(step.blocks), stage.signal)
      if (early !== undefined)
        throw new StepFailure(
          `no reply within ${step.blocks}`,
          `the reply ${formatPicked(early, step.field)}`,
          stage,
        )
      stage.pending.set(step.client, {reply, since})
      return 'it blocks'
    }
    const answer = await awaited(reply, step, stage)
    if (step['may-be-lost'] === true && isLost(answer)) return 'the connection ended before the reply'
    last = judge(answer, {step, since}, stage)
  }
  return last
}

/**
 * MIGRATE as an operator types it: a node whose data instances ask for a login is told the one to send, which no lab knows
 * (redis.io, MIGRATE: AUTH, and AUTH2 since 6.0).
 */
function logInAtTarget(
  words: readonly (string | number)[],
  {deployment}: Stage,
): readonly (string | number)[] {
  const [command, ...args] = words
  const isBare = !args.some((word) => /^auth2?$/i.test(String(word)))
  const {user, password} = adminOf({kind: 'redis'}, deployment.record)
  if (!/^migrate$/i.test(String(command)) || !isBare || password === undefined) return words
  const login = user === undefined ? ['AUTH', password] : ['AUTH2', user, password]
  // KEYS takes all words behind it.
  const keys = words.findIndex((word) => /^keys$/i.test(String(word)))
  return keys < 0 ? [...words, ...login] : [...words.slice(0, keys), ...login, ...words.slice(keys)]
}

/** The reply to a command that blocked. */
export async function takeAnswer(step: StepOf<'answer'>, stage: Stage): Promise<string | undefined> {
  const pending = stage.pending.get(step.answer)
  if (pending === undefined) {
    throw new StepFailure(`a command of ${step.answer} that waits for its reply`, 'it waits for none', stage)
  }
  const reply = await awaited(pending.reply, step, stage)
  stage.pending.delete(step.answer)
  return judge(reply, {step, since: pending.since}, stage)
}

async function awaited(reply: Promise<Reply>, step: Answered, stage: Stage): Promise<Reply> {
  const ms = step.within === undefined ? replyWithinMs : msOf(step.within)
  const answer = await within(reply, ms, stage.signal)
  if (answer === undefined) throw new StepFailure(`a reply within ${ms} ms`, 'none came', stage)
  return answer
}

function judge(answer: Reply, {step, since}: {step: Answered; since: number}, stage: Stage): string {
  const {field, save, measure} = step
  if (measure !== undefined) stage.keep(measure, Math.round(performance.now() - since))
  if (save !== undefined) stage.keep(save, 'error' in answer ? answer.error : picked(answer.value, field))
  // An error that nobody said would come is never what was meant.
  if (!isWanted(answer, step))
    throw new StepFailure(describeAwaited(step), formatPicked(answer, field), stage)
  return excerptOf(formatPicked(answer, field), step.reply)
}

function describeAwaited({reply, error, field}: Answered): string {
  if (error !== undefined) return `the error ${error}`
  const wanted = reply === undefined ? 'a reply that is no error' : describeWanted(reply)
  return field === undefined ? wanted : `${field} ${wanted}`
}

/** What `describeFailure` calls a connection that ended: it, or the system's word for it. */
function isLost(answer: Reply): boolean {
  return 'error' in answer && /^(closed|ECONNRESET|EPIPE|ECONNREFUSED)$/.test(answer.error)
}
