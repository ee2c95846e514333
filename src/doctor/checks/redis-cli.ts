import {access, constants} from 'node:fs/promises'
import path from 'node:path'
import type {Check} from '../check.ts'
import type {Machine} from '../machine.ts'
import {fixByInstalling} from './server.ts'

export const redisCli: Check = {
  id: 'redis-cli',
  title: 'redis-cli',
  async run(machine) {
    const why = 'redislab cli opens it on an instance. Nothing else needs it.'
    const file =
      (await machine.findProgram('redis-cli')) ??
      (await machine.findProgram('valkey-cli')) ??
      (await findBesideServer(machine))
    if (file !== undefined) return {status: 'ok', found: file, why, fix: null}
    return {
      status: 'warn',
      found: 'neither redis-cli nor valkey-cli is here',
      why,
      fix: await fixByInstalling(machine, 'cli'),
    }
  },
}

async function findBesideServer(machine: Machine): Promise<string | undefined> {
  for (const {path: server} of await machine.servers()) {
    const file = path.join(path.dirname(server), path.basename(server).replace('-server', '-cli'))
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isThere) return file
  }
  return undefined
}
