import {mkdir, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {describe, expect, it} from 'vitest'
import {makeTemporaryFolder} from '../../../test/support/temporary-folder.ts'
import {chooseServer} from './choose-server.ts'
import {findExtras} from './find-extras.ts'

/** What servers write when they are given a value, or a directive, that cannot be. */
const badValue = `*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***
Reading the configuration file, at line 3
>>> 'tls-replication "redislab"'
argument must be 'yes' or 'no'`
const badDirective = `*** FATAL CONFIG FILE ERROR (Redis 6.2.16) ***
Reading the configuration file, at line 3
>>> 'tls-replication "redislab"'
Bad directive or wrong number of arguments`

describe('findExtras', () => {
  it.each([
    ['built with TLS', badValue, true],
    ['built without', badDirective, false],
    ['that says something else', 'hello', null],
  ])('a server %s', async (_, says, tls) => {
    await using folder = await makeTemporaryFolder()
    const file = path.join(folder.path, 'bin/redis-server')
    await mkdir(path.dirname(file))
    await writeFile(file, `#!/bin/sh\ncat >&2 <<'END'\n${says}\nEND\nexit 1\n`, {mode: 0o755})
    await mkdir(path.join(folder.path, 'lib/redis/modules'), {recursive: true})
    await writeFile(path.join(folder.path, 'lib/redis/modules/redisbloom.so'), '')
    expect(await findExtras(file)).toEqual({tls, modules: ['redisbloom']})
  })

  it('the server of this machine says whether it has TLS', async () => {
    const {path: file} = await chooseServer()
    expect(typeof (await findExtras(file)).tls).toBe('boolean')
  })
})
