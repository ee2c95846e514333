/** A few lines that show the cause of one rule, and the same lines without it. */
export interface Sample {
  readonly id: string
  /** File → its text. */
  readonly files: Readonly<Record<string, string>>
  readonly says: RegExp
  /** The same with nothing wrong. */
  readonly sound: Readonly<Record<string, string>>
}
