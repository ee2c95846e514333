// What is held here: a watched fault is followed to its end with clients that write, its phases are measured from the
// moment before the fault, what was lost is counted, and what did not happen is explained.
import {describe, expect, test} from '../support/test.ts'

const textOf = (reasons: readonly {text: string}[]) => reasons.map(({text}) => text).join('\n')

/** Where it could be looked, each acknowledged write is there or lost. */
function expectSound(load: {acknowledged: number; surviving: number; lost: number}): void {
  expect(load.acknowledged).toBeGreaterThan(0)
  expect(load.surviving + load.lost).toBe(load.acknowledged)
}

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
    expect(sdownMs).toBeGreaterThanOrEqual(1500)
    expect(sdownMs).toBeLessThanOrEqual(3000)
    const {details, reasons} = report.failovers[0]
    expect(details.outageMs).toBeGreaterThan(1500)
    expect(details.attempts.at(-1)).toMatchObject({
      result: 'promoted',
      leader: expect.stringMatching(/^s\d$/),
    })
    expect(textOf(reasons)).toContain('asked for votes')
    expectSound(report.load)
    expect(report.load).toMatchObject({kind: 'acked-writes', checkedOn: report.newMaster, otherMasters: []})
    // Its clients were without a master for as long as the probe, or a little longer: they wait for the sentinels.
    expect(report.load.outageMs).toBeGreaterThan(1000)
    expect(report.load.failed).toBeGreaterThan(0)
    expect(report.failovers[0].load).toEqual(report.load)
    // Neither the probe nor the load leaves a key behind.
    expect((await redislab(`cli ${report.newMaster} -- DBSIZE`)).stdout.trim()).toBe('0')
  })

  test('for people: the timeline, the bars, the sentences', async ({redislab}) => {
    await redislab('up 1m2r3s')
    const {stdout, exitCode} = await redislab('kill master --watch')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/━━ n1 killed ━/)
    expect(stdout).toMatch(/◆ takes writes: none got through for \d+ ms/)
    expect(stdout).toMatch(/^ {2}reattached .*\d+ ms {2}n\d (partial|full)/m)
    expect(stdout).toMatch(/^n\d took over from n1 after \d\.\d\d s \(n1 killed\)\.$/m)
    expect(stdout).toMatch(/^Clients {2}200 writes a second, 4 at a time, for /m)
    expect(stdout).toMatch(/^ {2}acknowledged +\d+ +writes that Redis answered with OK$/m)
    expect(stdout).toMatch(/^ {2}outage +\d\.\d\d s +last success /m)
    expect(stdout).toMatch(
      /^ {2}try next {2}redislab start n1 --watch {2}bring it back, and see what it becomes$/m,
    )
  })

  test('two of three sentinels are dead: no quorum, and explain says which', async ({redislab}) => {
    await redislab('up 1m2r3s')
    await redislab('kill s2 s3')
    const report = (await redislab('kill master --watch --json')).json()
    expect(report).toMatchObject({outcome: 'no-failover', newMaster: null})
    expect(report.phases).toMatchObject({odownMs: null, promotedMs: null, writableMs: null})
    const {stdout} = await redislab('explain')
    expect(stdout).toContain('No quorum: 2 sentinels must count n1 as down, and only s1 did')
    expect(stdout).toContain('s2 and s3 did not run and could not say anything')
    expect(stdout).toMatch(/^ +\+\d\.\d{3} s {2}s1 {2}\+sdown master n1$/m)
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
    expect(report.load).toMatchObject({surviving: null, lost: null, notChecked: 'n1 is dead'})
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

describe('--watch on other faults', () => {
  test.for([
    ['sleep master 500ms', {outcome: 'reconnected', load: {lost: 0, failed: 0}}],
    ['disconnect master', {outcome: 'reconnected', load: {lost: 0}}],
    ['set n2 replica-priority 0', {outcome: 'no-failover', load: {lost: 0, failed: 0}}],
    ['fill master --for 1s', {outcome: 'reconnected', load: {errors: {OOM: expect.any(Number)}, lost: 0}}],
    ['fill master', {outcome: 'no-failover', load: {outage: {firstSuccess: null}}}],
    ['delay master --to n2 20ms', {outcome: 'no-failover', load: {lost: 0}}],
    ['partition n3 --from n2', {outcome: 'no-failover', load: {lost: 0}}],
    ['partition master --from clients --for 1s', {outcome: 'reconnected', load: {lost: 0}}],
    ['kill n9', {error: {code: 'TARGET_NOT_FOUND'}}],
    ['resume n1', {error: {code: 'WRONG_STATE'}}],
  ] as const)('%s', async ([command, expected], {redislab}) => {
    await redislab('up 1m2r3s --links')
    const report = (await redislab(`${command} --watch --json`)).json()
    expect(report).toMatchObject(expected)
    if ('error' in expected) return
    expect(report).toMatchObject({oldMaster: 'n1', newMaster: null, phases: {promotedMs: null}})
    expectSound(report.load)
  })

  test('failover: watched until the old master is a replica, and what it took meanwhile is lost', async ({
    redislab,
  }) => {
    await redislab('up 1m2r3s')
    const report = (await redislab('failover --watch --json')).json()
    expect(report).toMatchObject({fault: 'failover', outcome: 'failed-over', oldMaster: 'n1'})
    expect(report.phases.promotedMs).toBeLessThan(report.phases.agreedMs)
    expect(report.failovers[0].details.oldMasterReturn).toMatchObject({instance: 'n1'})
    expectSound(report.load)
    expect(report.load).toMatchObject({checkedOn: report.newMaster, otherMasters: []})
    // Its clients wrote there until the sentinels told them otherwise.
    expect(report.load.lost).toBeGreaterThan(0)
  }, 60_000)

  test('start: an old master that comes back is watched until it is a replica', async ({redislab}) => {
    await redislab('up 1m2r3s')
    const {newMaster} = (await redislab('kill master --watch --json')).json()
    const report = (await redislab('start n1 --watch --json')).json()
    expect(report).toMatchObject({
      fault: 'start',
      outcome: 'reconnected',
      oldMaster: newMaster,
      newMaster: null,
    })
    expectSound(report.load)
    expect(report.load).toMatchObject({checkedOn: newMaster, otherMasters: []})
    expect((await redislab('status --json')).json().instances[0]).toMatchObject({role: 'replica'})
  }, 60_000)

  test('start: the only master comes back, and its clients begin without one', async ({redislab}) => {
    await redislab('up 1m')
    await redislab('kill n1')
    const report = (await redislab('start n1 --watch --json')).json()
    expect(report).toMatchObject({outcome: 'reconnected', load: {checkedOn: 'n1', lost: 0}})
    expect(report.load.outage).toMatchObject({lastSuccess: null, firstSuccess: expect.any(String)})
  })

  test('partition and heal: two masters are said, and who gives in', async ({redislab}) => {
    await redislab('up 1m2r3s --links')
    const cut = (await redislab('partition master,s1 --watch --json')).json()
    expect(cut).toMatchObject({fault: 'partition', outcome: 'failed-over', oldMaster: 'n1'})
    // s1, cut off with the old master, still sends clients there: they do not all agree.
    const {agreedMs, ...others} = cut.phases
    expect(agreedMs).toBeNull()
    expect(cut.failovers[0].details.behind).toEqual(['s1'])
    expect(Object.values(others).every((ms) => typeof ms === 'number')).toBe(true)
    expectSound(cut.load)
    // What counts as lost is what is not on the new master; the old one has it still.
    expect(cut.load).toMatchObject({checkedOn: cut.newMaster, otherMasters: ['n1']})
    expect(cut.load.lost).toBeGreaterThan(0)
    const {stdout, exitCode} = await redislab('heal --watch')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/── all links healed ─/)
    expect(stdout).toMatch(/s\d • \+convert-to-slave n1$/m)
    expect(stdout).toContain(`${cut.newMaster} is still the master (all links healed).`)
    expect(stdout).toContain(`checked on    ${cut.newMaster} `)
  }, 90_000)

  test('kill while a sentinel is cut off: nobody waits for that one', async ({redislab}) => {
    await redislab('up 1m2r3s --links')
    await redislab('partition s1')
    const report = (await redislab('kill master --watch --json')).json()
    expect(report).toMatchObject({outcome: 'failed-over', load: {checkedOn: report.newMaster}})
    expect(report.failovers[0].details.switched.map(({sentinel}: {sentinel: string}) => sentinel)).toEqual(
      expect.not.arrayContaining(['s1']),
    )
    // It still sends clients to the old master: that is no agreement.
    expect(report.phases.agreedMs).toBeNull()
    expect(report.failovers[0].details.behind).toEqual(['s1'])
  })

  test('two groups: clients of each, and only the one that was hit has an outage', async ({redislab}) => {
    await redislab('up 2m2r3s')
    const report = (await redislab('kill s1 --watch --json')).json()
    expect(report.failovers.map(({masterName}: {masterName: string}) => masterName)).toEqual([
      'mymaster-1',
      'mymaster-2',
    ])
    for (const {load} of report.failovers) {
      expectSound(load)
      expect(load).toMatchObject({lost: 0})
    }
    const hit = (await redislab('kill mymaster-2/master --watch --json')).json()
    expect(hit).toMatchObject({outcome: 'failed-over', load: {masterName: 'mymaster-2'}})
    expect(hit.failovers).toHaveLength(1)
  }, 60_000)
})
