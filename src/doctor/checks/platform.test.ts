import {describe, expect, it} from 'vitest'
import {layOutMachine} from '../../../test/support/machine-files.ts'
import {platform} from './platform.ts'

const release = (text: string) => ({'/proc/sys/kernel/osrelease': `${text}\n`})

describe('platform', () => {
  it.each([
    ['Linux', release('6.12.0-amd64'), {}, 'ok', 'Linux 6.12.0-amd64 x64'],
    ['a container', {...release('6.12.0'), '/.dockerenv': ''}, {}, 'ok', 'container'],
    ['WSL 2', release('5.15.153.1-microsoft-standard-WSL2'), {}, 'ok', 'WSL2'],
    ['WSL 1', release('4.4.0-22621-Microsoft'), {}, 'warn', 'WSL 1'],
    ['Rosetta', {...release('6.6.0'), '/proc/cpuinfo': 'vendor_id : VirtualApple\n'}, {}, 'info', 'Rosetta'],
    ['Windows', {}, {platform: 'win32'}, 'fail', 'Windows'],
  ] as const)('%s', async (_name, files, options, status, found) => {
    await using laid = await layOutMachine(files, options)
    const finding = await platform.run(laid.machine)
    expect(finding.status).toBe(status)
    expect(finding.found).toContain(found)
  })
})
