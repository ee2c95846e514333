import {RedislabError} from '../core/errors/errors.ts'
import {toLibraryWords} from '../core/text/library-words.ts'
import {describeNoAnswer} from '../engine/redis/no-answer.ts'
import {checkArguments, type Parameter} from './check-arguments.ts'

/** What goes out to a program has been put into its words once. */
const inWords = new WeakSet<RedislabError>()

/**
 * An error as a program meets it: in the words of the library, and with what to do next in the message, since that is all
 * that most test frameworks print. What is not ours, such as the reason of an abort, stays as it is.
 *
 * @param deployment its name, for the commands that only a terminal has
 */
export function inLibraryWords(thrown: unknown, deployment?: string): unknown {
  const error = describeNoAnswer(thrown) ?? thrown
  if (!(error instanceof RedislabError) || inWords.has(error)) return error
  const {code, details, cause, exitCode} = error
  const suggestions = error.suggestions.map((hint) => toLibraryWords(hint, deployment))
  const log = Array.isArray(details?.['log']) ? details['log'].map((line) => `│ ${line}`) : []
  const lines = [...log, ...suggestions.map((hint) => `→ ${hint}`)]
  const message = [toLibraryWords(error.message, deployment), ...lines].join('\n  ')
  const told = new RedislabError(code, message, {
    suggestions,
    exitCode,
    cause,
    details,
  })
  inWords.add(told)
  return told
}

/** How a function or a method is called. */
export interface Guarded {
  /** What it is called, for messages. */
  readonly called: string
  readonly values: readonly unknown[]
  readonly parameters: readonly Parameter[]
  /** The name of the deployment, where there is one. */
  readonly deployment?: string
}

/** Does what a program asks for: what it passed is checked first, and errors come in its words. */
export async function guard<Result>(
  {called, values, parameters, deployment}: Guarded,
  action: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    checkArguments(called, values, parameters)
    return await action()
  } catch (error) {
    throw inLibraryWords(error, deployment)
  }
}

/** The same for what answers at once. */
export function guardSync<Result>(
  {called, values, parameters, deployment}: Guarded,
  action: () => Result,
): Result {
  try {
    checkArguments(called, values, parameters)
    return action()
  } catch (error) {
    throw inLibraryWords(error, deployment)
  }
}

/** A fault whose undoing throws errors in the words of the library, too. */
export function guardUndoing<Injected extends AsyncDisposable>(
  injected: Injected,
  deployment: string,
): Injected {
  const undo = () =>
    guard({called: 'undoing', values: [], parameters: [], deployment}, async () => {
      await injected[Symbol.asyncDispose]()
    })
  return {...injected, [Symbol.asyncDispose]: undo}
}
