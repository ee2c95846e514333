import {isError} from './is-error.ts'

/** What something that was thrown says, whatever it is. */
export function messageOf(thrown: unknown): string {
  return isError(thrown) ? thrown.message : String(thrown)
}
