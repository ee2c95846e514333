import type {RecognisedEvent} from '../redis/catalogue/recognise.ts'

/**
 * Lines that only servers before 3.0 write, and lines that break off in a paste, by the kind that the catalogue has for
 * what they say.
 */
const lines: readonly {readonly pattern: RegExp; readonly kind: string; readonly meaning: string}[] = [
  {
    pattern: /^Sentinel runid is (?<runid>[0-9a-f]{40})$/,
    kind: 'sentinel-id',
    meaning: 'The sentinel has started, with this id.',
  },
  {
    pattern: /^Connecting to MASTER\.\.\.$/,
    kind: 'connecting-to-master',
    meaning: 'The replica tries to reach its master.',
  },
  {
    pattern: /^MASTER <-> REPLICA sync started: SYNC sent$/,
    kind: 'sync-started',
    meaning: 'The replica has asked its master for a copy.',
  },
  {
    pattern: /^MASTER <-> REPLICA sync: receiving (?<bytes>\d+) bytes from master$/,
    kind: 'receiving-rdb',
    meaning: 'The copy is on its way.',
  },
  {
    pattern: /^MASTER <-> REPLICA sync: Loading DB in memory$/,
    kind: 'loading-copy',
    meaning: 'The copy is being read into memory.',
  },
  {
    pattern: /^Replica ask for synchronization$/,
    kind: 'replica-asks-sync',
    meaning: 'A replica wants the data.',
  },
  {
    pattern: /^Starting BGSAVE for SYNC$/,
    kind: 'copy-started',
    meaning: 'A child process writes a snapshot, which is then sent to the replica.',
  },
  {
    pattern: /^Waiting for next BGSAVE for SYNC$/,
    kind: 'replica-waits-for-save',
    meaning: 'A save for another purpose is under way. The replica has to wait for the next one.',
  },
  {
    pattern: /^Synchronization with replica succeeded$/,
    kind: 'replica-online',
    meaning: 'The copy has been sent. The replica is to receive every write from now on.',
  },
  {
    pattern: /^Connecting to MASTER :0$/,
    kind: 'connecting-to-master',
    meaning: 'The replica was given an empty address for its master.',
  },
  {
    pattern: /^Connection with replica lost\.$/,
    kind: 'replica-lost',
    meaning: 'The link to a replica broke.',
  },
  {
    pattern: /^Replica +asks for synchronization$/,
    kind: 'replica-asks-sync',
    meaning: 'A replica wants the data.',
  },
  {
    pattern: /^Full resync requested by replica$/,
    kind: 'full-resync-requested',
    meaning: 'A replica needs a whole copy.',
  },
  // Cut before its end, which says what was done to the client.
  {
    pattern: /^Client id=\d+ .*\bflags=(?<flags>\w+) .*\bomem=(?<omem>\d+)(?!.*output buffer limits).*$/,
    kind: 'output-buffer-overcome',
    meaning:
      'How much is waiting for a client, in a line that is cut off: servers write it when they close one for that.',
  },
  {
    pattern: /^Could not rename tmp config file \((?<reason>.+)\)$/,
    kind: 'sentinel-config-rename-failed',
    meaning: 'The conf could not be saved: its new version could not take the place of the old one.',
  },
  // Cut before who asked for it.
  {
    pattern: /^MASTER MODE enabled$/,
    kind: 'master-mode-enabled',
    meaning: 'This replica was told to be a master. From now on it accepts writes.',
  },
  // Cut before the place in the source.
  {
    pattern: /^Guru Meditation: (?<reason>[^#]+)$/,
    kind: 'panic',
    meaning: 'The server is in a state that it cannot go on from: it ends.',
  },
  {pattern: /^-{40,}$/, kind: 'panic', meaning: 'A rule around the words with which a server ends itself.'},
  {
    pattern: /^Short read error when parsing object$/,
    kind: 'module-read-failed',
    meaning: 'Data of a module could not be read to its end.',
  },
  {
    pattern: /^fork operation failed$/,
    kind: 'fork-failed-on-windows',
    meaning: 'The port to Windows could not start the child that saves.',
  },
  // The quoted line ends with a line feed, so the message goes on in the next line of the file.
  {
    pattern: /^Unrecoverable error: corrupted cluster config file "(?<line>[^"]+)$/,
    kind: 'cluster-config-corrupted',
    meaning: 'The server refuses its nodes.conf and ends.',
  },
]

/** @param message in the words of the newest servers */
export function recogniseEarlyLine(message: string): RecognisedEvent | undefined {
  for (const {pattern, kind, meaning} of lines) {
    const match = pattern.exec(message)
    if (match !== null) return {kind, meaning, severity: 'info', fields: {...match.groups}}
  }
  return undefined
}
