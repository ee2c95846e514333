import {describe, expect, it} from 'vitest'
import {layOutMachine} from '../../../test/support/machine-files.ts'
import {hugePages} from './huge-pages.ts'

const file = '/sys/kernel/mm/transparent_hugepage/enabled'

describe('huge pages', () => {
  it.each([
    ['[always] madvise never', 'info', 'THP [always]'],
    ['always [madvise] never', 'ok', 'THP [madvise]'],
    ['always madvise [never]', 'ok', 'THP [never]'],
  ])('%s: %s', async (setting, status, found) => {
    await using laid = await layOutMachine({[file]: `${setting}\n`})
    const finding = await hugePages.run(laid.machine)
    expect(finding.status).toBe(status)
    expect(finding.found).toContain(found)
  })

  it('says what Redis does about [always], and keeps the change with systemd-tmpfiles', async () => {
    await using laid = await layOutMachine({
      [file]: '[always] madvise never\n',
      '/run/systemd/system/.keep': '',
    })
    const {why, fix} = await hugePages.run(laid.machine)
    expect(why).toMatch(/prctl.*disable-thp/)
    expect(fix).toEqual({
      now: [`echo madvise | sudo tee ${file}`],
      forGood: [`echo 'w ${file} - - - - madvise' | sudo tee /etc/tmpfiles.d/60-redislab-thp.conf`],
      advice: null,
      automatic: true,
    })
  })

  it('points at the boot loader where there is no systemd', async () => {
    await using laid = await layOutMachine({[file]: '[always] madvise never\n'})
    const {fix} = await hugePages.run(laid.machine)
    expect(fix?.forGood).toEqual([])
    expect(fix?.advice).toContain('transparent_hugepage=madvise')
  })

  it('is skipped where the kernel has none', async () => {
    await using laid = await layOutMachine({})
    expect((await hugePages.run(laid.machine)).status).toBe('skip')
  })
})
