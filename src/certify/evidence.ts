import type {CertifyRecord} from '../core/certify/record.ts'
import type {Sight} from '../core/certify/sight.ts'
import type {CertifyBlock} from '../core/lab/schema/certify.ts'
import {makeVisible} from '../core/text/visible.ts'

const mostLines = 6

interface Seen {
  readonly record: CertifyRecord
  readonly certify: CertifyBlock
  readonly sight: Sight
  readonly tail: readonly string[]
}

/** What shows how a client came through: where its last work went, and the last lines that it wrote. */
export function evidenceOf({record, sight: {faultAt}, tail}: Seen): readonly string[] {
  const byNode = new Map<string, {count: number; last: number; isRightful: boolean}>()
  for (const event of record.events) {
    if (event.at < faultAt) continue
    const isRightful = record.isRightful(event)
    const key = `${event.node}${isRightful ? '' : ', replaced,'} ${event.work}`
    const known = byNode.get(key) ?? {count: 0, last: 0, isRightful}
    byNode.set(key, {count: known.count + 1, last: Math.max(known.last, event.at), isRightful})
  }
  const told = [...byNode].map(([what, {count, last}]) => {
    const seconds = ((last - faultAt) / 1000).toFixed(1)
    return `${what}: ${count} after the fault, the last ${seconds} s after it`
  })
  return [...told, ...tail.slice(-mostLines).map((line) => `it said: ${makeVisible(line)}`)]
}
