import {formatAsked} from '../../core/evidence/asked-line.ts'
import {formatReply} from '../../core/evidence/format-reply.ts'
import {maskReply} from '../../core/evidence/mask-reply.ts'
import {numberSecrets} from '../../core/evidence/secrets.ts'
import {rowOf, sentinelDirectives} from '../../core/evidence/sentinel-directives.ts'
import {type AskedNode, namesIn, type Reply, replyTo} from './ask-node.ts'
import type {FoundNode} from './crawl.ts'

/** What an instance answered, as text in the forms that people save replies in. */
export interface Transcript {
  /** Names the instance: by its address. */
  readonly name: string
  readonly text: string
}

export interface TranscriptOptions {
  /** What was logged in with: no reply may hold it. */
  readonly secrets: readonly string[]
  /** What they answered when they were asked for their counters once more. */
  readonly later?: ReadonlyMap<FoundNode, AskedNode> | undefined
}

/**
 * Writes down what was answered, without passwords, keys and values. Of two passwords that were the same it can still be told.
 */
export function writeTranscripts(
  nodes: readonly FoundNode[],
  {secrets, later}: TranscriptOptions,
): readonly Transcript[] {
  const standIn = numberSecrets()
  const hide = (text: string) =>
    secrets
      .filter((secret) => secret.length > 3)
      .reduce((shown, secret) => shown.replaceAll(secret, () => standIn(secret)), text)
  return nodes.map((node) => {
    const again = later?.get(node)
    const lines = [
      ...(node.unreached === undefined ? [] : [askedLine(node, node.unreached)]),
      ...section(node, node, standIn),
      ...(again === undefined ? [] : section(node, again, standIn)),
    ]
    return {name: fileNameOf(node), text: `${hide(lines.join('\n'))}\n`}
  })
}

/** What others say that an address is may be anything: none leads out of the folder that it is kept in. */
function fileNameOf({address}: FoundNode): string {
  return address
    .replace('[', 'ipv6-')
    .replace(']', '')
    .replace(/[/\\\p{Cc}]/gu, '-')
}

function askedLine({address, kind}: FoundNode, {at, reachedAt, problem}: AskedNode): string {
  return formatAsked({address, of: kind, at, reachedAt, ...(problem === undefined ? {} : {problem})})
}

function section(node: FoundNode, asked: AskedNode, standIn: (secret: string) => string): readonly string[] {
  const replies = asked.replies.flatMap(({words, reply}) => [
    `${node.address}> ${words.join(' ')}`,
    ...formatReply(reply instanceof Error ? reply : maskReply(words, reply, standIn)),
    '',
  ])
  const conf = asked.kind === 'sentinel' ? directivesIn(asked.replies) : []
  return [
    askedLine(node, asked),
    '',
    ...replies,
    ...(conf.length === 0 ? [] : ['# What these replies say, as lines of its conf:', ...conf]),
  ]
}

function directivesIn(replies: readonly Reply[]): readonly string[] {
  const masters = replyTo(replies, 'SENTINEL', 'MASTERS')
  if (masters === undefined) return []
  const rows = (word: string, name: string) => {
    const reply = replyTo(replies, 'SENTINEL', word, name)
    return (Array.isArray(reply) ? reply : []).map(rowOf)
  }
  const myId = replyTo(replies, 'SENTINEL', 'MYID')
  return sentinelDirectives(
    typeof myId === 'string' ? myId : undefined,
    namesIn(masters).map((name) => ({
      master:
        (Array.isArray(masters) ? masters : []).map(rowOf).find((row) => row.get('name') === name) ??
        new Map(),
      replicas: rows('REPLICAS', name),
      sentinels: rows('SENTINELS', name),
    })),
    rowOf(replyTo(replies, 'SENTINEL', 'CONFIG', 'GET', '*')),
  )
}
