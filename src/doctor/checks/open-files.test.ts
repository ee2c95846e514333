import {describe, expect, it} from 'vitest'
import {layOutMachine} from '../../../test/support/machine-files.ts'
import {openFiles} from './open-files.ts'

const limits = (soft: string, hard: string) => ({
  '/proc/self/limits': `Limit                     Soft Limit           Hard Limit           Units
Max processes             96000                96000                processes
Max open files            ${soft.padEnd(20)} ${hard.padEnd(20)} files
`,
})

describe('open files', () => {
  it.each([
    ['1024', '1048576', 'ok', 'at most 1048576'],
    ['1024', '10032', 'ok', 'enough'],
    ['unlimited', 'unlimited', 'ok', 'no limit'],
    ['1024', '4096', 'warn', 'maxclients will be 4064'],
    ['32', '32', 'fail', 'no server can start'],
  ])('soft %s, hard %s: %s', async (soft, hard, status, found) => {
    await using laid = await layOutMachine(limits(soft, hard))
    const finding = await openFiles.run(laid.machine)
    expect(finding.status).toBe(status)
    expect(finding.found).toContain(found)
  })

  it('knows that root raises its own limit, unless it is in a container', async () => {
    const files = {...limits('1024', '4096'), '/proc/sys/fs/nr_open': '1048576\n'}
    await using laid = await layOutMachine(files, {isRoot: true})
    expect((await openFiles.run(laid.machine)).status).toBe('ok')
    await using container = await layOutMachine({...files, '/.dockerenv': ''}, {isRoot: true})
    expect((await openFiles.run(container.machine)).status).toBe('warn')
  })
})
