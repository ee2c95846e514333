import type {Stated} from './facts.ts'
import {type LineReader, type ReadingState, streamOf} from './line-reader.ts'

/** What follows `slave` in a reply of ROLE, by the names that INFO replication has for it. */
const ofReplica = ['master_host', 'master_port', 'master_link_status', 'slave_repl_offset'] as const

/**
 * A reply of ROLE: read as the part of INFO replication that it is. It begins behind the command, or behind the name of a node
 * that stands alone, as loops over pods print it.
 */
export const readRoleLine: LineReader = ({line, text, place}, state) => {
  const value = /^\s*(?:\d+\)\s*)*(?:"(master|slave|[^"\s]*)"|\(integer\) (-?\d+)|([\w.:-]+))\s*$/.exec(line)
  const word = value?.[1] ?? value?.[2] ?? value?.[3]
  if (word === undefined) {
    state.role = undefined
    return undefined
  }
  const stated: Stated = {place, text, stream: streamOf(place.path, state.heading)}
  const {role} = state
  if (role !== undefined) {
    const name = role.rest.shift()
    if (name === undefined && isOfReplica(word, role)) {
      readReplica(word, stated, role)
      return []
    }
    if (name === undefined) {
      state.role = undefined
      return undefined
    }
    role.fields.set(name, name === 'master_link_status' ? (word === 'connected' ? 'up' : 'down') : word)
    role.stated.set(name, stated)
    return []
  }
  if ((word !== 'master' && word !== 'slave') || !isExpected(place.line, state)) return undefined
  const fields = new Map([['role', word]])
  const all = new Map([['role', stated]])
  state.role = {
    fields,
    stated: all,
    rest: word === 'slave' ? [...ofReplica] : ['master_repl_offset'],
    listed: [],
  }
  return [{kind: 'info', ...stated, fields, stated: all}]
}

type Role = NonNullable<ReadingState['role']>

/** Whether a word goes on with the list of replicas behind the offset of a master: address, port, offset, and so on. */
function isOfReplica(word: string, {fields, listed}: Role): boolean {
  if (fields.get('role') !== 'master') return false
  return listed.length % 3 === 0 ? /^[\w-]+[.:][\w.:-]+$/.test(word) : /^\d+$/.test(word)
}

/** A replica that a master lists, as INFO replication says it. */
function readReplica(word: string, stated: Stated, {fields, stated: all, listed}: Role): void {
  listed.push(word)
  const [ip, port, offset] = listed.slice(-3)
  if (listed.length % 3 !== 0) return
  const name = `slave${listed.length / 3 - 1}`
  fields.set(name, `ip=${ip},port=${port},state=online,offset=${offset}`)
  all.set(name, stated)
}

function isExpected(line: number, {command, namedIn}: ReadingState): boolean {
  return command?.words.at(-1)?.toLowerCase() === 'role' || namedIn === line - 1
}
