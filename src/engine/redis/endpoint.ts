/** Where a server is reached, and how it lets one in. */
export interface Endpoint {
  readonly host: string
  readonly port: number
  readonly password?: string
}
