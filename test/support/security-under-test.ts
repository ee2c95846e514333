import process from 'node:process'

const ways = {tls: ['--tls'], acl: ['--acl', 'default'], both: ['--tls', '--acl', 'default']} as const

const wanted = process.env['REDISLAB_TEST_SECURITY'] || undefined

/** What every deployment and every lab of this run is started with: REDISLAB_TEST_SECURITY=tls, acl or both. */
export const securityFlags: readonly string[] = wanted === undefined ? [] : flagsOf(wanted)

/** What runs with these flags. The others start what they need with flags of their own. */
export const testsOfSecurity = [
  'test/cli/main-job.test.ts',
  'test/labs/{shipped,with-tls}.test.ts',
  'test/clients.test.ts',
]

function flagsOf(way: string): readonly string[] {
  if (way in ways) return ways[way as keyof typeof ways]
  throw new Error(`REDISLAB_TEST_SECURITY is ${way}, and not one of ${Object.keys(ways).join(', ')}.`)
}

/** The words of a command line, with these flags where a deployment or a lab is started that does not say it itself. */
export function withSecurity(
  args: readonly string[],
  flags: readonly string[] = securityFlags,
): readonly string[] {
  const [command, ...rest] = args
  const isSaid = args.some((word) => word === '--tls' || word === '--acl' || word === '--like')
  if (flags.length === 0 || isSaid) return args
  if (command === 'up') return ['up', ...flags, ...rest]
  return command === 'lab' && rest[0] === 'run' ? ['lab', 'run', ...flags, ...rest.slice(1)] : args
}
