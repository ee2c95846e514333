import {mkdir, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {describe, expect, it} from 'vitest'
import {makeTemporaryFolder} from '../../../test/support/temporary-folder.ts'
import {findExtras} from './find-extras.ts'

/** What servers write when they are given a port for TLS, and no certificate. */
const says = {
  withTls: `2814:M 23 Nov 2026 10:00:00.000 * Running mode=standalone, port=1.
2814:M 23 Nov 2026 10:00:00.000 # No tls-cert-file configured!
2814:M 23 Nov 2026 10:00:00.000 # Failed to configure TLS. Check logs for more info.`,
  without: `2815:M 23 Nov 2026 10:00:00.000 # Missing implement of connection type tls
2815:M 23 Nov 2026 10:00:00.000 # Failed finding TLS support.`,
  withoutBefore72: `*** FATAL CONFIG FILE ERROR (Redis 6.2.16) ***
Reading the configuration file, at line 3
>>> 'tls-port "1"'
Bad directive or wrong number of arguments`,
}

describe('findExtras', () => {
  it.each([
    ['built with TLS', says.withTls, true],
    ['built without', says.without, false],
    ['built without, before 7.2', says.withoutBefore72, false],
    ['that says something else', 'hello', null],
  ])('a server %s', async (_, words, tls) => {
    await using folder = await makeTemporaryFolder()
    const file = path.join(folder.path, 'bin/redis-server')
    await mkdir(path.dirname(file))
    await writeFile(file, `#!/bin/sh\ncat >&2 <<'END'\n${words}\nEND\nexit 1\n`, {mode: 0o755})
    await mkdir(path.join(folder.path, 'lib/redis/modules'), {recursive: true})
    await writeFile(path.join(folder.path, 'lib/redis/modules/redisbloom.so'), '')
    expect(await findExtras({path: file})).toEqual({tls, modules: ['redisbloom']})
  })
})
