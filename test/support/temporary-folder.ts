import {mkdtemp, realpath, rm} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

/** A folder that is removed when the test ends: `await using folder = await makeTemporaryFolder()`. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string
}

export async function makeTemporaryFolder(): Promise<TemporaryFolder> {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'redislab-unit-')))
  return {path: folder, [Symbol.asyncDispose]: () => rm(folder, {recursive: true, force: true})}
}
