// Hypotheses: the trace that timeline --perfetto writes is as Perfetto's published schema says; every phase of a failover is in it, at
// its time and for as long as it took; so are faults and votes; nothing is in it that explain and timeline do not say.

import {readFile} from 'node:fs/promises'
import path from 'node:path'
import protobuf from 'protobufjs'
import {describe, expect} from 'vitest'
import {writeForeign} from '../support/foreign-form.ts'
import {placeRecordedDeployment} from '../support/recorded-deployment.ts'
import {test} from '../support/test.ts'

/** The part that is needed of Perfetto's schema: its names, its numbers (protos/perfetto/trace/track_event of its source). */
const schema = `
syntax = "proto2";
message Trace { repeated TracePacket packet = 1; }
message TracePacket {
  optional uint64 timestamp = 8;
  optional uint32 trusted_packet_sequence_id = 10;
  optional uint32 sequence_flags = 13;
  optional ClockSnapshot clock_snapshot = 6;
  optional TrackEvent track_event = 11;
  optional TrackDescriptor track_descriptor = 60;
}
message ClockSnapshot {
  message Clock { optional uint32 clock_id = 1; optional uint64 timestamp = 2; }
  repeated Clock clocks = 1;
}
message TrackDescriptor {
  optional uint64 uuid = 1;
  optional string name = 2;
  optional ProcessDescriptor process = 3;
  optional uint64 parent_uuid = 5;
  optional CounterDescriptor counter = 8;
}
message ProcessDescriptor { optional int32 pid = 1; optional string process_name = 6; }
message CounterDescriptor {
  enum Unit { UNIT_UNSPECIFIED = 0; UNIT_TIME_NS = 1; UNIT_COUNT = 2; UNIT_SIZE_BYTES = 3; }
  optional Unit unit = 3;
}
message DebugAnnotation { optional string name = 10; optional string string_value = 6; }
message TrackEvent {
  enum Type { TYPE_UNSPECIFIED = 0; TYPE_SLICE_BEGIN = 1; TYPE_SLICE_END = 2; TYPE_INSTANT = 3; TYPE_COUNTER = 4; }
  optional Type type = 9;
  optional uint64 track_uuid = 11;
  repeated string categories = 22;
  optional string name = 23;
  optional int64 counter_value = 30;
  repeated fixed64 flow_ids = 47;
  repeated fixed64 terminating_flow_ids = 48;
  repeated DebugAnnotation debug_annotations = 4;
}`
const traceType = protobuf.parse(schema, {keepCase: true}).root.lookupType('Trace')

interface Event {
  readonly category: string
  readonly name: string
  /** Milliseconds since 1970. */
  readonly from: number
  readonly to: number
  readonly track: string
  readonly process: string
  readonly flows: readonly string[]
}

interface Packet {
  readonly timestamp?: string
  readonly track_descriptor?: {
    readonly uuid: string
    readonly name?: string
    readonly parent_uuid?: string
    readonly process?: {readonly process_name: string}
  }
  readonly track_event?: {
    readonly type: string
    readonly track_uuid: string
    readonly name?: string
    readonly categories?: readonly string[]
    readonly flow_ids?: readonly string[]
    readonly terminating_flow_ids?: readonly string[]
  }
}

/** The slices and moments of a trace. A slice that is never ended, and one that is ended twice, fails. */
async function readTrace(file: string): Promise<readonly Event[]> {
  const decoded = traceType.decode(await readFile(file))
  expect(traceType.verify(decoded)).toBe(null)
  const {packet} = traceType.toObject(decoded, {longs: String, enums: String}) as {packet: readonly Packet[]}
  const tracks = new Map(
    packet.flatMap(({track_descriptor: it}) => (it === undefined ? [] : [[it.uuid, it] as const])),
  )
  const open = new Map<string, Event[]>()
  const events: Event[] = []
  for (const {timestamp, track_event: event} of packet) {
    if (event === undefined) continue
    const track = tracks.get(event.track_uuid)
    const process = tracks.get(track?.parent_uuid ?? '')?.process?.process_name ?? 'none'
    const at = Number(BigInt(timestamp ?? 0) / 1000n) / 1000
    if (event.type === 'TYPE_SLICE_END') {
      const begun = open.get(event.track_uuid)?.pop()
      expect(begun).toBeDefined()
      if (begun !== undefined) events.push({...begun, to: at})
      continue
    }
    const one: Event = {
      category: event.categories?.[0] ?? '',
      name: event.name ?? '',
      from: at,
      to: at,
      track: track?.name ?? '',
      process,
      flows: [...(event.flow_ids ?? []), ...(event.terminating_flow_ids ?? [])],
    }
    if (event.type === 'TYPE_SLICE_BEGIN')
      open.set(event.track_uuid, [...(open.get(event.track_uuid) ?? []), one])
    else if (event.type === 'TYPE_INSTANT') events.push(one)
  }
  expect([...open.values()].flat()).toEqual([])
  return events
}

interface Incident {
  readonly at: string
  readonly oldMaster: string
  readonly newMaster: string | null
  readonly phases: Readonly<Record<string, number | null>>
}

function expectPhases(events: readonly Event[], incidents: readonly Incident[]): void {
  const expected = incidents.flatMap(({at, phases}) =>
    Object.entries(phases).flatMap(([name, ms]) =>
      ms === null ? [] : [{name: name.replace('Ms', ''), to: Date.parse(at) + ms}],
    ),
  )
  const found = events.filter(({category}) => category === 'phase')
  const byTime = (a: {to: number; name: string}, b: {to: number; name: string}) =>
    a.to - b.to || a.name.localeCompare(b.name)
  expect(found.map(({name, to}) => ({name, to})).toSorted(byTime)).toEqual(expected.toSorted(byTime))
  for (const {from, to} of found) expect(to).toBeGreaterThanOrEqual(from)
  const failovers = events.filter(({category}) => category === 'failover')
  expect(failovers.map(({from}) => from).toSorted()).toEqual(
    incidents.map(({at}) => Date.parse(at)).toSorted(),
  )
}

describe.for(['killed', 'second-kill', 'cluster-killed', 'no-good-replica'])('%s', (failover) => {
  test('every phase, fault and vote is in the trace, and nothing else', async ({redislab, home}) => {
    placeRecordedDeployment(home, failover)
    const file = path.join(home, 'failover.pftrace')
    const {exitCode} = await redislab(`timeline --name ${failover} --perfetto ${file} --json`)
    expect(exitCode).toBe(0)
    const {incidents} = (await redislab(`explain --all --name ${failover} --json`)).json()
    const lines = (await redislab(`timeline --name ${failover} --jsonl`)).stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    const events = await readTrace(file)
    expectPhases(events, incidents)

    const moments = (category: string) =>
      events.filter((it) => it.category === category).map(({from, name}) => `${from} ${name}`)
    const told = (source: string) =>
      new Set(
        lines.filter((line) => line.source === source).map(({at, message}) => `${Date.parse(at)} ${message}`),
      )
    expect(new Set(moments('fault'))).toEqual(told('redislab'))
    expect(moments('log').filter((moment) => !told('log').has(moment))).toEqual([])

    // A vote leads from the one who gave it to the one who got it.
    const votes = events.filter(({category, name}) => category === 'vote' && name.startsWith('votes for'))
    const cast = incidents.flatMap(({details}: {details: {attempts: {votes: {voter: string}[]}[]}}) =>
      details.attempts.flatMap((attempt) => attempt.votes),
    )
    expect(votes.length).toBeGreaterThanOrEqual(cast.length > 0 ? 1 : 0)
    for (const {flows, process, name} of votes) {
      const others = events.filter(
        (it) => flows.length > 0 && it.flows[0] === flows[0] && it.process !== process,
      )
      if (flows.length > 0)
        expect(others.map((it) => it.process.split(' ')[0])).toEqual([name.split(' ').at(-1)])
    }
    // Each instance is of one role at a time.
    for (const name of new Set(events.filter(({category}) => category === 'role').map((it) => it.process))) {
      const roles = events.filter((it) => it.category === 'role' && it.process === name)
      for (const [index, {from}] of roles.entries())
        if (index > 0) expect(from).toBeGreaterThanOrEqual(roles[index - 1]?.to ?? 0)
    }
  })
})

test('of an opened deployment, too', async ({redislab, home}) => {
  const {folder} = writeForeign(path.join(home, 'evidence'), 'killed', 'compose')
  await redislab(`open ${folder} --name night`)
  const file = path.join(home, 'night.pftrace')
  const {stdout} = await redislab(`timeline --perfetto ${file}`)
  expect(stdout).toContain('promoted')
  const {incidents} = (await redislab('explain --all --json')).json()
  expectPhases(await readTrace(file), incidents)
})
