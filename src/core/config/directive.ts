/** One line of a conf file: a name and the rest of the line. */
export interface Directive {
  readonly name: string
  readonly value: string
  /** Only of this instance (`n3`). @default all of its kind */
  readonly instance?: string
}
