/** Where a server is reached, and how it lets one in. */
export interface Endpoint {
  readonly host: string
  readonly port: number
  /** The user of ACLs; the default user when there is none. */
  readonly user?: string
  readonly password?: string
}
