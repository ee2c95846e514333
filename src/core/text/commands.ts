export interface CommandGroup {
  readonly title: string
  /** In the order in which a newcomer needs them. */
  readonly commands: readonly string[]
}

/** The commands by what they are for, as `redislab --help` lists them. Every command is in one group. */
export const commandGroups: readonly CommandGroup[] = [
  {
    title: 'Start and stop',
    commands: ['up', 'down', 'reset', 'ls', 'env', 'exec', 'render', 'clean'],
  },
  {
    title: 'Look',
    commands: ['status', 'page', 'timeline', 'explain', 'logs', 'cli', 'await-failover'],
  },
  {title: 'Read what others have', commands: ['open', 'diagnose', 'whois', 'collect', 'rehearse']},
  {
    title: 'Break, and bring back',
    commands: [
      'kill',
      'stop',
      'start',
      'restart',
      'pause',
      'resume',
      'failover',
      'sleep',
      'disconnect',
      'set',
      'fill',
    ],
  },
  {title: 'Break the network', commands: ['partition', 'delay', 'heal']},
  {title: 'Change the deployment', commands: ['add', 'remove', 'reshard']},
  {
    title: 'Measure and learn',
    commands: [
      'load',
      'certify',
      'lab run',
      'lab list',
      'lab show',
      'lab new',
      'lab check',
      'serve fault-injector',
    ],
  },
  {title: 'This machine', commands: ['doctor', 'servers', 'completion', 'help']},
]

/** Commands that are about no deployment, or about all: `--name` says nothing to them. */
const aboutNone: ReadonlySet<string> = new Set([
  'certify',
  'clean',
  'completion',
  'doctor',
  'help',
  'ls',
  'servers',
])
const aboutNew: ReadonlySet<string> = new Set([
  'up',
  'render',
  'exec',
  'open',
  'rehearse',
  'serve fault-injector',
])

/** Whether a command is about one deployment. @param command as typed, such as `lab run` */
export function isAboutDeployment(command: string): boolean {
  return !aboutNone.has(command) && !command.startsWith('lab ')
}

/** Whether a command is about a deployment that exists already. @param command as typed */
export function isAboutExisting(command: string): boolean {
  return isAboutDeployment(command) && !aboutNew.has(command)
}
