// What is held here: a watched fault is followed to its end with a probe that writes, its phases are measured from the
// moment before the fault, and what did not happen is explained.
import {describe, expect, test} from '../support/test.ts'

const textOf = (reasons: readonly {text: string}[]) => reasons.map(({text}) => text).join('\n')

describe('--watch', () => {
  test('a killed master: all phases, in order, and the first write within reach of the promotion', async ({
    redislab,
  }) => {
    await redislab('up 1m2r3s')
    const {exitCode, json} = await redislab('kill master --watch --json')
    expect(exitCode).toBe(0)
    const report = json()
    expect(report).toMatchObject({fault: 'kill', outcome: 'failed-over', oldMaster: 'n1'})
    expect(['n2', 'n3']).toContain(report.newMaster)
    const {sdownMs, odownMs, electedMs, promotedMs, writableMs, agreedMs, reattachedMs} = report.phases
    const times = [sdownMs, odownMs, electedMs, promotedMs, writableMs, agreedMs, reattachedMs]
    expect(times.every((ms) => typeof ms === 'number')).toBe(true)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(sdownMs).toBeGreaterThanOrEqual(1000)
    expect(sdownMs).toBeLessThanOrEqual(2500)
    const {details, reasons} = report.failovers[0]
    expect(details.outageMs).toBeGreaterThan(1000)
    expect(details.attempts.at(-1)).toMatchObject({
      result: 'promoted',
      leader: expect.stringMatching(/^s\d$/),
    })
    expect(textOf(reasons)).toContain('asked for votes')
    expect((await redislab('cli n2 -- EXISTS redislab:probe')).stdout.trim()).toBe('0')
  })

  test('for people: the timeline, the bars, the sentences', async ({redislab}) => {
    await redislab('up 1m2r3s')
    const {stdout, exitCode} = await redislab('kill master --watch')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/━━ n1 killed ━/)
    expect(stdout).toMatch(/◆ takes writes: none got through for \d+ ms/)
    expect(stdout).toMatch(/^ {2}reattached .*\d+ ms {2}n\d (partial|full)/m)
    expect(stdout).toMatch(/^n\d took over from n1 after \d\.\d\d s \(n1 killed\)\.$/m)
  })

  test('two of three sentinels are dead: no quorum, and explain says which', async ({redislab}) => {
    await redislab('up 1m2r3s')
    await redislab('kill s2 s3')
    const report = (await redislab('kill master --watch --json')).json()
    expect(report).toMatchObject({outcome: 'no-failover', newMaster: null})
    expect(report.phases).toMatchObject({odownMs: null, promotedMs: null, writableMs: null})
    const {stdout} = await redislab('explain')
    expect(stdout).toContain('No quorum: 2 sentinels must count n1 as down, and only s1 did')
    expect(stdout).toContain('s2 and s3 are down')
    expect(stdout).toMatch(/^ +\+1\.\d{3} s {2}s1 {2}\+sdown master n1$/m)
  })

  test('no replica may be promoted: no failover, and the priority is named', async ({redislab}) => {
    await redislab('up 1m2r3s --set replica-priority=0')
    const report = (await redislab('kill master --watch --json')).json()
    expect(report).toMatchObject({outcome: 'no-failover', newMaster: null})
    const {incidents} = (await redislab('explain --json')).json()
    expect(textOf(incidents.at(-1).reasons)).toContain('n2 has replica-priority 0')
    expect(textOf(incidents.at(-1).reasons)).toContain('n3 has replica-priority 0')
  })

  test('nobody watches: said at once', async ({redislab}) => {
    await redislab('up 1m1r')
    const report = (await redislab('kill master --watch --json')).json()
    expect(report.outcome).toBe('no-failover')
    expect((await redislab('explain')).stdout).toContain('There are no sentinels in 1m1r')
  })

  test('a sentinel that was frozen for 3 s: TILT, with its meaning', async ({redislab}) => {
    await redislab('up 1m2r3s')
    const {stdout, exitCode} = await redislab('pause s1 --for 3s --watch')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/s1 ✖ \+tilt #tilt mode entered\n +╰ This sentinel noticed/)
    expect(stdout).toContain('s1 went into TILT')
  })

  test('a short pause is survived: reconnected', async ({redislab}) => {
    await redislab('up 1m2r3s')
    const report = (await redislab('pause master --for 300ms --watch --json')).json()
    expect(report).toMatchObject({outcome: 'reconnected', newMaster: null})
  })

  test('--within ends it: timed out, exit code 5', async ({redislab}) => {
    await redislab('up 1m2r3s --down-after 20s')
    const {exitCode, json} = await redislab('kill master --watch --within 1s --json')
    expect(exitCode).toBe(5)
    expect(json()).toMatchObject({outcome: 'timed-out', phases: {sdownMs: null}})
  })

  test('nothing happened yet', async ({redislab}) => {
    await redislab('up 1m')
    expect((await redislab('explain')).stdout).toContain('Nothing has happened yet')
  })
})
