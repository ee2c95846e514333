/** The JSON of `collect`. */
export interface CollectedJson {
  /** Null where sources were given. */
  readonly deployment: string | null
  /** The bundle. */
  readonly out: string
  readonly bytes: number
  readonly instances: readonly {
    readonly address: string
    readonly kind: 'server' | 'sentinel'
    readonly reachedAt: string
    /** ISO 8601. */
    readonly at: string
    readonly asked: readonly string[]
    readonly refused: readonly {readonly command: string; readonly why: string}[]
    /** Why it gave no answer, or not all of them. */
    readonly problem: string | null
  }[]
  /** Which files were given, and what is kept of each under which name; null where nothing is. */
  readonly files: readonly {readonly path: string; readonly file: string | null}[]
  readonly leftOut: readonly string[]
}
