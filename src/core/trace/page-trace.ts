import type {PageData} from '../contract/page-json.ts'
import {TraceWriter, type TrackId} from './trace-writer.ts'

type Incident = PageData['incidents'][number]

/** The phases of a failover, in the order in which they are told where two end at once. */
const phases = ['sdown', 'odown', 'elected', 'promoted', 'writable', 'agreed', 'reattached'] as const

/** How an arrow is told by the one that it comes from, and by the one that it leads to. */
const arrowWords = {
  vote: ['votes for', 'vote of'],
  promote: ['promotes', 'promoted by'],
  switch: ['names as the master', 'named as the master by'],
  sync: ['in step with', 'in step:'],
} as const

/**
 * What a page shows, as a trace of Perfetto: instances as processes with their roles, whom they copy from, what they logged and their
 * offsets; failovers with their phases; faults; links that were held; outages. Votes and promotions are flows between instances.
 *
 * @returns the bytes of a file that ui.perfetto.dev opens
 */
export function traceOf(page: PageData): Uint8Array {
  const origin = Date.parse(page.period.from)
  const writer = new TraceWriter(origin)
  const time: Time = {origin, end: origin + page.period.toMs}
  const processes = new Map(
    page.instances.map(({name, address}) => [
      name,
      writer.process(address === null ? name : `${name} ${address}`),
    ]),
  )
  writeFailovers(writer, page.incidents)
  writeFaults(writer, page)
  for (const [name, process] of processes) writeInstance(writer, page, {name, process, time})
  writeArrows(writer, page, processes, time)
  writeLinks(writer, page, time)
  return writer.finish()
}

/** Milliseconds since 1970. */
interface Time {
  readonly origin: number
  readonly end: number
}

function writeFailovers(writer: TraceWriter, incidents: readonly Incident[]): void {
  if (incidents.length === 0) return
  const process = writer.process('Failovers')
  for (const incident of incidents) {
    const {oldMaster, newMaster, outcome, summary} = incident
    const ended = endsOf(incident)
    const at = Date.parse(incident.at)
    const last = at + (ended.at(-1)?.ms ?? 0)
    const name = newMaster === null ? `${oldMaster}: ${outcome}` : `${oldMaster} → ${newMaster}`
    const track = writer.track(process, name)
    writer.begin(track, at, name, {category: 'failover', notes: {outcome, summary, cause: incident.cause}})
    let from = at
    for (const {phase, ms} of ended) {
      writer.slice(track, {from, to: at + ms}, phase, {category: 'phase', notes: {ms}})
      from = at + ms
    }
    writer.end(track, last)
  }
}

/** The phases that were reached, in the order of time. */
function endsOf({phases: reached}: Incident) {
  return phases
    .flatMap((phase) => {
      const ms = reached[`${phase}Ms`]
      return ms === null ? [] : [{phase, ms}]
    })
    .toSorted((a, b) => a.ms - b.ms)
}

function writeFaults(writer: TraceWriter, {entries, outages, period}: PageData): void {
  const done = entries.filter(({source}) => source === 'redislab')
  if (done.length === 0 && outages.length === 0) return
  const process = writer.process('redislab')
  if (done.length > 0) {
    const track = writer.track(process, 'what was done')
    for (const {at, message} of done) writer.instant(track, Date.parse(at), message, {category: 'fault'})
  }
  const origin = Date.parse(period.from)
  for (const by of ['probe', 'load'] as const) {
    const own = outages.filter((outage) => outage.by === by)
    if (own.length === 0) continue
    const track = writer.track(process, `writes of the ${by}`)
    for (const {fromMs, toMs} of own)
      writer.slice(track, {from: origin + fromMs, to: origin + toMs}, 'no write got through', {
        category: 'outage',
      })
  }
}

function writeInstance(
  writer: TraceWriter,
  {bands, follows, entries, samples}: PageData,
  {name, process, time}: {readonly name: string; readonly process: TrackId; readonly time: Time},
): void {
  const {origin, end} = time
  const own = bands.filter(({instance}) => instance === name)
  if (own.length > 0) {
    const track = writer.track(process, 'role')
    for (const {fromMs, toMs, state, cutOff} of own)
      writer.slice(track, {from: origin + fromMs, to: origin + toMs}, cutOff ? `${state}, cut off` : state, {
        category: 'role',
      })
  }
  const copied = follows.filter(({instance}) => instance === name)
  if (copied.some(({of}) => of !== null)) {
    const track = writer.track(process, 'copies from')
    for (const [index, {ms, of, up}] of copied.entries()) {
      if (of === null) continue
      const to = origin + (copied[index + 1]?.ms ?? end - origin)
      writer.slice(track, {from: origin + ms, to}, up ? of : `${of}, not in step`, {category: 'link'})
    }
  }
  const said = entries.filter(({instance, source}) => instance === name && source === 'log')
  if (said.length > 0) {
    const track = writer.track(process, 'log')
    for (const {at, message, level, meaning} of said)
      writer.instant(track, Date.parse(at), message, {
        category: 'log',
        notes: {level, meaning: meaning ?? null},
      })
  }
  const offsets = samples.filter(({instance}) => instance === name)
  if (offsets.length > 0) {
    const track = writer.byteCounter(process, 'replication offset')
    for (const {ms, offset} of offsets) writer.count(track, origin + ms, offset)
  }
}

function writeArrows(
  writer: TraceWriter,
  {arrows}: PageData,
  processes: ReadonlyMap<string, TrackId>,
  {origin}: Time,
): void {
  const tracks = new Map<string, TrackId>()
  const trackOf = (name: string): TrackId | undefined => {
    const process = processes.get(name)
    const found = tracks.get(name)
    if (process === undefined || found !== undefined) return found
    const track = writer.track(process, 'votes and promotions')
    tracks.set(name, track)
    return track
  }
  for (const [index, {ms, kind, from, to}] of arrows.entries()) {
    const [source, target] = [trackOf(from), trackOf(to)]
    const [given, got] = arrowWords[kind]
    const at = origin + ms
    const isDrawn = source !== undefined && target !== undefined && from !== to
    if (source !== undefined)
      writer.instant(source, at, `${given} ${to}`, {
        category: kind,
        flowFrom: isDrawn ? index + 1 : undefined,
      })
    if (isDrawn) writer.instant(target, at, `${got} ${from}`, {category: kind, flowTo: index + 1})
  }
}

function writeLinks(writer: TraceWriter, {links}: PageData, {origin, end}: Time): void {
  if (links.length === 0) return
  const process = writer.process('Links')
  const tracks = new Map<string, TrackId>()
  for (const {fromMs, toMs, from, to, cut} of links) {
    const name = `${from} → ${to}`
    const track = tracks.get(name) ?? writer.track(process, name)
    tracks.set(name, track)
    const until = toMs === null ? end : origin + toMs
    writer.slice(track, {from: origin + fromMs, to: until}, cut ? 'cut' : 'slow', {category: 'link'})
  }
}
