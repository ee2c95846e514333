import type {DirectiveFact} from '../evidence/facts.ts'
import {maskSecrets} from '../evidence/secrets.ts'
import type {Directive, InstanceKind} from '../words.ts'
import {whoKnows} from './directive-versions.ts'
import {ruleSentinelLine} from './rule-sentinel-line.ts'
import {ruleServerLine} from './rule-server-line.ts'
import {asItWas, type Circumstances, kept, leftOut, type Ruling} from './ruling.ts'
import type {JudgedLine} from './twin.ts'

/** Directives that a conf repeats, once for each thing that their first word, or the first two, name. */
const repeated =
  /^(?:save|user|rename-command|loadmodule|include|client-output-buffer-limit|sentinel rename-command|sentinel known-\w+)$/

/** What of a conf is of one thing: of two such lines the later one counts. */
function subjectOf({name, words}: DirectiveFact): string | undefined {
  if (repeated.test(name)) return undefined
  return name.startsWith('sentinel ') && words.length > 1 ? `${name} ${words[0]}` : name
}

/** Says of every line of a conf what happens to it, and what is written in the place of all of them. */
export function judgeConf(
  conf: readonly DirectiveFact[],
  kind: InstanceKind,
  circumstances: Circumstances,
): {readonly lines: readonly JudgedLine[]; readonly settings: readonly Directive[]} {
  const last = new Map(conf.map((fact) => [subjectOf(fact), fact]))
  const judged = conf.map((fact) => {
    const subject = subjectOf(fact)
    const isOver = subject !== undefined && last.get(subject) !== fact
    const ruling = isOver ? leftOut('a later line says it again') : rule(fact, kind, circumstances)
    return {fact, ruling}
  })
  return {
    lines: judged.map(({fact, ruling}) => lineOf(fact, ruling)),
    settings: merge(judged.flatMap(({fact, ruling}) => settingsOf(fact, ruling))),
  }
}

function rule(fact: DirectiveFact, kind: InstanceKind, circumstances: Circumstances): Ruling {
  const {name, words} = fact
  const versions = whoKnows(name, circumstances.server)
  if (versions !== undefined) {
    const {flavour, version} = circumstances.server
    return leftOut(`${flavour} ${version} does not know it: ${versions}`)
  }
  const ruling = kind === 'sentinel' ? ruleSentinelLine(name, words, circumstances) : undefined
  return ruling ?? ruleServerLine(name, words, circumstances) ?? kept(asItWas)
}

function lineOf({place, name, words}: DirectiveFact, {fate, here, why}: Ruling): JudgedLine {
  const masked = maskSecrets([name, ...words.map(shown)].join(' '))
  return {place, name, value: masked.slice(name.length).trim(), fate, here: here ?? null, why}
}

/** In quotes where it would not be one word without. */
function shown(word: string): string {
  return word === '' || /[\s"]/.test(word) ? JSON.stringify(word) : word
}

function settingsOf({name, words}: DirectiveFact, {fate, set}: Ruling): readonly Directive[] {
  if (fate !== 'kept') return set ?? []
  const isOfMaster = /^sentinel (?!resolve-|announce-|deny-)/.test(name) && words.length > 1
  const head = isOfMaster ? `${name} ${words[0]}` : name
  return [
    {
      name: head,
      value: words
        .slice(isOfMaster ? 1 : 0)
        .map(written)
        .join(' '),
    },
  ]
}

/** As a conf can say it: with quotes where a word needs them. An empty value gets its quotes when it is written. */
function written(word: string, _: number, all: readonly string[]): string {
  if (word === '' && all.length > 1) return '""'
  return /[\s"'\\\x00-\x1f]/.test(word)
    ? `"${word.replace(/["\\]/g, '\\$&').replace(/[\x00-\x1f]/g, (it) => `\\x${it.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`
    : word
}

/** Of several snapshots only one line is left of what they are here. */
function merge(settings: readonly Directive[]): readonly Directive[] {
  return settings.filter(
    ({name, value}, index) =>
      settings.findIndex((other) => other.name === name && other.value === value) === index,
  )
}
