/** The passwords of a deployment, each where there is one. */
export interface Passwords {
  /** Of the data instances. */
  readonly password?: string | undefined
  readonly sentinelPassword?: string | undefined
}
