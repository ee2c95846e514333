import {parseSystemCheck, type SystemCheck} from '../../core/redis/check-system.ts'
import {runServer, type ServerProgram} from '../host/run-server.ts'

/** What a server says of the machine, asked with `--check-system` (Redis 7.0, all Valkey). */
export async function checkSystem(server: ServerProgram, signal?: AbortSignal): Promise<SystemCheck> {
  const {stdout} = await runServer(server, ['--check-system'], {signal})
  return parseSystemCheck(stdout)
}
