import type {z} from 'zod/mini'
import type {Scope} from './expression.ts'
import type {CertifyBlock} from './schema/certify.ts'
import type {Condition} from './schema/condition.ts'
import type {Breaking, clientSchema, LabOptions, Requirements} from './schema/lab.ts'
import type {lockClientSchema} from './schema/lock-steps.ts'
import type {commandSchema, commonKeys, observedSchemas, StepKind, stepSchemas} from './schema/steps.ts'
import type {Topic} from './topics.ts'

type Common = {
  readonly [Key in keyof typeof commonKeys]?: z.infer<(typeof commonKeys)[Key]>
}

/** Where a step stands in its file, and what it is called. */
export interface Placed {
  /** Its place among all steps, nested ones included: 1, 2, 3, … */
  readonly number: number
  readonly line: number
}

type Fields<Kind extends StepKind> = Readonly<z.infer<(typeof stepSchemas)[Kind]>>

export interface Observed {
  readonly kind: keyof typeof observedSchemas
  readonly pattern: string
  readonly of?: string | readonly string[] | undefined
  readonly fields?: Readonly<Record<string, unknown>> | undefined
}

/** Steps whose words were read further. */
interface Read {
  readonly await: {readonly condition: Condition}
  readonly never: {readonly condition: Condition}
  readonly observe: {readonly observed: Observed}
  readonly repeat: {readonly steps: readonly Step[]}
  readonly together: {readonly steps: readonly Step[]}
  readonly each: {readonly steps: readonly Step[]}
}

export type Step = Placed &
  Common &
  (
    | {
        [Kind in StepKind]: {readonly kind: Kind} & Omit<Fields<Kind>, keyof Common | 'steps'> &
          (Kind extends keyof Read ? Read[Kind] : unknown)
      }[StepKind]
    | ({readonly kind: 'command'; readonly client: string} & Readonly<z.infer<typeof commandSchema>>)
    | {readonly kind: 'say'; readonly say: string}
  )

export type StepOf<Kind extends Step['kind']> = Extract<Step, {readonly kind: Kind}>

export type ClientSettings = Readonly<Exclude<z.infer<typeof clientSchema>, string>>
export type LockClientSettings = Readonly<z.infer<typeof lockClientSchema>>

/** The clients that lock, with how they do it. */
export function lockClientsOf(
  clients: Readonly<Record<string, ClientSettings>>,
): Readonly<Record<string, LockClientSettings>> {
  return Object.fromEntries(
    Object.entries(clients).flatMap(([name, settings]) => ('lock' in settings ? [[name, settings]] : [])),
  )
}

export type Verdict = 'confirmed' | 'refuted'

export interface Claim {
  readonly id: string
  readonly text: string
  /** What must be true of the measured values if the claim is. Else steps show or refute it. */
  readonly holds?: string | undefined
  /** The verdict that is expected, by server. Confirmed by default. */
  readonly verdict?: Verdict | readonly {readonly when: string; readonly is: Verdict}[] | undefined
  /** On which servers it is made. */
  readonly when?: string | undefined
  readonly because?: string | undefined
}

export interface Expectation {
  readonly that: string
  readonly when?: string | undefined
  readonly say?: string | undefined
}

export type LabValue = string | number | {readonly usual: string | number; readonly thorough: string | number}

/** A scenario: a topology, what is done to it step by step, and what is expected and claimed. Read from a file. */
export interface Lab {
  /** The file's name without its ending. */
  readonly name: string
  readonly title: string
  readonly topic: Topic | undefined
  readonly about: string | undefined
  readonly topology: string
  readonly options: LabOptions
  readonly requires: Requirements
  readonly values: Readonly<Record<string, LabValue>>
  readonly clients: Readonly<Record<string, ClientSettings>>
  readonly claims: readonly Claim[]
  readonly steps: readonly Step[]
  readonly expect: readonly Expectation[]
  readonly failsWhen: Breaking | undefined
  /** Of scenarios of `certify`: what is about the client. */
  readonly certify?: CertifyBlock | undefined
}

/** The values that a lab gives names to: those for every day, or the larger ones of `--thorough`. */
export function valuesOf({values}: Lab, {isThorough}: {readonly isThorough: boolean}): Scope {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'object' ? (isThorough ? value.thorough : value.usual) : value,
    ]),
  )
}

/** Every step, with those inside others. */
export function allSteps(steps: readonly Step[]): readonly Step[] {
  return steps.flatMap((step) => [step, ...('steps' in step ? allSteps(step.steps) : [])])
}
