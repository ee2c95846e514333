import {entry} from './entry.ts'

/** Lua scripts, functions and modules: what holds a server up, and what was loaded into it. */
export const scriptEntries = [
  entry({
    kind: 'script-slow',
    text: 'Slow script detected: still in execution after {ms:n} milliseconds. You can try killing the script using the {command} command. Script name is: {script}.',
    also: [
      'Lua slow script detected: still in execution after {ms:n} milliseconds. You can try killing the script using the {command} command. Script SHA1 is: {script}',
      'Lua slow script detected: still in execution after {ms:n} milliseconds. You can try killing the script using the {command} command.',
    ],
    severity: 'warning',
    meaning: ({ms}) =>
      `A script has run for ${ms} ms. Until it ends the server does nothing else: clients get -BUSY, and replicas and sentinels may take it for down.`,
    advice: 'SCRIPT KILL or FUNCTION KILL ends it, unless it has written already.',
    samples: [
      'Slow script detected: still in execution after 5000 milliseconds. You can try killing the script using the SCRIPT KILL command. Script name is: 7f923f79fe76194c868d7e1d0820de36700eb649.',
      'Lua slow script detected: still in execution after 5000 milliseconds. You can try killing the script using the SCRIPT KILL command. Script SHA1 is: 7f923f79fe76194c868d7e1d0820de36700eb649',
    ],
  }),
  entry({
    kind: 'script-killed',
    text: 'Lua script killed by user with SCRIPT KILL.',
    // Valkey 9.1 has Lua as a module, and logs this without its name where the call has no context.
    also: [
      'Script killed by user with {command}.',
      '<lua> Script killed by user with {command}.',
      '<module> Script killed by user with {command}.',
    ],
    severity: 'notice',
    meaning: 'SCRIPT KILL or FUNCTION KILL ended a script that ran too long: the server serves again.',
    samples: [
      'Lua script killed by user with SCRIPT KILL.',
      'Script killed by user with FUNCTION KILL.',
      '<lua> Script killed by user with SCRIPT KILL.',
      '<module> Script killed by user with SCRIPT KILL.',
    ],
  }),
  entry({
    kind: 'module-loaded',
    text: "Module '{module}' loaded from {file}",
    also: ["Static Module '{module}' successfully loaded"],
    meaning: ({module}) => `The module ${module} adds commands or data types to the server.`,
    samples: [
      "Module 'search' loaded from /usr/lib/redis/modules/redisearch.so",
      "Static Module 'lua' successfully loaded",
    ],
  }),
  entry({
    kind: 'module-unloaded',
    text: 'Module {module} unloaded',
    meaning: ({module}) => `The module ${module} is not in the server any more.`,
    samples: ['Module lua unloaded'],
  }),
  entry({
    kind: 'module-load-failed',
    text: 'Module {module} initialization failed. Module not loaded',
    also: [
      'Module {module} failed to load: {reason}',
      "Can't load module from {module}: server aborting",
      'Module {module} initialization failed. Module not loaded.',
      'Static Module {module} initialization failed. Module not loaded.',
      'Module {module} does not export RedisModule_OnLoad() symbol. Module not loaded.',
      'Module {module} does not export ValkeyModule_OnLoad() or RedisModule_OnLoad() symbol. Module not loaded.',
      'Failed to load static module: {module}. {reason}',
    ],
    severity: 'error',
    meaning: ({module}) => `The module ${module} could not be loaded. At the start the server then ends.`,
    samples: [
      'Module /usr/lib/redis/modules/x.so initialization failed. Module not loaded',
      'Module /usr/lib/redis/modules/x.so failed to load: /usr/lib/redis/modules/x.so: cannot open shared object file',
      "Can't load module from /usr/lib/redis/modules/x.so: server aborting",
    ],
  }),
]
