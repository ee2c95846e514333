import process from 'node:process'
import {vi} from 'vitest'
import {labels} from '../../src/engine/host/container-arguments.ts'
import {runCommand} from '../../src/engine/host/run-command.ts'

/**
 * The images that tests of containers use, by name: `.ci/with-docker` starts a daemon and makes them. Without them these tests
 * are skipped.
 */
export const testImages: readonly string[] = (process.env['REDISLAB_TEST_IMAGES'] ?? '')
  .split(' ')
  .filter(Boolean)

/** Contexts of engines that are as other hosts: `.ci/with-swarm` starts them. Without them tests of several hosts are skipped. */
export const testHosts: readonly string[] = (process.env['REDISLAB_TEST_HOSTS'] ?? '')
  .split(',')
  .filter(Boolean)

/** Runs docker, and returns the lines of what it says. */
export async function docker(...args: readonly string[]): Promise<readonly string[]> {
  const {exitCode, stdout, stderr} = await runCommand('docker', args)
  if (exitCode !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`)
  return stdout.split('\n').filter(Boolean)
}

/** The ids of all containers of a state folder, running or not. */
export const containersOf = (home: string) =>
  docker('ps', '--all', '--quiet', '--no-trunc', '--filter', `label=${labels.home}=${home}`)

/** The same on all other hosts. */
export async function containersOnHosts(home: string): Promise<readonly string[]> {
  const filter = ['--filter', `label=${labels.home}=${home}`]
  const all = testHosts.map((host) => docker('--context', host, 'ps', '--all', '--quiet', ...filter))
  return (await Promise.all(all)).flat()
}

/** Waits until what is expected is so; engines remove containers some time after their process has ended. */
export const untilSo = (check: () => void | Promise<void>) =>
  vi.waitFor(check, {timeout: 30_000, interval: 20})
