import {RedislabError} from '../../core/errors/errors.ts'

interface Token {
  readonly type: string
  readonly input: string
  /** Of a flag: its name. */
  readonly flag?: string
}

/**
 * Where targets stand before a flag and behind its value, the latter may be meant for the flag, which takes one word.
 *
 * @param separator what stands between several values of the flag
 * @throws RedislabError USAGE
 */
export function refuseStrays(raw: readonly Token[], name: string, separator = ','): void {
  const at = raw.findIndex(({type, flag}) => type === 'flag' && flag === name)
  if (at < 0) return
  const isBefore = raw.slice(0, at).some(({type}) => type === 'arg')
  const stray = raw.slice(at).find(({type}) => type === 'arg')
  if (!isBefore || stray === undefined) return
  const {input} = raw[at] as Token
  throw new RedislabError('USAGE', `"${stray.input}" after --${name} ${input} is ambiguous.`, {
    suggestions: [
      `To add it to --${name}: --${name} ${input}${separator}${stray.input}`,
      `To make it a target: put all targets before --${name}.`,
    ],
  })
}
