import {nameInHint} from './name-flag.ts'

/**
 * Messages and hints are written for the command line: options as `--down-after`, what to do next as `redislab start n1`.
 * These tables say the same for programs. A test holds that no flag and no command is missing from them.
 */

/** What a deployment is called in hints. */
const variable = 'deployment'

/** Options that take a value. */
const valued: Readonly<Record<string, string>> = {
  name: 'name',
  host: 'host',
  port: 'port',
  'sentinel-port': 'sentinelPort',
  hosts: 'hosts',
  set: 'set',
  'sentinel-set': 'sentinelSet',
  quorum: 'quorum',
  'down-after': 'downAfterMs',
  'failover-timeout': 'failoverTimeoutMs',
  'parallel-syncs': 'parallelSyncs',
  timing: 'timing',
  password: 'password',
  'sentinel-password': 'sentinelPassword',
  acl: 'acl',
  persist: 'persist',
  server: 'server',
  templates: 'templates',
  owner: 'owner',
  master: 'masterName',
  'master-name': 'masterName',
  'replica-of': 'replicaOf',
  from: 'from',
  to: 'to',
  count: 'count',
  keys: 'keys',
  for: 'forMs',
  within: 'withinMs',
  timeout: 'withinMs',
  signal: 'by',
  jitter: 'jitterMs',
  bandwidth: 'bytesPerSecond',
  zone: 'zones',
  year: 'year',
}

/** Flags that stand alone, as the option that they are. */
const alone: Readonly<Record<string, string>> = {
  insecure: 'insecure: true',
  links: 'links: true',
  tls: 'tls: true',
  cluster: 'cluster: true',
  chain: 'chain: true',
  replace: 'replace: true',
  reshard: 'reshard: true',
  finish: 'finish: true',
  atomic: 'atomic: true',
  'no-wait': 'wait: false',
  keep: 'keep: true',
  align: 'align: true',
  'one-way': 'oneWay: true',
  force: "manner: 'force'",
  takeover: "manner: 'takeover'",
  coordinated: "manner: 'coordinated'",
  failover: 'failover: true',
}

/** What stands behind the name of a command. */
interface Typed {
  readonly words: readonly string[]
  readonly options: readonly string[]
  /** Of `--name`. */
  readonly name: string | undefined
  readonly rest: string
}

type Call = (typed: Typed) => string

const onTargets = [
  'start',
  'stop',
  'restart',
  'kill',
  'pause',
  'resume',
  'failover',
  'partition',
  'fill',
  'disconnect',
] as const
const onAll = ['explain', 'timeline', 'logs', 'env', 'heal', 'reset', 'add'] as const

/** The commands that programs have, too. The others are typed in a terminal, also by who writes a program. */
const calls: Readonly<Record<string, Call>> = {
  ...Object.fromEntries(onTargets.map((method) => [method, callOnTargets(method)])),
  ...Object.fromEntries(onAll.map((method) => [method, callWithOptions(method)])),
  up: ({words, options}) =>
    `startDeployment(${joined(words[0] === undefined ? 'topology' : quoted(words[0]), braced(options.filter((it) => it !== alone['replace'])))})`,
  down: ({name}) => `${name === undefined ? variable : `(await findDeployment(${quoted(name)}))`}.close()`,
  ls: () => 'listDeployments()',
  servers: () => 'findServers()',
  'await-failover': () => `${variable}.awaitFailover()`,
  status: ({rest}) => (/^ --wait/.test(rest) ? `${variable}.awaitFailover()` : `${variable}.status()`),
  remove: callOnTargets('remove'),
  reshard: ({words, options}) =>
    `${variable}.reshard(${braced([...words.map((slots) => `slots: ${quoted(slots)}`), ...options])})`,
  delay: ({words: [target = 'TARGET', time], options}) =>
    `${variable}.delay(${joined(literalOf(target), braced([...(time === undefined ? [] : [`delayMs: ${literalOf(time)}`]), ...options]))})`,
}

/**
 * A message or a hint in the words of the library.
 *
 * @param deployment its name: it is not repeated in calls, and stands in the commands that are left to be typed
 */
export function toLibraryWords(text: string, deployment?: string): string {
  const command = /\bredislab ([a-z]+(?:-[a-z]+)?)\b(?! it\b)/.exec(text)
  if (command === null) return text.replace(flagInProse, toOption)
  const before = text.slice(0, command.index).replace(flagInProse, toOption)
  const behind = text.slice(command.index + command[0].length)
  const typed = readTyped(behind)
  const call = calls[command[1] ?? '']
  if (call !== undefined) {
    const name = typed.name === deployment ? undefined : typed.name
    return (
      before + call({...typed, name}) + toLibraryWords(typed.rest.replace(/^ --wait \S+/, ''), deployment)
    )
  }
  // What is passed on to a program or to Redis goes on to the end.
  const isPassedOn = typed.rest.startsWith(' -- ')
  const kept = command[0] + (isPassedOn ? behind : behind.slice(0, behind.length - typed.rest.length))
  return (
    before +
    (deployment === undefined ? kept : nameInHint(kept, deployment)) +
    (isPassedOn ? '' : toLibraryWords(typed.rest, deployment))
  )
}

const flagInProse = /--([a-z][a-z-]*[a-z])(?:[ =](auto|[A-Z]{2,}|\d[\w.:]*\w|\d|[\w-]+=\w+)(?![\w]))?/g

function toOption(all: string, flag: string, value: string | undefined): string {
  const known = alone[flag]
  if (known !== undefined) return `\`${known}\`${value === undefined ? '' : ` ${value}`}`
  const option = valued[flag]
  if (option === undefined) return all
  return value === undefined ? `\`${option}\`` : `\`${option}: ${valueAs(flag, value)}\``
}

/** Flags and words that can be meant for a command, up to the first that cannot. */
function readTyped(text: string): Typed {
  const words: string[] = []
  const options: string[] = []
  let name: string | undefined
  let rest = text
  for (;;) {
    const [all, flag = '', value, word] = argument.exec(rest) ?? []
    if (all === undefined) break
    if (word !== undefined) words.push(word)
    else if (alone[flag] !== undefined) {
      options.push(alone[flag])
      rest = rest.slice(` --${flag}`.length)
      continue
    } else if (valued[flag] === undefined || value === undefined) break
    else if (flag === 'name') name = value
    else options.push(`${valued[flag]}: ${valueAs(flag, value)}`)
    rest = rest.slice(all.length)
  }
  return {words, options, name, rest}
}

const end = '(?=[\\s,;.)]|$)'
const targetWords = 'TARGET|[ns]\\d+|(?:master|replica|sentinel|leader|shard|all)s?(?::\\d+)?'
const otherWords = 'key:\\w+|\\d+m(?:\\d+r)?(?:\\d+s)?|\\d+-\\d+|\\d+m?s?'
const argument = new RegExp(
  `^ (?:--([a-z-]+)(?:[ =]([^\\s,;)]*[^\\s,;.)]))?|(${targetWords}|${otherWords}))${end}`,
)

function callOnTargets(method: string): Call {
  return ({words, options}) => {
    const targets = words.length > 1 ? `[${words.map(quoted).join(', ')}]` : words.map(literalOf).join('')
    return `${variable}.${method}(${joined(targets, braced(options))})`
  }
}

function callWithOptions(method: string): Call {
  return ({options}) => `${variable}.${method}(${braced(options)})`
}

function valueAs(flag: string, value: string): string {
  return flag === 'set' || flag === 'sentinel-set' ? `[${quoted(value)}]` : literalOf(value)
}

/** Numbers, and sizes and times as numbers; placeholders as names; the rest as text. */
function literalOf(value: string): string {
  const [, digits, unit] = /^(\d+)(ms|s|kb|mb)?$/.exec(value) ?? []
  if (digits !== undefined) return digits + ({s: '000', kb: '_000', mb: '_000_000'}[unit ?? ''] ?? '')
  return /^[A-Z]+$/.test(value) ? value.toLowerCase() : quoted(value)
}

function quoted(text: string): string {
  return `'${text}'`
}

function braced(options: readonly string[]): string {
  return options.length === 0 ? '' : `{${options.join(', ')}}`
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ')
}
