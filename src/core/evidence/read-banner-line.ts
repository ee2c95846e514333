import {type LineReader, streamOf} from './line-reader.ts'

/** What Redis and the usual images print at their start, beside their logs: read, and nothing to go by. */
const banners: readonly RegExp[] = [
  // The logo, which has the version, the mode, the port and the pid beside it.
  /^[\s._\-`',|()/\\]+$/,
  /^[\s._\-`',|()/\\]*(?:(?:Redis|Valkey) \d+\.\d+\.\d+ \(\S+\/\d\) (?:64|32) bit|Running in (?:standalone|cluster|sentinel) mode|Port: \d+|PID: \d+|https?:\/\/(?:redis|valkey)\.io\/?)[\s._\-`',|()/\\]*$/,
  // bitnami: `redis-sentinel 04:25:00.86 INFO  ==> ** Starting redis-sentinel **`
  /^(?:redis|valkey)[\w-]* \d{2}:\d{2}:\d{2}\.\d+ *(?:INFO|WARN|DEBUG|ERROR) +==>/,
  // The same without its name, where its colours were taken for it.
  /^\s*\d{2}:\d{2}:\d{2}\.\d+ *(?:INFO|WARN|DEBUG|ERROR) +==>/,
  // docker compose
  /^(?:Attaching to|Starting|Creating|Recreating|Container|Network|Volume) \S+.*$/,
  /^\S+ exited with code \d+$/,
  // kubectl
  /^Defaulted container "[^"]*" out of: .*$/,
]

/** What a start script decided: bitnami/containers, prepare of redis and redis-sentinel. */
const decisions = /==> Configuring the node as (?:master|slave|replica)\s*$/

export const readBannerLine: LineReader = ({line, text, place}, state) => {
  if (!banners.some((banner) => banner.test(line.trimEnd()))) return undefined
  return decisions.test(line)
    ? [{kind: 'answer', place, text, stream: streamOf(place.path, state.heading), command: state.command}]
    : []
}
