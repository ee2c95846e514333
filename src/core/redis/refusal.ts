/** What Redis refused a user. */
export interface Refusal {
  /** Undefined before 7.2, which does not say it. */
  readonly user: string | undefined
  /** As ACL rules name it: `config|get`; before 7.0 without the subcommand. */
  readonly command: string
}

/**
 * Reads `NOPERM User reader has no permissions to run the 'config|get' command` (acl.c: getAclErrorMessage); before 7.2 `this user`.
 *
 * @returns undefined for what is no refusal of a command
 */
export function parseRefusal(text: string): Refusal | undefined {
  const match = /NOPERM (?:User (\S+)|this user) has no permissions to run the '([^']+)' command/i.exec(text)
  return match === null ? undefined : {user: match[1], command: match[2] ?? ''}
}

const begin = 'refused: '

/** The same, as the state of an instance that was reached: `refused: the user reader may not run config|get`. */
export function describeRefusal({user, command}: Refusal): string {
  return `${begin}${user === undefined ? 'the user' : `the user ${user}`} may not run ${command}`
}

/** That text, read again. */
export function refusalIn(problem: string): Refusal | undefined {
  const match = /^refused: the user(?: (\S+))? may not run (\S+)$/.exec(problem)
  return match === null ? undefined : {user: match[1], command: match[2] ?? ''}
}

/** What an instance is said not to do, with why: one that refuses has answered. */
export function describeProblem(problem: string): string {
  return problem.startsWith(begin) ? problem : `does not answer: ${problem}`
}
