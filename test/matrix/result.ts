/** What one lab showed on one server. */
export interface LabOnServer {
  readonly lab: string
  readonly outcome: string
  /** Why it did not pass. */
  readonly reason: string | null
  /** The verdict on each claim. */
  readonly claims: Readonly<Record<string, string>>
  /** Claims that came out otherwise than the lab says of such a server. */
  readonly unexpected: readonly string[]
  /** What was measured, where it is a number. Times are in milliseconds. */
  readonly measured: Readonly<Record<string, number>>
}

/** What all labs showed on one server. */
export interface ServerResult {
  /** `redis`, `valkey`. */
  readonly flavour: string
  readonly version: string
  /** The day of the run, as `2026-11-30`. */
  readonly on: string
  readonly labs: readonly LabOnServer[]
  /** Lines of logs at notice level and above, and how many of them the catalogue does not know. */
  readonly lines: number
  readonly unknown: number
}

/** As the table names it. */
export function nameOf({flavour, version}: Pick<ServerResult, 'flavour' | 'version'>): string {
  return `${flavour === 'valkey' ? 'Valkey' : 'Redis'} ${version}`
}

/** Redis before Valkey, older before newer. */
export function sortServers(servers: readonly ServerResult[]): readonly ServerResult[] {
  return servers.toSorted(
    (a, b) => a.flavour.localeCompare(b.flavour) || a.version.localeCompare(b.version, 'en', {numeric: true}),
  )
}

/** Reads what was kept: a server a line. */
export function parseResults(text: string): readonly ServerResult[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}
