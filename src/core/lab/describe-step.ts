import type {Observed, Step, StepOf} from './lab.ts'
import {describeWanted} from './reply.ts'
import type {Condition} from './schema/condition.ts'
import type {Wanted} from './schema/wanted.ts'

/** A step as one would type it: `kill master`, `alice  SET key value`, `await +switch-master`. */
export function describeStep(step: Step): string {
  switch (step.kind) {
    case 'say':
      return ''
    case 'command':
      return `${step.client}> ${describeCommand(step.command)}${ofField(step.field)}${step.times === undefined ? '' : ` × ${step.times}`}`
    case 'wait':
      return `wait ${step.wait}`
    case 'await':
      return `await ${describeCondition(step.condition)}`
    case 'never':
      return `never ${describeCondition(step.condition)}, for ${step.for}`
    case 'set':
      return `set ${joined(step.set)} ${Object.entries(step.to)
        .map(([name, value]) => `${name}=${value}`)
        .join(' ')}${forTime(step)}`
    case 'sleep':
      return `sleep ${joined(step.sleep)} ${step.for}`
    case 'partition':
      return [
        `partition ${joined(step.partition)}`,
        step.from === undefined ? '' : ` --from ${joined(step.from)}`,
        step['one-way'] ? ' --one-way' : '',
        step.cut === undefined || step.cut === 'stall' ? '' : ` --${step.cut}`,
        forTime(step),
      ].join('')
    case 'delay':
      return [
        `delay ${joined(step.delay)}`,
        step.to === undefined ? '' : ` --to ${joined(step.to)}`,
        step.by === undefined ? '' : ` ${step.by}`,
        step.jitter === undefined ? '' : ` --jitter ${step.jitter}`,
        step.bandwidth === undefined ? '' : ` --bandwidth ${step.bandwidth}`,
        forTime(step),
      ].join('')
    case 'load':
      return `load ${step.load}${step.at === undefined ? '' : ` at ${step.at}`}${step.rate === undefined ? '' : `, ${step.rate} a second`}, called ${step.as}`
    case 'end':
      return `end of load ${step.end}`
    case 'answer':
      return `${step.answer}> (the answer that it waits for)`
    case 'close':
      return `${step.close} closes its connection`
    case 'observe':
      return `count ${describeObserved(step.observed)}`
    case 'note':
      return `${step.as} = ${step.note}`
    case 'check':
      return `check ${step.check}`
    case 'repeat':
      return `repeat × ${step.repeat}`
    case 'each':
      return `for each of ${joined(step.each)}`
    case 'edit':
      return describeEdit(step)
    case 'together':
      return 'at the same time'
    case 'failover':
      return `failover ${joined(step.failover)}${step.force ? ' --force' : ''}${step.takeover ? ' --takeover' : ''}${step.coordinated ? ' --coordinated' : ''}`
    case 'stop':
      return `stop ${joined(step.stop)}${step.failover ? ' --failover' : ''}${forTime(step)}`
    case 'reshard':
      return describeReshard(step)
    case 'acquire':
      return `${step.by} acquires ${step.acquire}${mishapOf(step)}`
    case 'release':
      return `${step.by} releases ${step.release}${mishapOf(step)}`
    case 'freeze':
      return `${step.freeze} freezes${forTime(step)}`
    case 'thaw':
      return `${step.thaw} thaws`
    case 'crash':
      return `${step.crash} crashes`
    case 'huge-pages':
      return `echo ${step['huge-pages']} > /sys/kernel/mm/transparent_hugepage/enabled`
    case 'check-system':
      return `redis-server --check-system, ${step['check-system']}`
    case 'process-status':
      return `${step.field} in /proc/PID/status of ${joined(step['process-status'])}`
    case 'kill':
      return `kill ${joined(step.kill)}${step.signal === undefined ? '' : ` --signal ${step.signal}`}${forTime(step)}`
    default: {
      const {kind} = step
      const target = (step as unknown as Readonly<Record<string, string | readonly string[]>>)[kind] ?? ''
      return `${kind} ${joined(target)}${forTime(step)}`
    }
  }
}

function describeReshard({reshard, to, keys, atomic, 'no-wait': noWait}: StepOf<'reshard'>): string {
  const slots =
    typeof reshard === 'object'
      ? `--from ${joined(reshard.from)} --count ${reshard.count}`
      : reshard === 'finish' || reshard === 'cancel'
        ? `--${reshard}`
        : reshard
  return `reshard ${slots}${to === undefined ? '' : ` --to ${joined(to)}`}${keys === undefined ? '' : ` --keys ${keys}`}${atomic ? ' --atomic' : ''}${noWait ? ' --no-wait' : ''}`
}

function describeEdit({edit, without = [], lines = []}: StepOf<'edit'>): string {
  const changes = [...without.map((name) => `without ${name}`), ...lines.map((line) => `with ${line}`)]
  return `edit the conf of ${joined(edit)}: ${changes.join(', ')}`
}

export function describeCommand(command: string | readonly (string | number)[]): string {
  if (typeof command === 'string') return command
  return command
    .map((word) =>
      /^[^\s"']+$/.test(String(word)) ? word : JSON.stringify(String(word).replace(/\s+/g, ' ').trim()),
    )
    .join(' ')
}

export function describeCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'event':
      return `${condition.event}${ofWhom(condition.of)}${withFields(condition.fields)}`
    case 'log':
      return `/${condition.log}/ in the log${ofWhom(condition.of)}`
    case 'role':
      return `${joined(condition.of)} is ${condition.role}`
    case 'state':
      return `${joined(condition.of)} is ${condition.state}`
    case 'ready':
      return condition.ready ? 'ready' : 'not ready'
    case 'writable':
      return `${condition.of === undefined ? 'the master' : joined(condition.of)} ${condition.writable ? 'takes' : 'takes no'} writes`
    case 'info':
      return `${condition.info} of ${joined(condition.of)} is ${describeWanted(condition.is)}`
    case 'client': {
      const wanted =
        condition.error === undefined ? describeWanted(condition.reply ?? null) : `(error) ${condition.error}`
      return `${condition.client}> ${describeCommand(condition.command)}${ofField(condition.field)} → ${wanted}`
    }
    case 'message':
      return `a message /${condition.message}/ at ${condition.of}`
    case 'that':
      return condition.that
  }
}

export function describeObserved({kind, pattern, of, fields}: Observed): string {
  const what = kind === 'event' ? pattern : `/${pattern}/`
  return `${what}${kind === 'message' ? ` at ${joined(of ?? '')}` : ofWhom(of)}${withFields(fields)}`
}

function withFields(fields: Readonly<Record<string, unknown>> | undefined): string {
  if (fields === undefined) return ''
  const parts = Object.entries(fields).map(([name, wanted]) => `${name} ${describeWanted(wanted as Wanted)}`)
  return ` with ${parts.join(', ')}`
}

export function joined(targets: string | readonly string[]): string {
  return typeof targets === 'string' ? targets : targets.join(',')
}

/** `, slave0.lag`: what of a long reply is meant. */
function ofField(field: string | undefined): string {
  return field === undefined ? '' : `, ${field}`
}

function ofWhom(of: string | readonly string[] | undefined): string {
  return of === undefined ? '' : ` of ${joined(of)}`
}

function mishapOf(step: StepOf<'acquire' | 'release'>): string {
  const {'crash-before': crash, 'freeze-before': freeze} = step
  if (crash !== undefined) return `, and crashes before ${crash}`
  return freeze === undefined ? '' : `, and freezes before ${freeze}`
}

function forTime(step: object): string {
  return 'for' in step && step.for !== undefined ? ` for ${step.for}` : ''
}
