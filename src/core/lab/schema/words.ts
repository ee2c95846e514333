import {z} from 'zod/mini'
import {messageOf} from '../../errors/message-of.ts'
import {parseTarget, targetForms} from '../../status/targets.ts'
import {findNearest} from '../../text/nearest.ts'
import {makeVisible} from '../../text/visible.ts'
import {parseDuration} from '../../time/duration.ts'
import {Expression} from '../expression.ts'
import {ServerCondition} from '../server-condition.ts'
import {checkLabRegex, checkWantedError} from './lab-regex.ts'

/** The small words that the language of labs is made of, each with what is right when it is wrong. */

/** Whether a text can be read; else why not. */
type Reader = (text: string) => unknown

/** Finds a text wrong when a reader throws, in the words of its error. */
export function readable(read: Reader) {
  return z.check<string>((payload) => {
    try {
      read(payload.value)
    } catch (error) {
      const message = messageOf(error)
      payload.issues.push({code: 'custom', message, input: payload.value})
    }
  })
}

/** Milliseconds, or a placeholder for them. */
export const duration = z.string({error: 'a number and a unit: 200ms, 5s, 1.5s, 2m'}).check(
  readable((text) => {
    if (!isPlaceholder(text)) parseDuration(text)
  }),
  z.meta({description: 'A number and a unit: 200ms, 5s, 1.5s, 2m.'}),
)

/** The words for what the last fault of a kind was done to. */
export const pastFaults = ['killed', 'stopped', 'restarted', 'paused', 'partitioned'] as const

const oneTarget = readable((text) => {
  for (const part of text.split(',').map((word) => word.trim())) {
    if (
      !isPlaceholder(part) &&
      part !== 'clients' &&
      part !== 'it' &&
      !(pastFaults as readonly string[]).includes(part)
    )
      readTarget(part)
  }
})

function readTarget(text: string): void {
  try {
    parseTarget(text)
  } catch {
    const nearest = findNearest(text, [
      'master',
      'replica',
      'replicas',
      'sentinel',
      'sentinels',
      'leader',
      ...pastFaults,
    ])
    const hint = nearest === undefined ? `write ${targetForms}` : `did you mean \`${nearest}\`?`
    throw new TypeError(`"${text}" is not a target: ${hint}`)
  }
}

/** `n1`, `master`, `replica:2`, `master,s1`, `killed`; or a list of such. */
export const targets = z.union([z.string().check(oneTarget), z.array(z.string().check(oneTarget))])
export type Targets = z.infer<typeof targets>

export const regexSource = z.string().check(readable(checkLabRegex))

/** How an error begins, or `/a pattern/`. */
export const wantedError = z.string().check(readable(checkWantedError))

/** What a value can be called, so that expressions can read it. */
export const valueName = z
  .string()
  .check(
    z.regex(/^[A-Za-z][A-Za-z0-9]*$/, {message: 'a name is letters and digits, such as writer or tries2'}),
  )

/** What a claim or a step can be called. */
export const id = z.string().check(
  z.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, {
    message: 'an id is words joined by hyphens, such as del-removes-others',
  }),
)

export const expression = z.string().check(readable(Expression.parse))

export const serverCondition = z.string().check(
  z.check<string>((payload) => {
    if (ServerCondition.parse(payload.value) === undefined) {
      payload.issues.push({
        code: 'custom',
        message: `"${payload.value}" is not a condition on the server; write such as redis, redis >= 7.2 or valkey`,
        input: payload.value,
      })
    }
  }),
)

/** One line or more for people. */
export const text = z.string().check(
  z.minLength(1, {message: 'the text is empty'}),
  z.check<string>((payload) => {
    // It is shown as it stands: nothing in it may move the cursor, or hide what is beside it.
    const visible = makeVisible(payload.value.replace(/[\n\t]/g, ' '))
    if (visible === payload.value.replace(/[\n\t]/g, ' ')) return
    payload.issues.push({
      code: 'custom',
      message: 'the text holds a control character',
      input: payload.value,
    })
  }),
)

export const count = z.union([
  z.int().check(z.minimum(1, {message: 'it is at least 1'})),
  z.string().check(
    z.regex(/^\$\{[A-Za-z]\w*\}$/, {
      message: 'it is a whole number, or such a value as the lab gives a name',
    }),
  ),
])

export function isPlaceholder(text: string): boolean {
  return /^\$\{[A-Za-z]\w*\}$/.test(text)
}
