// Hypotheses: the logs of a recorded failover, renamed, in the form of another program, each clock wrong by another amount and in
// another zone, are of the same instances; with the zones and --align the order is the same and the answer is the same.

import {mkdtemp, rm} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import type {ReadClocksOptions} from '../../src/core/clocks/read-clocks.ts'
import {formatOffset} from '../../src/core/clocks/zone.ts'
import type {TimelineEntry} from '../../src/core/timeline/entries/entry.ts'
import type {Explanation} from '../../src/core/timeline/explain.ts'
import {findDeployment} from '../../src/engine/deployment/deployment.ts'
import {openSources} from '../../src/engine/opened/open-sources.ts'
import {explainRead} from '../../src/engine/timeline/explain-last.ts'
import {openTimeline} from '../../src/engine/timeline/open-timeline.ts'
import {failoverNames} from '../support/failover-fixture.ts'
import {type ForeignEvidence, foreignForms, writeForeign} from '../support/foreign-form.ts'

const zoneStepMs = 15 * 60_000
let home: string
beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'redislab-clocks-'))
})
afterAll(() => rm(home, {recursive: true}))

/** Numbers that look like chance and are the same in each run: from 0 to 1. */
function makeChance(seed: number): () => number {
  let state = seed + 1
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

interface Told {
  readonly instances: readonly string[]
  readonly entries: readonly TimelineEntry[]
  readonly answers: readonly Explanation[]
  /** Whose clock is compared with whose, and how wide the interval is in which their difference lies. */
  readonly compared: readonly {readonly name: string; readonly reference: string; readonly widthMs: number}[]
}

async function tell({folder}: ForeignEvidence, name: string, clocks: ReadClocksOptions): Promise<Told> {
  const {record, clocks: plan} = await openSources([folder], {name, home, clocks})
  const deployment = await findDeployment(name, {evenIfOpened: true, home})
  const timeline = await openTimeline(deployment, {everything: true})
  const entries: TimelineEntry[] = []
  for await (const batch of timeline.batches) entries.push(...batch)
  const {explanations} = await explainRead(deployment, timeline, {isForAll: true})
  return {
    instances: record.plan.instances.map(
      ({name: own, kind, host, port, masterName, replicaOf}) =>
        `${own} ${kind} ${host}:${port} ${masterName} ${replicaOf}`,
    ),
    entries,
    answers: explanations,
    compared: plan.clocks.flatMap(({name: own, reference, skew}) =>
      skew === null || reference === null ? [] : [{name: own, reference, widthMs: skew.hiMs - skew.loMs}],
    ),
  }
}

const outcomeOf = ({failover: {outcome, oldMaster, newMaster}}: Explanation) => ({
  outcome,
  oldMaster,
  newMaster,
})

const messagesOf = ({entries}: Told, instance: string) =>
  entries.filter((entry) => entry.instance === instance).map(({message}) => message)

/** How far each line of an instance was moved, in the end. */
function shiftsOf(name: string, told: Told, original: Told): readonly number[] {
  const times = original.entries.filter(({instance}) => instance === name).map(({at}) => at)
  return told.entries
    .filter(({instance}) => instance === name)
    .map(({at}, index) => at - (times[index] ?? Number.NaN))
}

test.for(failoverNames)('%s', async (failover) => {
  const number = failoverNames.indexOf(failover)
  const form = foreignForms[number % foreignForms.length] ?? 'files'
  const plain = writeForeign(path.join(home, `plain-${number}`, 'logs'), failover, form)
  const chance = makeChance(number)
  // From 5 hours behind to 6 hours ahead, and up to 90 s wrong.
  const zones = new Map(
    [...plain.names.keys()].map((name) => [name, Math.round((chance() * 11 - 5) * 4) * zoneStepMs]),
  )
  const ahead = new Map([...zones].map(([name, ms]) => [name, ms + Math.round((chance() * 2 - 1) * 90_000)]))
  const wrong = writeForeign(
    path.join(home, `wrong-${number}`, 'logs'),
    failover,
    form,
    (name) => ahead.get(name) ?? 0,
  )
  const original = await tell(plain, `original-${number}`, {})
  const given = [...wrong.names].map(([own, instance]) => ({
    instance,
    zone: formatOffset(zones.get(own) ?? 0),
  }))
  const aligned = await tell(wrong, `aligned-${number}`, {zones: given, align: true})
  const bare = await tell(wrong, `bare-${number}`, {})

  expect(bare.instances).toEqual(original.instances)
  expect(aligned.instances).toEqual(original.instances)
  for (const name of wrong.names.values())
    for (const told of [aligned, bare]) expect(messagesOf(told, name)).toEqual(messagesOf(original, name))
  // No clock is known to be the right one: those that are compared are all off by what one of them is.
  for (const {name, reference, widthMs} of aligned.compared) {
    const [own, other] = [shiftsOf(name, aligned, original), shiftsOf(reference, aligned, original)]
    expect(new Set(own).size, name).toBe(1)
    expect(Math.abs((own[0] ?? 0) - (other[0] ?? 0)), name).toBeLessThanOrEqual(widthMs)
  }
  expect(aligned.answers.map(outcomeOf)).toEqual(original.answers.map(outcomeOf))
  // Where nothing is given, what happened is still found, and nobody fails over to itself.
  expect(bare.answers.map(outcomeOf)).toEqual(expect.arrayContaining(original.answers.map(outcomeOf)))
  for (const {oldMaster, newMaster} of bare.answers.map(outcomeOf)) expect(newMaster).not.toBe(oldMaster)
})
