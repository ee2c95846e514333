import type {Tower} from './floors.ts'

/** One room of the house: a folder of `src` (or one file), and what its files may import. */
export interface Room {
  readonly name: string
  /** Other rooms. A room may always import from itself, unless it is `apart`. */
  readonly rooms: readonly string[]
  /** Rooms of which it may import types only. */
  readonly typesOf?: readonly string[]
  /** Packages; `node:*` is all of Node's own. */
  readonly packages: readonly string[]
  /** No clock, no randomness, no process, no console: the same arguments give the same result. */
  readonly pure?: true
  /** Its files never import each other. */
  readonly apart?: true
  /** From outside, only its types may be imported: what is in it is not loaded at run time. */
  readonly typesOnly?: true
}

export interface Architecture {
  /** A file belongs to the room with the longest name that fits its path. */
  readonly rooms: readonly Room[]
  /** Rooms that are towers: their parts import from lower floors only, never up and never across. */
  readonly towers: readonly Tower[]
  /** Files that must not load certain packages, not even by way of others. */
  readonly neverReaches: readonly {readonly file: string; readonly packages: readonly string[]}[]
  /** Packages that any file may import, since the compiler emits them. */
  readonly everywhere: readonly string[]
  /** The room of the oclif commands, each of which needs a summary and an example. */
  readonly commands: string
}

const below = [
  'core',
  'lines',
  'engine',
  'load',
  'runner',
  'certify',
  'fault-injector',
  'doctor',
  'reporters',
] as const

/** The import table of the project. The tree reads downwards: nothing imports from a room below its own line. */
export const architecture: Architecture = {
  rooms: [
    {
      name: 'core',
      rooms: [],
      packages: ['zod', 'yaml', 'jsep', 'mustache', 'cluster-key-slot', 'damerau-levenshtein'],
      pure: true,
    },
    // A command that writes JSON must not load what describes it.
    {
      name: 'core/contract/schemas',
      rooms: ['core'],
      packages: ['zod'],
      pure: true,
      typesOnly: true,
    },
    // With assembly/, which the build compiles beside it.
    {name: 'lines', rooms: ['core'], packages: ['node:buffer'], pure: true},
    {name: 'engine', rooms: ['core', 'lines'], packages: ['node:*']},
    {name: 'engine/certificates', rooms: ['core', 'engine'], packages: ['node:*', 'pkijs', 'asn1js']},
    {name: 'engine/host', rooms: ['core', 'engine'], packages: ['node:*', 'execa']},
    {name: 'engine/redis', rooms: ['core', 'engine'], packages: ['node:*', 'ioredis']},
    // It packs bundles.
    {name: 'engine/opened', rooms: ['core', 'lines', 'engine'], packages: ['node:*', 'nanotar']},
    // What another process wrote to disk is judged by a schema before it is trusted.
    {name: 'engine/sources', rooms: ['core', 'lines', 'engine'], packages: ['node:*', 'fflate']},
    // What it remembers of images is judged by a schema.
    {name: 'engine/servers', rooms: ['core', 'engine'], packages: ['node:*', 'zod']},
    {name: 'engine/state', rooms: ['core', 'engine'], packages: ['node:*', 'zod']},
    // What a browser sends is judged by a schema.
    {name: 'engine/page', rooms: ['core', 'engine'], packages: ['node:*', 'zod']},
    {name: 'load', rooms: ['core', 'engine'], packages: ['node:*']},
    {name: 'runner', rooms: ['core', 'engine', 'load'], packages: ['node:*', 'yaml']},
    {name: 'certify', rooms: ['core', 'engine', 'runner'], packages: ['node:*']},
    // What a suite sends is judged by a schema.
    {name: 'fault-injector', rooms: ['core', 'engine'], packages: ['node:*', 'zod']},
    {name: 'doctor', rooms: ['core', 'engine', 'load'], packages: ['node:*']},
    {
      name: 'reporters',
      rooms: ['core'],
      typesOf: ['runner'],
      packages: ['chalk', 'listr2', 'string-width', 'node:process', 'sarif'],
    },
    // What a program passes is judged by a schema.
    {name: 'api', rooms: ['core', 'engine', 'load', 'runner'], packages: ['node:*', 'zod']},
    {name: 'testing', rooms: ['core', 'api', 'engine'], packages: ['node:*']},
    {name: 'index.ts', rooms: ['core', 'api', 'load'], packages: []},
    // It runs in a browser: nothing of redislab comes with it but the shape of its data.
    {name: 'page', rooms: [], typesOf: ['core'], packages: ['preact']},
    {name: 'cli', rooms: below, packages: ['node:*', '@oclif/core']},
    {name: 'commands', rooms: ['cli', ...below], packages: ['node:*', '@oclif/core'], apart: true},
  ],
  towers: [
    {
      name: 'core',
      floors: [
        ['words.ts', 'errors', 'text', 'completion', 'load'],
        ['topology', 'time'],
        ['redis', 'links'],
        ['config', 'faults'],
        ['status', 'evidence', 'manifests'],
        ['clocks'],
        ['env', 'timeline', 'identity', 'diagnosis'],
        ['lab', 'picture', 'twin'],
        ['rehearsal', 'certify'],
        ['contract'],
        ['trace'],
      ],
    },
    {
      name: 'core/timeline',
      floors: [
        ['entries', 'fault-effects.ts'],
        ['incidents'],
        ['failover.ts'],
        ['measuring', 'awaited.ts'],
        ['explaining'],
        ['sentinel', 'cluster'],
        ['measure.ts', 'verdict.ts', 'tracker.ts'],
        ['explain.ts'],
        ['folding'],
      ],
    },
    {
      name: 'engine',
      floors: [
        ['files', 'time'],
        ['host'],
        ['state', 'redis', 'certificates'],
        ['instances', 'observe', 'logs', 'machine', 'servers'],
        ['links', 'sources', 'live'],
        ['faults'],
        ['deployment'],
        ['up', 'cluster', 'reset', 'timeline', 'programs', 'opened'],
        ['membership', 'page', 'twin'],
      ],
    },
    {name: 'cli', floors: [['flags', 'frame'], ['actions']]},
    {
      name: 'reporters',
      floors: [
        ['kit'],
        ['timeline', 'load', 'doctor', 'diagnosis'],
        ['fault', 'lab', 'certify'],
        ['deployment'],
      ],
    },
  ],
  neverReaches: [
    // With node:v8 the flags of V8 are changed for the whole process, which is the program's.
    {file: 'index.ts', packages: ['@oclif/core', 'chalk', 'listr2', 'node:v8']},
    {file: 'testing/index.ts', packages: ['@oclif/core', 'chalk', 'listr2', 'node:v8']},
  ],
  everywhere: ['tslib'],
  commands: 'commands',
}

/** The room of a file. */
export function roomOf(file: string, {rooms}: Architecture): Room | undefined {
  return rooms
    .filter(({name}) => isWithin(file, name))
    .reduce<Room | undefined>(
      (longest, room) => (room.name.length > (longest?.name.length ?? 0) ? room : longest),
      undefined,
    )
}

export function isWithin(file: string, room: string): boolean {
  return file === room || file.startsWith(`${room}/`)
}
