/** The passwords of a deployment, each where there is one. */
export interface Passwords {
  /** Of the data instances. */
  readonly password?: string | undefined
  readonly sentinelPassword?: string | undefined
}

/** The password that an instance asks for; undefined where it asks for none. */
export function passwordOf(
  {kind}: {readonly kind: 'redis' | 'sentinel'},
  {password, sentinelPassword}: Passwords,
): string | undefined {
  return kind === 'sentinel' ? sentinelPassword : password
}
