// Lab files, mixed up: a lab, or every mistake with its line and column; and nothing that takes long.
import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {performance} from 'node:perf_hooks'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {isMap, isPair, isScalar, isSeq, parseDocument, visit} from 'yaml'
import {hasErrorCode} from '../../src/core/errors/errors.ts'
import {parseLab} from '../../src/core/lab/parse-lab.ts'
import {anyShare, anyText, fuzz, mutated} from './support.ts'

const folder = path.resolve(import.meta.dirname, '../../labs')
const shipped = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(path.join(folder, name), 'utf8'))
const mostMs = 2000

/** Holds what is told of a text that is no lab. */
function readOrRefuse(text: string): void {
  const startedAt = performance.now()
  try {
    parseLab(text, 'mine.yaml')
  } catch (error) {
    if (!hasErrorCode(error, 'LAB_INVALID')) throw error
    expect(error.message).toMatch(/^mine\.yaml:[1-9]\d*:[1-9]\d*: \S/)
    const lines = text.split(/\r\n|\r|\n/).length
    const problems = error.details?.['problems'] as readonly {line: number; column: number}[]
    for (const {line} of problems) expect(line).toBeLessThanOrEqual(lines + 1)
    expect(problems.length).toBeLessThanOrEqual(50)
  }
  expect(performance.now() - startedAt).toBeLessThan(mostMs)
}

/** Something else in place of a node of a lab. */
const replacement = fc.oneof(
  fc.constantFrom(
    null,
    true,
    '',
    'master',
    'n1',
    'n99',
    '5s',
    '5',
    '${x}',
    '${n1.port}',
    'phases.odownMs < 5',
    'a (',
  ),
  anyText,
  fc.integer(),
  fc.jsonValue({maxDepth: 3}),
)

describe('lab files', () => {
  it('of which letters were changed', () => {
    fc.assert(fc.property(mutated(fc.constantFrom(...shipped)), readOrRefuse), fuzz)
  })

  it('of which nodes were changed', () => {
    const change = fc.record({
      at: anyShare,
      kind: fc.constantFrom('value', 'key', 'remove', 'double'),
      with: replacement,
    })
    fc.assert(
      fc.property(
        fc.constantFrom(...shipped),
        fc.array(change, {minLength: 1, maxLength: 3}),
        (text, changes) => {
          const document = parseDocument(text)
          for (const {at, kind, with: value} of changes) {
            const places: (() => void)[] = []
            visit(document, (_, node) => {
              if (isPair(node)) {
                places.push(() => {
                  if (kind === 'key' && isScalar(node.key)) node.key.value = value
                  else node.value = document.createNode(value)
                })
              } else if (isMap(node) || isSeq(node)) {
                places.push(() => {
                  const items = node.items as unknown[]
                  if (kind === 'double' && isSeq(node)) items.push(...items)
                  else items.splice(Math.floor(at * items.length), 1)
                })
              }
            })
            places[Math.floor(at * places.length)]?.()
          }
          let changed: string
          try {
            changed = document.toString()
          } catch {
            // Not everything can be written as YAML, such as a key that is a list.
            return
          }
          readOrRefuse(changed)
        },
      ),
      fuzz,
    )
  })

  it('that are no YAML, or nothing', () => {
    fc.assert(fc.property(fc.oneof(anyText, fc.json()), readOrRefuse), fuzz)
  })

  it('that grow without bound by aliases', () => {
    const bomb = (width: number, depth: number) =>
      Array.from({length: depth}, (_, level) =>
        level === 0
          ? `a0: &a0 [${Array(width).fill('x').join(', ')}]`
          : `a${level}: &a${level} [${Array(width)
              .fill(`*a${level - 1}`)
              .join(', ')}]`,
      ).join('\n')
    fc.assert(
      fc.property(fc.integer({min: 2, max: 40}), fc.integer({min: 2, max: 40}), (width, depth) =>
        readOrRefuse(`${bomb(width, depth)}\ntitle: x\ntopology: 1m\nsteps: *a${depth - 1}\n`),
      ),
      {...fuzz, numRuns: 50},
    )
  })
})
