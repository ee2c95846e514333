import process from 'node:process'
import {chooseServer} from '../../src/engine/servers/choose-server.ts'

/** The server that the tests run on, as `--server` takes it; the default one unless told. Read here and nowhere else. */
export const wantedServer = process.env['REDISLAB_TEST_SERVER'] || undefined

/** Tests that start real servers: what runs again when another server is asked for. The rest would only say the same. */
export const testsOfServers = [
  'test/integration/!(home|lock|relay|doctor-deployments).test.ts',
  'test/labs/{shipped,with-tls}.test.ts',
  'test/cli/{faults,load,logs,main-job,more-faults,timeline,tls-and-users,watch}.test.ts',
]

/**
 * Makes the server that is asked for the default one of this process, and of all that it starts.
 *
 * @throws when it is not here
 */
export async function useWantedServer(): Promise<void> {
  if (wantedServer === undefined) return
  // Before 7.0 it would ask for a password, since others could do harm: here nobody is a stranger.
  process.env['REDISLAB_INSECURE'] = '1'
  const {path, flavour, version, image} = await chooseServer(wantedServer)
  const named = image === undefined ? path : `image:${image.name}`
  process.env['REDISLAB_SERVER'] = named
  process.stdout.write(`The tests that start servers, on ${flavour} ${version} (${named})\n`)
}
