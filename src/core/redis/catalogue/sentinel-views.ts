import {formatAddress} from '../../topology/plan.ts'
import {entry} from './entry.ts'
import {nameSubject} from './instance-details.ts'

/** What a sentinel sees and learns: whom it watches, who is down, what has changed. */
export const sentinelViewEntries = [
  entry({
    kind: '+monitor',
    text: '+monitor {@} quorum {quorum:n}',
    severity: 'notice',
    meaning: (it) =>
      `This sentinel watches ${nameSubject(it)}. ${it.quorum} sentinels must agree before it counts as down.`,
    samples: ['+monitor master mymaster 127.0.0.1 6380 quorum 2'],
  }),
  entry({
    kind: '-monitor',
    text: '-monitor {@}',
    severity: 'notice',
    meaning: (it) => `This sentinel was told to watch ${nameSubject(it)} no longer.`,
    samples: ['-monitor master mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+set',
    text: '+set {@} {option} {value}',
    also: ['+set {@} {option}'],
    meaning: (it) => `A setting of ${nameSubject(it)} was changed with SENTINEL SET: ${it.option}.`,
    samples: [
      '+set master mymaster 127.0.0.1 6380 down-after-milliseconds 500',
      '+set master mymaster 127.0.0.1 6380 quorum 2',
    ],
  }),
  entry({
    kind: '+reset-master',
    text: '+reset-master {@}',
    severity: 'notice',
    meaning: (it) =>
      `This sentinel forgot all replicas and sentinels of ${nameSubject(it)} and finds them again.`,
    samples: ['+reset-master master mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+slave',
    text: '+slave {@}',
    severity: 'notice',
    meaning: (it) =>
      `A replica of ${it.masterName} was found at ${formatAddress({host: it.ip, port: it.port})}.`,
    samples: ['+slave slave 127.0.0.1:6381 127.0.0.1 6381 @ mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+sentinel',
    text: '+sentinel {@}',
    severity: 'notice',
    meaning: (it) =>
      `Another sentinel that watches ${it.masterName} was found at ${formatAddress({host: it.ip, port: it.port})}.`,
    samples: ['+sentinel sentinel 4e1a5a9e2cbb2f0cf2b1 127.0.0.1 26381 @ mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+sentinel-address-switch',
    text: '+sentinel-address-switch {@} ip {newIp} port {newPort:n} for {runid}',
    severity: 'notice',
    meaning: (it) =>
      `A known sentinel now says hello from ${formatAddress({host: it.newIp, port: it.newPort})}: it was restarted or moved.`,
    samples: [
      '+sentinel-address-switch master mymaster 127.0.0.1 6380 ip 127.0.0.1 port 26390 for 4e1a5a9e2cbb2f0cf2b1',
    ],
  }),
  entry({
    kind: '+sentinel-address-update',
    text: '+sentinel-address-update {@} {others:n} additional matching instances',
    meaning: 'The new address of a sentinel was noted for the other masters that it watches, too.',
    samples: [
      '+sentinel-address-update sentinel 4e1a5a9e2cbb2f0cf2b1 127.0.0.1 26390 @ mymaster 127.0.0.1 6380 1 additional matching instances',
    ],
  }),
  entry({
    kind: '+sentinel-invalid-addr',
    text: '+sentinel-invalid-addr {@}',
    severity: 'warning',
    meaning: 'A sentinel with another id now speaks from this address, so the old entry is dropped.',
    samples: [
      '+sentinel-invalid-addr sentinel 4e1a5a9e2cbb2f0cf2b1 127.0.0.1 26381 @ mymaster 127.0.0.1 6380',
    ],
  }),
  entry({
    kind: '-cmd-link-reconnection',
    text: '-cmd-link-reconnection {@} #{reason}',
    severity: 'warning',
    meaning: (it) =>
      `This sentinel could not open its command connection to ${nameSubject(it)} (${it.reason}).`,
    samples: ['-cmd-link-reconnection master mymaster 127.0.0.1 6380 #Connection refused'],
  }),
  entry({
    kind: '-pubsub-link-reconnection',
    text: '-pubsub-link-reconnection {@} #{reason}',
    severity: 'warning',
    meaning: (it) =>
      `This sentinel could not open the connection to ${nameSubject(it)} on which it hears other sentinels (${it.reason}).`,
    samples: [
      '-pubsub-link-reconnection slave 127.0.0.1:6381 127.0.0.1 6381 @ mymaster 127.0.0.1 6380 #Connection refused',
    ],
  }),
  entry({
    kind: '+reboot',
    text: '+reboot {@}',
    severity: 'warning',
    meaning: (it) =>
      `The run id of ${nameSubject(it)} changed: it was restarted, and what it kept only in memory is gone.`,
    samples: ['+reboot slave 127.0.0.1:6381 127.0.0.1 6381 @ mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+role-change',
    text: '+role-change {@} new reported role is {role}',
    severity: 'notice',
    meaning: (it) =>
      `${capitalise(nameSubject(it))} now says that it is a ${word(it.role)}, and this is what this sentinel believes of it.`,
    samples: [
      '+role-change slave 127.0.0.1:6381 127.0.0.1 6381 @ mymaster 127.0.0.1 6380 new reported role is slave',
    ],
  }),
  entry({
    kind: '-role-change',
    text: '-role-change {@} new reported role is {role}',
    severity: 'warning',
    meaning: (it) =>
      `${capitalise(nameSubject(it))} now says that it is a ${word(it.role)}, against what this sentinel believes of it.`,
    samples: [
      '-role-change slave 127.0.0.1:6381 127.0.0.1 6381 @ mymaster 127.0.0.1 6380 new reported role is master',
    ],
  }),
  entry({
    kind: '+sdown',
    text: '+sdown {@}',
    severity: 'warning',
    meaning: (it) =>
      `For down-after-milliseconds this sentinel got no acceptable answer from ${nameSubject(it)}, so it counts it as down. That is its own, subjective opinion.`,
    samples: [
      '+sdown master mymaster 127.0.0.1 6380',
      '+sdown slave 127.0.0.1:6381 127.0.0.1 6381 @ mymaster 127.0.0.1 6380',
      '+sdown slave [::1]:6381 ::1 6381 @ mymaster ::1 6380',
      '+sdown sentinel 4e1a5a9e2cbb2f0cf2b1 127.0.0.1 26381 @ mymaster 127.0.0.1 6380',
    ],
  }),
  entry({
    kind: '-sdown',
    text: '-sdown {@}',
    severity: 'notice',
    meaning: (it) => `${capitalise(nameSubject(it))} answers again, so this sentinel counts it as up.`,
    samples: ['-sdown slave 127.0.0.1:6381 127.0.0.1 6381 @ mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+odown',
    text: '+odown {@} #quorum {votes:n}/{quorum:n}',
    severity: 'error',
    meaning: (it) =>
      `${it.votes} sentinels agree that ${nameSubject(it)} is down, and ${it.quorum} are needed: it is objectively down, and a failover may be tried.`,
    samples: ['+odown master mymaster 127.0.0.1 6380 #quorum 3/2'],
  }),
  entry({
    kind: '-odown',
    text: '-odown {@}',
    severity: 'notice',
    meaning: (it) => `Too few sentinels still think that ${nameSubject(it)} is down: it counts as up.`,
    samples: ['-odown master mymaster 127.0.0.1 6380'],
  }),
  entry({
    kind: '+tilt',
    text: '+tilt #{reason}',
    severity: 'error',
    meaning:
      'This sentinel noticed that its clock jumped or that it was frozen for more than 2 s. It does not trust its own view, and takes no part in failovers for 30 s.',
    samples: ['+tilt #tilt mode entered'],
  }),
  entry({
    kind: '-tilt',
    text: '-tilt #{reason}',
    severity: 'notice',
    meaning:
      'Time has passed normally for a while: this sentinel trusts its view again and takes part in failovers.',
    samples: ['-tilt #tilt mode exited'],
  }),
  entry({
    kind: '+script-child',
    text: '+script-child {pid:n}',
    meaning: ({pid}) => `A notification or reconfiguration script was started as process ${pid}.`,
    samples: ['+script-child 8213'],
  }),
  entry({
    kind: '-script-child',
    text: '-script-child {pid:n} {exitCode:n} {signal:n}',
    meaning: ({pid, exitCode, signal}) =>
      `The script of process ${pid} ended: exit code ${exitCode}, signal ${signal}.`,
    samples: ['-script-child 8213 0 0'],
  }),
  entry({
    kind: '-script-error',
    text: '-script-error {path} {signal:n} {exitCode:n}',
    severity: 'warning',
    meaning: ({path}) => `The script ${path} failed.`,
    samples: ['-script-error /etc/redis/notify.sh 0 2'],
  }),
  entry({
    kind: '-script-timeout',
    text: '-script-timeout {path} {pid:n}',
    severity: 'warning',
    meaning: ({path}) => `The script ${path} ran for more than a minute and was killed.`,
    samples: ['-script-timeout /etc/redis/notify.sh 8213'],
  }),
]

function word(role: string): string {
  return role === 'slave' ? 'replica' : role
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
