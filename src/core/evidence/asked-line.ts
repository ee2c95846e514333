import type {InstanceKind} from '../words.ts'
import type {AskedFact} from './facts.ts'
import {type LineReader, streamOf} from './line-reader.ts'

type Asked = Pick<AskedFact, 'address' | 'of' | 'at' | 'reachedAt' | 'problem'>

const kinds: Readonly<Record<string, InstanceKind>> = {server: 'redis', sentinel: 'sentinel'}
const pattern =
  /^# redislab asked (?:the )?(server|sentinel) (\S+) at (\d{4}-\d\d-\d\dT[\d:.]+Z)(?:, reached at ([^\s,]+))?(?:, and had no answer: (.+))?$/

/** The line above the replies that redislab was given by one instance: whose they are, and of when. */
export function formatAsked({address, of, at, reachedAt, problem}: Asked): string {
  const kind = of === 'sentinel' ? 'sentinel' : 'server'
  return [
    `# redislab asked the ${kind} ${address} at ${new Date(at).toISOString()}`,
    ...(reachedAt === undefined || reachedAt === address ? [] : [`reached at ${reachedAt}`]),
    ...(problem === undefined ? [] : [`and had no answer: ${problem.replace(/\s+/g, ' ')}`]),
  ].join(', ')
}

/** The same, read. */
export const readAskedLine: LineReader = ({line, text, place}, state) => {
  if (!line.startsWith('# redislab asked ')) return undefined
  const [, kind = '', address = '', at = '', reachedAt, problem] = pattern.exec(line.trim()) ?? []
  if (address === '') return undefined
  state.info = undefined
  state.row = undefined
  state.nodeList = undefined
  return [
    {
      kind: 'asked',
      place,
      text,
      stream: streamOf(place.path, state.heading),
      address,
      of: kinds[kind] ?? 'redis',
      at: Date.parse(at),
      ...(reachedAt === undefined ? {} : {reachedAt}),
      ...(problem === undefined ? {} : {problem}),
    },
  ]
}
