import type {Template} from './template.ts'

/** What tells most messages that do not suit a template at a glance. What is fixed in known lines is ASCII. */
export interface Glance {
  /** No shorter message suits. */
  readonly least: number
  /** Where one character of every message is fixed, and which it is: the last of how it begins. -1 when nothing is fixed. */
  readonly fixedAt: number
  readonly fixedCode: number
  /** The last character of every message, or -1. */
  readonly lastCode: number
}

/** What is to be seen of a template at a glance. */
export function glanceOf({parts, isOpen, beginning}: Template): Glance {
  const last = parts.at(-1)
  return {
    least: parts.reduce((sum, part) => sum + (part.kind === 'literal' ? part.text.length : 1), 0),
    fixedAt: beginning.length - 1,
    fixedCode: beginning === '' ? -1 : beginning.charCodeAt(beginning.length - 1),
    lastCode: isOpen || last?.kind !== 'literal' ? -1 : last.text.charCodeAt(last.text.length - 1),
  }
}

/** Whether a message may suit, as far as a glance tells. */
export function isLike({least, fixedAt, fixedCode, lastCode}: Glance, message: string): boolean {
  if (message.length < least || (lastCode >= 0 && message.charCodeAt(message.length - 1) !== lastCode))
    return false
  return fixedAt < 0 || message.charCodeAt(fixedAt) === fixedCode
}
