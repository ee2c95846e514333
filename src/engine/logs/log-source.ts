/** Where the log of an instance is. The file need not exist yet. */
export interface LogSource {
  /** The instance's name: `n2`, `s1`. */
  readonly instance: string
  /** The instance's place in its deployment. */
  readonly index: number
  readonly path: string
}
