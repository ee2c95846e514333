import {entry} from './entry.ts'

/** The helper threads of a server: for slow work in the background (bio.c) and for connections (io_threads.c). */
export const threadEntries = [
  entry({
    kind: 'threads-unstartable',
    text: "Fatal: Can't initialize IO thread, pthread_create failed with: {reason}",
    also: [
      "Fatal: Can't initialize IO thread.",
      "Fatal: Can't initialize Background Jobs. Error message: {reason}",
      "Fatal: Can't initialize Background Jobs.",
      "Fatal: Can't register file event for IO thread notifications.",
      "Fatal: Can't register file event for main thread notifications.",
      "Fatal: Can't create event loop timers in IO thread.",
      "Can't create the pipe for bio thread: {reason}",
    ],
    severity: 'error',
    meaning: 'The server cannot start its helper threads, so it ends.',
    advice: 'Raise the limits of processes and memory of the container or service.',
    samples: ["Fatal: Can't initialize Background Jobs. Error message: Resource temporarily unavailable"],
  }),
  entry({
    kind: 'io-threads-too-many',
    text: 'Fatal: too many I/O threads configured. The maximum number is {limit:n}.',
    severity: 'error',
    meaning: ({limit}) => `The setting io-threads is above ${limit}: the server does not start.`,
    samples: ['Fatal: too many I/O threads configured. The maximum number is 128.'],
  }),
  entry({
    kind: 'io-threads-changed',
    text: 'Changing number of IO threads from {before:n} to {now:n}.',
    severity: 'notice',
    meaning: ({now}) => `CONFIG SET io-threads: ${now} threads serve connections from now on.`,
    samples: ['Changing number of IO threads from 1 to 4.'],
  }),
  entry({
    kind: 'thread-ended',
    text: 'Bio worker thread #{thread:n} terminated',
    also: ['Bio thread for job type #{thread:n} terminated', 'IO thread(tid:{thread:n}) terminated'],
    severity: 'warning',
    meaning: 'The server ends its helper threads, as it does when it crashes.',
    samples: ['Bio worker thread #0 terminated'],
  }),
  entry({
    kind: 'thread-stuck',
    text: 'Bio worker thread #{thread:n} can not be joined: {reason}',
    also: [
      'Bio thread for job type #{thread:n} can not be joined: {reason}',
      'Bio thread for job type #{thread:n} can be joined: {reason}',
      'IO thread(tid:{thread:n}) can not be joined: {reason}',
    ],
    severity: 'warning',
    meaning: 'The server ends, as after a crash, and one of its helper threads does not.',
    samples: ['Bio worker thread #0 can not be joined: No such process'],
  }),
  entry({
    kind: 'thread-odd',
    text: "Warning: can't mask SIGALRM in bio.c thread: {reason}",
    also: ['Warning: bio thread started with wrong type {type:n}'],
    severity: 'warning',
    meaning: 'A helper thread did not start as it should. That is an error of the server.',
    samples: ["Warning: can't mask SIGALRM in bio.c thread: Invalid argument"],
  }),
  entry({
    kind: 'page-cache-kept',
    text: 'Unable to reclaim page cache: {reason}',
    also: ['Unable to reclaim cache after saving RDB: {reason}'],
    meaning: ({reason}) =>
      `The operating system keeps a file in memory that was just written (${reason}). That is harmless.`,
    samples: ['Unable to reclaim page cache: Invalid argument'],
  }),
]
