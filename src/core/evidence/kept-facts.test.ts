import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, it} from 'vitest'
import {entriesOf} from '../redis/catalogue/all-entries.ts'
import {KeepingBudget} from './kept-facts.ts'
import {readText} from './read-text.ts'
import {routineKinds} from './routine.ts'

const at = (second: number) =>
  `26 Jan 2022 12:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}.030`
const thin = () => new KeepingBudget(0)

describe('of a long log', () => {
  it('routine lines are only counted, and what is rare is kept', () => {
    const rows = Array.from(
      {length: 3000},
      (_, index) => `1:M ${at(index)} * Background append only file rewriting started by pid 7`,
    )
    rows[1500] = `1:M ${at(1500)} # Out Of Memory allocating 42 bytes!`
    const {lines, read, facts, onlyCounted} = readText('a.log', rows.join('\n'), {budget: thin()})
    expect({lines, read, onlyCounted}).toEqual({lines: 3000, read: 3000, onlyCounted: 2999})
    expect(facts).toMatchObject([{place: {line: 1501}}])
  })

  it('of what comes again and again, the beginning and the end are kept, and the rest is counted', () => {
    const rows = Array.from(
      {length: 2000},
      (_, index) => `1:S ${at(index)} * Connecting to MASTER 10.0.0.1:6379`,
    )
    const {facts, onlyCounted} = readText('a.log', rows.join('\n'), {budget: thin()})
    const kept = facts.map(({place}) => place.line)
    expect(kept).toEqual([...kept].sort((a, b) => a - b))
    expect(kept.slice(0, 150)).toEqual(Array.from({length: 150}, (_, index) => index + 1))
    expect(kept.slice(-150)).toEqual(Array.from({length: 150}, (_, index) => 1851 + index))
    expect(onlyCounted).toBe(1700)
    expect(facts.reduce((sum, fact) => sum + (fact.kind === 'log' ? (fact.alike ?? 0) : 0), 0)).toBe(1700)
  })

  it('the events of a sentinel stay together', () => {
    const rows = Array.from({length: 5000}, (_, index) => [
      `1:X ${at(index % 3600)} # +try-failover master mymaster 10.0.0.1 6379`,
      `1:X ${at(index % 3600)} # +vote-for-leader ${'a'.repeat(40)} ${index}`,
    ]).flat()
    const {facts} = readText('a.log', rows.join('\n'), {budget: thin()})
    const kinds = facts.map((fact) => (fact.kind === 'log' ? fact.event?.kind : ''))
    expect(
      kinds.every((kind, index) => kind === (index % 2 === 0 ? '+try-failover' : '+vote-for-leader')),
    ).toBe(true)
    expect(kinds).toHaveLength(2000)
  })

  it('a short one is kept whole', () => {
    const rows = Array.from({length: 2000}, (_, index) => `1:M ${at(index)} * DB saved on disk`)
    expect(readText('a.log', rows.join('\n')).facts).toHaveLength(2000)
  })
})

describe('routine lines', () => {
  it('are in the catalogue', () => {
    const known = new Set(
      (['redis', 'sentinel'] as const).flatMap((writer) => entriesOf(writer).map(({kind}) => kind)),
    )
    expect([...routineKinds].filter((kind) => !known.has(kind))).toEqual([])
  })

  it('are asked for by no rule', () => {
    const rooms = ['diagnosis', 'diagnosis/rules', 'identity'].map((room) =>
      path.join(import.meta.dirname, '..', room),
    )
    const source = rooms
      .flatMap((room) => readdirSync(room, {withFileTypes: true}).filter((file) => file.isFile()))
      .map((file) => readFileSync(path.join(file.parentPath, file.name), 'utf8'))
      .join('\n')
    expect([...routineKinds].filter((kind) => source.includes(`'${kind}'`))).toEqual([])
  })
})
