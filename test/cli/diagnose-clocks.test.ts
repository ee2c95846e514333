import {cp, mkdir, readFile, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {expect} from 'vitest'
import {filesOf} from '../../src/core/config/files.ts'
import type {InstanceKind} from '../../src/core/words.ts'
import {shiftLog} from '../support/clocks/shift-log.ts'
import {test} from '../support/test.ts'

// Hypotheses: the logs of a failover, copied out with each clock wrong by another amount, are found to be wrong by just that;
// times are moved by whole zones and by what is asked for, and what was moved is said.

const hourMs = 3_600_000

interface Clock {
  readonly name: string
  readonly skewMs: readonly [number, number] | null
  readonly comparedWith: string | null
  readonly zone: string | null
  readonly movedMs: number
  readonly movedFor: string | null
}

interface Found {
  readonly instances: readonly Clock[]
  readonly findings: readonly {readonly id: string; readonly title: string}[]
}

test.for([
  {up: '1m2r3s', aheadMs: {n2: 2 * hourMs, s2: -95_000, s3: 7000}},
  {up: '3m3r --cluster', aheadMs: {n2: 2 * hourMs, n4: -95_000, n5: 7000}},
])(
  'after a failover of $up, clocks are found off by what they are',
  async ({up, aheadMs}, {redislab, home}) => {
    await redislab(`up ${up}`)
    await redislab('kill n1')
    await redislab('await-failover')
    const {instances, directory} = (await redislab('status --json')).json()
    const ahead = (name: string) => (aheadMs as Readonly<Record<string, number>>)[name] ?? 0
    const folder = path.join(home, 'evidence')
    for (const {name, kind} of instances as readonly {name: string; kind: InstanceKind}[]) {
      const own = path.join(directory, name)
      const {log} = filesOf({kind})
      await mkdir(path.join(folder, name), {recursive: true})
      const text = await readFile(path.join(own, log), 'utf8')
      await writeFile(path.join(folder, name, log), shiftLog(text, ahead(name)))
      if (up.includes('--cluster'))
        await cp(path.join(own, 'nodes.conf'), path.join(folder, name, 'nodes.conf'))
    }
    const read = async (flags: string): Promise<Found> =>
      (await redislab(`diagnose ${folder} --json ${flags}`)).json()

    const {instances: clocks, findings} = await read('')
    const known = clocks.flatMap(({name, skewMs, comparedWith}) =>
      skewMs === null ? [] : [{name, skewMs, trueMs: ahead(name) - ahead(comparedWith ?? '')}],
    )
    expect(known.map(({name}) => name)).toEqual(instances.map(({name}: {name: string}) => name))
    for (const {skewMs, trueMs} of known) {
      expect(skewMs[0]).toBeLessThanOrEqual(trueMs)
      expect(skewMs[1]).toBeGreaterThanOrEqual(trueMs)
      expect(skewMs[1] - skewMs[0]).toBeLessThan(3000)
    }
    expect(findings).toContainEqual(expect.objectContaining({id: 'clocks-differ'}))
    expect(clocks).toContainEqual(expect.objectContaining({movedFor: 'whole zone'}))

    // Given the zone of one, all are at UTC, and with --align none is off any more.
    const aligned = (await read('--zone n2=+03:30 --align')).instances
    for (const {name, movedMs} of aligned)
      expect(Math.abs(movedMs + ahead(name) + 1.5 * hourMs)).toBeLessThan(3000)

    const {stdout} = await redislab(`diagnose ${folder} --zone n2=Europe/Berlin`)
    expect(stdout).toMatch(/\nClocks\n[\s\S]*n2: zone Europe\/Berlin, as given\. Its times were moved by -/)
  },
)
