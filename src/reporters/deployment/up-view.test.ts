import {describe, expect, it} from 'vitest'
import {planOf, type SampleOptions, statusOf} from '../../../test/support/samples.ts'
import {widthOf} from '../kit/table.ts'
import {plainTheme} from '../kit/theme.ts'
import {renderUp} from './up-view.ts'

const render = (topology: string, options: SampleOptions = {}, hasPassword = false) =>
  renderUp({status: statusOf(planOf(topology, options)), readyMs: 345, hasPassword}, plainTheme)

/** Without the table of instances, which is the view of `status`. */
const below = (text: string) => text.slice(text.indexOf('  ready in'))

describe('up view', () => {
  it('shows what runs, how to connect, and what to try next', () => {
    expect(render('1m2r3s')).toMatchInlineSnapshot(`
      "default  1m2r3s  redis 7.0.15  ✔ ready

        instance  role      address          pid  replication
        n1        master    127.0.0.1:6380   100  offset 1000, 2 replicas
        n2        replica   127.0.0.1:6381   101  of n1, link up, in sync
        n3        replica   127.0.0.1:6382   102  of n1, link up, in sync
        s1        sentinel  127.0.0.1:26380  103  mymaster is n1
        s2        sentinel  127.0.0.1:26381  104  mymaster is n1
        s3        sentinel  127.0.0.1:26382  105  mymaster is n1

        mymaster  n1 127.0.0.1:6380  quorum 2  3 sentinels agree

        ready in     345 ms
        connect      redis://127.0.0.1:6380
        sentinels    127.0.0.1:26380,127.0.0.1:26381,127.0.0.1:26382
        master name  mymaster
        try next     redislab kill master
                     redislab status --watch
      "
    `)
  })

  it.each(['1m', '1m2r', '1m2r3s', '2m4r3s', '5m'])('%s fits into 80 columns', (topology) => {
    for (const line of render(topology).split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(80)
  })

  it('shows a standalone master of another name', () => {
    expect(below(render('1m', {name: 'mine'}))).toMatchInlineSnapshot(`
      "  ready in  345 ms
        connect   redis://127.0.0.1:6380
        try next  redislab cli master --name mine
                  redislab down --name mine
      "
    `)
  })

  it('says where the password is, and does not show it', () => {
    expect(below(render('1m2r', {name: 'mine'}, true))).toMatchInlineSnapshot(`
      "  ready in  345 ms
        connect   redis://127.0.0.1:6380
        password  redislab env --name mine
        try next  redislab kill master --name mine
                  redislab logs --follow --explain --name mine
      "
    `)
  })

  it('names each of several masters, and five of many', () => {
    expect(below(render('2m4r3s'))).toMatchInlineSnapshot(`
      "  ready in     345 ms
        connect      redis://127.0.0.1:6380
                     redis://127.0.0.1:6381
        sentinels    127.0.0.1:26380,127.0.0.1:26381,127.0.0.1:26382
        master name  mymaster-1, mymaster-2
        try next     redislab kill mymaster-1/master
                     redislab status --watch
      "
    `)
    expect(below(render('9m'))).toMatchInlineSnapshot(`
      "  ready in  345 ms
        connect   redis://127.0.0.1:6380
                  redis://127.0.0.1:6381
                  redis://127.0.0.1:6382
                  redis://127.0.0.1:6383
                  redis://127.0.0.1:6384
                  and 4 more: redislab status --json
        try next  redislab cli mymaster-1/master
                  redislab down
      "
    `)
  })
})
