import {entry} from './entry.ts'

/** What somebody does on purpose: debugging scripts, fail points, DEBUG. */
export const debuggingEntries = [
  entry({
    kind: 'script-debugging',
    text: 'Redis synchronous debugging eval session started',
    also: [
      'Redis synchronous debugging eval session ended',
      'Redis forked for debugging eval',
      'Lua debugging session child exiting',
      'Killing debugging session {pid:n}',
    ],
    severity: 'notice',
    meaning:
      'Somebody debugs a script (SCRIPT DEBUG). In the synchronous mode nobody else is served meanwhile.',
    samples: ['Redis synchronous debugging eval session started'],
  }),
  entry({
    kind: 'script-engine-unusable',
    text: 'Failed creating the lua VM.',
    also: [
      'Failed creating the lua jemalloc arena.',
      'Failed creating the lua jemalloc arena (err={code:n}).',
      'Failed creating the lua jemalloc tcache.',
      'Failed creating the lua jemalloc tcache (err={code:n}).',
    ],
    severity: 'error',
    meaning: 'The server cannot make the room in which scripts run, so it ends.',
    samples: ['Failed creating the lua VM.'],
  }),
  entry({
    kind: 'script-engine-odd',
    text: "Scripting engine '{engine}' is already registered in the server",
    also: [
      "There's no engine registered with name {engine}",
      "Registering scripting engine '{engine}' with ABI version '{version}'",
      "Scripting engine '{engine}' uses ABI version '{version}', which does not support debugger API",
      'Same engine was registered twice',
    ],
    severity: 'warning',
    meaning: 'A module that brings a language for scripts is there twice, or was made for an older server.',
    samples: ["Scripting engine 'LUA' is already registered in the server"],
  }),
  entry({
    kind: 'script-globals-odd',
    text: "A key '{name}' was added to Lua globals which is not on the globals allow list nor listed on the deny list.",
    also: [
      'malicious code trying to call luaNewIndexAllowList with wrong arguments',
      'malicious code trying to call luaProtectedTableError with wrong arguments',
    ],
    severity: 'warning',
    meaning: 'Something tries to change what all scripts share, which is not allowed.',
    samples: [
      "A key 'x' was added to Lua globals which is not on the globals allow list nor listed on the deny list.",
    ],
  }),
  entry({
    kind: 'migration-fail-point',
    text: 'ASM fail point set: channel={channel}, state={state}',
    also: [
      'ASM fail point active: channel={channel}, state={state}',
      'ASM fail point is cleared',
      'ASM trim method was set={method}, active_trim_delay={delay:n}',
      'ASM manager is not initialized',
    ],
    severity: 'notice',
    meaning:
      'DEBUG ASM: somebody makes a migration of slots fail on purpose, or changes how keys are deleted after it.',
    samples: ['ASM fail point set: channel=import-main-channel, state=takeover'],
  }),
  entry({
    kind: 'debug-reloaded',
    text: 'DB reloaded by DEBUG RELOAD',
    also: ['Append Only File loaded by DEBUG LOADAOF'],
    severity: 'notice',
    meaning: 'A command of DEBUG made the server read its saved data again.',
    samples: ['DB reloaded by DEBUG RELOAD'],
  }),
  entry({
    kind: 'debug-note',
    text: 'DEBUG LOG: {text}',
    meaning: ({text}) => `Somebody left a note with DEBUG LOG: ${text}.`,
    samples: ['DEBUG LOG: here the test begins'],
  }),
  entry({
    kind: 'rdma-trouble',
    text: 'RDMA: {what}',
    severity: 'warning',
    meaning: ({what}) => `Connections over RDMA do not work as they should: ${what}.`,
    samples: ['RDMA: create qp failed'],
  }),
]
