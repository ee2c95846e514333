import process from 'node:process'
import chalk, {Chalk, type ChalkInstance, chalkStderr, supportsColor, supportsColorStderr} from 'chalk'
import type {InstanceState, Role} from '../../core/words.ts'

/** Meaning → style. Colour never stands alone: each use is beside a word or a glyph. */
export interface Theme {
  readonly strong: (text: string) => string
  readonly dim: (text: string) => string
  readonly good: (text: string) => string
  readonly warn: (text: string) => string
  readonly bad: (text: string) => string
  /** Something to type. */
  readonly command: (text: string) => string
  readonly role: (role: Role, text?: string) => string
  readonly state: (state: InstanceState, text?: string) => string
  /** The same instance always has the same colour: chosen by its index in the deployment. */
  readonly instance: (index: number, text: string) => string
}

export function makeTheme(c: ChalkInstance): Theme {
  // Neither yellow nor red, which mean a warning and an error; nor plain blue, which is dark on black.
  const instanceColours = [
    c.cyan,
    c.magenta,
    c.green,
    c.blueBright,
    c.cyanBright,
    c.magentaBright,
    c.greenBright,
    c.whiteBright,
  ]
  const roles: Record<Role, (text: string) => string> = {
    master: c.bold.green,
    replica: c.cyan,
    sentinel: c.magenta,
    unknown: c.dim,
  }
  const states: Record<InstanceState, (text: string) => string> = {
    running: c.green,
    paused: c.yellow,
    dead: c.red,
    stopped: c.dim,
    unreachable: c.red,
  }
  // One argument each, so that a style can be given to map(): chalk would join all it gets.
  const style = (chosen: ChalkInstance) => (c.level === 0 ? plain : (text: string) => chosen(text))
  return {
    strong: style(c.bold),
    dim: style(c.dim),
    good: style(c.green),
    warn: style(c.yellow),
    bad: style(c.red),
    command: style(c.cyan),
    role: (role, text = role) => roles[role](text),
    state: (state, text = state) => states[state](text),
    instance: (index, text) =>
      c.level === 0 ? text : (instanceColours[index % instanceColours.length] ?? c.white)(text),
  }
}

function plain(text: string): string {
  return text
}

// chalk decides colour by FORCE_COLOR and whether the stream is a terminal; NO_COLOR (no-color.org) it leaves to us.
const isColourless = Boolean(process.env['NO_COLOR']) && process.env['FORCE_COLOR'] === undefined
export const stdoutTheme: Theme = makeTheme(
  isColourless || supportsColor === false ? new Chalk({level: 0}) : chalk,
)
export const stderrTheme: Theme = makeTheme(
  isColourless || supportsColorStderr === false ? new Chalk({level: 0}) : chalkStderr,
)
/** For tests and files. */
export const plainTheme: Theme = makeTheme(new Chalk({level: 0}))
