/** What a server can do that was decided when it was built or installed. */
export interface ServerExtras {
  /** Built with TLS; null where it did not say. */
  readonly tls: boolean | null
  /** The modules that were installed with it, by the names of their files. */
  readonly modules: readonly string[]
}

/** What the answer of a server to that question says. */
export function hasTls(said: string): boolean | null {
  if (/No tls-cert-file configured|Failed to configure TLS/.test(said)) return true
  return /Failed finding TLS support|Missing implement of connection type tls|bad directive/i.test(said)
    ? false
    : null
}
