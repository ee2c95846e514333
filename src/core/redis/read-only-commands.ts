/**
 * What a server or a sentinel that redislab did not start is ever asked: the command, and where one has subcommands, which. All
 * others are refused before they are sent. None of them writes, changes a setting, or goes through the keys.
 */
export const readOnlyCommands: Readonly<Record<string, readonly string[] | null>> = {
  AUTH: null,
  INFO: null,
  ROLE: null,
  CONFIG: ['GET'],
  ACL: ['LIST', 'LOG', 'WHOAMI'],
  CLIENT: ['LIST'],
  CLUSTER: ['INFO', 'NODES', 'SLOTS', 'SHARDS'],
  LATENCY: ['LATEST'],
  SLOWLOG: ['GET', 'LEN'],
  SENTINEL: [
    'MASTERS',
    'REPLICAS',
    'SENTINELS',
    'CKQUORUM',
    'GET-MASTER-ADDR-BY-NAME',
    'MYID',
    'CONFIG',
    'DEBUG',
  ],
  // Of channels, which no message is sent to: sentinels' events, and by which they find each other.
  SUBSCRIBE: null,
  PSUBSCRIBE: null,
}

/** Of subcommands that read or change by what follows, what must follow. */
const thirdWords: Readonly<Record<string, readonly string[]>> = {'SENTINEL CONFIG': ['GET']}

/** Subcommands that read alone, and change with anything behind them. */
const alone: readonly string[] = ['SENTINEL DEBUG']

/** ACL LOG RESET empties it; a number reads. */
const refused: readonly RegExp[] = [/^ACL LOG RESET\b/]

/** Whether a command may be sent to what redislab did not start. @param words the command and its arguments */
export function isReadOnly(words: readonly string[]): boolean {
  const [command = '', subcommand = '', third = ''] = words.map((word) => word.toUpperCase())
  const allowed = Object.hasOwn(readOnlyCommands, command) ? readOnlyCommands[command] : undefined
  if (allowed === undefined) return false
  if (allowed === null) return true
  const thirds = thirdWords[`${command} ${subcommand}`]
  if (thirds !== undefined && !thirds.includes(third)) return false
  if (alone.includes(`${command} ${subcommand}`) && words.length > 2) return false
  return (
    allowed.includes(subcommand) && !refused.some((it) => it.test([command, subcommand, third].join(' ')))
  )
}
