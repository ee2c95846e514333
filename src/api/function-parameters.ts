import type {Parameter} from './check-arguments.ts'
import {
  abortSignal,
  type Check,
  count,
  either,
  is,
  milliseconds,
  oneOf,
  optional,
  options,
  settings,
  text,
  texts,
  yesOrNo,
} from './checks.ts'
import type {Abortable, DiagnoseOptions, FindOptions} from './options.ts'
import type {RunLabOptions} from './run-lab.ts'
import type {StartDeploymentOptions} from './start-deployment.ts'

const abortable = {signal: abortSignal}
const topology: Parameter = {
  name: 'topology',
  check: is("a text such as '1m2r3s'", (value) => typeof value === 'string'),
}
const port = is(
  'a port, 1 to 65535',
  (value) => Number.isInteger(value) && Number(value) > 0 && Number(value) < 65_536,
)

const year = is(
  'a year, 2009 to 9999',
  (value) => Number.isInteger(value) && Number(value) >= 2009 && Number(value) <= 9999,
)

export const startOptions = {
  ...abortable,
  name: text,
  home: text,
  server: text,
  templates: text,
  replace: yesOrNo,
  owner: either(
    'the pid of a process, or false',
    count,
    is('', (value) => value === false),
  ),
  withinMs: milliseconds,
  host: text,
  hosts: texts,
  port,
  sentinelPort: port,
  masterName: text,
  masterNames: texts,
  set: settings,
  sentinelSet: settings,
  quorum: count,
  downAfterMs: milliseconds,
  failoverTimeoutMs: milliseconds,
  parallelSyncs: count,
  timing: oneOf('lab', 'fast', 'redis'),
  password: text,
  sentinelPassword: text,
  acl: text,
  tls: yesOrNo,
  insecure: yesOrNo,
  persist: oneOf('none', 'rdb', 'aof'),
  chain: yesOrNo,
  cluster: yesOrNo,
  links: yesOrNo,
} satisfies Readonly<Record<keyof StartDeploymentOptions, Check>>

const find = options<FindOptions>({home: text})

const evidenceParameters: readonly Parameter[] = [
  {
    name: 'sources',
    check: is(
      'a list of files, folders and archives, with at least one in it',
      (value) =>
        Array.isArray(value) &&
        value.length > 0 &&
        value.every((one) => typeof one === 'string' && one !== ''),
    ),
  },
  optional(options<DiagnoseOptions>({...abortable, zones: texts, year, align: yesOrNo})),
]

/** What the functions of the library take. */
export const functionParameters = {
  startDeployment: [topology, optional(options<StartDeploymentOptions>(startOptions))],
  findDeployment: [{name: 'name', check: text, isOptional: true}, optional(find)],
  listDeployments: [optional(find)],
  findServers: [optional(options<Abortable>(abortable))],
  diagnose: evidenceParameters,
  openEvidence: evidenceParameters,
  startLoad: [
    {
      name: 'the deployment',
      check: is(
        'one that startDeployment or findDeployment returned',
        (value) => typeof value === 'object' && value !== null && 'startLoad' in value,
      ),
    },
  ],
  runLab: [
    {
      name: 'nameOrFile',
      check: is(
        'the name or the file of a lab',
        (value) =>
          (typeof value === 'string' && value !== '') || (typeof value === 'object' && value !== null),
      ),
    },
    optional(
      options<RunLabOptions>({
        ...abortable,
        home: text,
        server: text,
        set: settings,
        sentinelSet: settings,
        acl: text,
        tls: yesOrNo,
        isThorough: yesOrNo,
        keep: oneOf('never', 'on-failure', 'always'),
        onEvent: is('a function', (value) => typeof value === 'function'),
      }),
    ),
  ],
} satisfies Readonly<Record<string, readonly Parameter[]>>
