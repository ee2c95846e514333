// Slots that move whole, on each server at hand that can: hypotheses are that they arrive with their keys, that what is called
// back or takes too long stays where it was, and that explain says so.

import {featuresOf} from '../../src/core/redis/server-version.ts'
import {findServers} from '../../src/engine/servers/find-servers.ts'
import {test as base, describe, expect, type Fixtures} from '../support/test.ts'

const test = base.extend<Pick<Fixtures, 'redislab'>>({
  redislab: async ({redislab, clusterPort}, use) => {
    const env = {REDISLAB_PORT: String(clusterPort)}
    await use((args, options = {}) => redislab(args, {...options, env: {...env, ...options.env}}))
  },
})

const able = (await findServers()).filter(
  ({flavour, version}) => flavour !== 'keydb' && featuresOf({flavour, version}).atomicSlots,
)
/** One of each dialect is enough. */
const servers = able.filter(({flavour}, index) => able.findIndex((it) => it.flavour === flavour) === index)

describe.skipIf(servers.length === 0)('slots that move whole', () => {
  test.for(servers)('on $flavour $version', {timeout: 120_000}, async (server, {redislab}) => {
    await redislab('up 3m --cluster', {args: ['up', '3m', '--cluster', '--server', server.path]})
    // The tag {06S} belongs to slot 0.
    const script = "for i = 1, 400 do redis.call('SET', KEYS[1] .. i, i) end return 1"
    const filled = await redislab('', {args: ['cli', 'n1', '--', 'EVAL', script, '1', '{06S}']})
    expect(filled.exitCode).toBe(0)

    const moved = await redislab('reshard 0-99 --to n2 --atomic --json')
    expect(moved.json()).toMatchObject({
      moves: [
        {
          to: 'n2',
          moved: '0-99',
          movedCount: 100,
          openCount: 0,
          keys: 400,
          migrations: [{from: 'n1', to: 'n2', slots: '0-99', ms: expect.any(Number)}],
        },
      ],
    })
    expect((await redislab('explain --json')).json()).toMatchObject({
      moves: [{slots: '0-99', from: 'n1', to: 'n2', outcome: 'moved', writePauseMs: expect.any(Number)}],
    })

    // Copying takes 12 s from here on: long enough to be called back.
    await redislab('set n2 rdb-key-save-delay 30000')
    const begun = await redislab('reshard 0-99 --to n3 --atomic --no-wait --json')
    expect(begun.json()).toMatchObject({moves: [{movedCount: 0, open: '0-99', migrations: [{ms: null}]}]})
    const cancelled = await redislab('reshard --cancel --json')
    expect(cancelled.json()).toMatchObject({moves: [], cancelled: [{from: 'n2', to: 'n3', slots: '0-99'}]})
    expect((await redislab('explain')).stdout).toContain('Slots 0-99 stayed with n2')

    const late = await redislab('reshard 0-99 --to n3 --atomic --within 300ms')
    expect(late.exitCode).toBe(5)
    expect(late.stderr).toContain(
      'Slots 0-99 did not get from n2 to n3 within 300 ms: they are being called back.',
    )
    expect((await redislab('reshard --cancel')).stdout).toContain('No slots are on their way whole.')
    const {masters} = (await redislab('status --json')).json()
    expect(masters[1].shard.slots).toBe('0-99,5461-10922')
  })
})
