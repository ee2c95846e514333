import {parseSystemCheck, type SystemCheck} from '../../core/redis/check-system.ts'
import {runCommand} from '../host/run-command.ts'

/** What a server says of the machine, asked with `--check-system` (Redis 7.0, all Valkey). */
export async function checkSystem(serverPath: string, signal?: AbortSignal): Promise<SystemCheck> {
  const {stdout} = await runCommand(serverPath, ['--check-system'], {signal})
  return parseSystemCheck(stdout)
}
