import type {VNode} from 'preact'
import {h} from '../h.ts'
import type {Entry, Model} from '../model.ts'
import {formatOffset} from '../time.ts'
import type {Context} from './context.ts'
import {CopyButton} from './copy-button.ts'
import {LongText} from './long-text.ts'

type Quote = Model['data']['findings'][number]['evidence'][number]

/** The sentences of explain, each with the moments of the lines that show it. */
export function Why({model, state, texts, set}: Context): VNode | null {
  const incident = model.incidents[state.incident]
  if (incident === undefined) return null
  const go = (at: string, node: string | null) =>
    set({
      t: Date.parse(at) - model.origin,
      isFollowing: false,
      isPlaying: false,
      ...(node === null ? {} : {node}),
    })
  return h(
    'ul',
    {class: 'why'},
    incident.reasons.map(({text, evidence}, index) => {
      const shown = evidence.slice(0, 6)
      return h(
        'li',
        {key: index},
        h(LongText, {key: text, text, texts}),
        shown.length === 0
          ? null
          : h(
              'p',
              {class: 'shown-by'},
              shown.map(({at, instance, message}) =>
                h(
                  'button',
                  {type: 'button', title: message, onClick: () => go(at, instance)},
                  `${instance ?? 'redislab'} ${formatOffset(Date.parse(at) - model.origin - incident.ms, 10)}`,
                ),
              ),
              evidence.length > shown.length
                ? h('small', {class: 'quiet'}, texts.morePlaces(evidence.length - shown.length))
                : null,
              h(CopyButton, {
                text: [
                  text,
                  ...evidence.map(({at, instance, message}) => `  ${at} ${instance ?? ''} ${message}`),
                ].join('\n'),
                texts,
              }),
            ),
      )
    }),
  )
}

/** What diagnose found, the cause first, each with its lines. */
export function Findings({model, texts, set}: Context): VNode | null {
  const findings = model.data.findings.filter(({severity}) => severity !== 'harmless')
  if (findings.length === 0) return null
  const momentOf = momentsOf(model)
  return h(
    'ul',
    {class: 'findings'},
    findings.map(({id, severity, title, why, fix, evidence}) =>
      h(
        'li',
        {key: id + title},
        h(
          'details',
          {open: severity === 'cause'},
          h(
            'summary',
            null,
            h('em', {class: severity}, texts.severity[severity]),
            h('span', {class: 'title'}, title),
          ),
          h('p', null, why),
          evidence.length === 0
            ? null
            : h(
                'ul',
                {class: 'quotes'},
                evidence.map((quote) => {
                  const {path, line, text} = quote
                  const place = `${path.split('/').slice(-2).join('/')}:${line}`
                  const entry = momentOf(quote)
                  const go = () =>
                    entry !== undefined &&
                    set({t: entry.ms, isFollowing: false, isPlaying: false, node: entry.instance})
                  return h(
                    'li',
                    null,
                    entry === undefined
                      ? h('b', null, place)
                      : h('button', {type: 'button', onClick: go}, place),
                    h('span', null, text),
                  )
                }),
              ),
          fix.length === 0
            ? null
            : h(
                'ul',
                null,
                fix.map((one) => h('li', null, one)),
              ),
        ),
      ),
    ),
  )
}

/** Finds the entry of the timeline that a quoted line is, where it is in the picture. */
function momentsOf({entries}: Model): (quote: Quote) => Entry | undefined {
  let byMessage: Map<string, Entry[]> | undefined
  return ({path, text}) => {
    byMessage ??= groupByMessage(entries)
    const message = /^\d+:[A-Z] .*? [.*#-] (.*)$/.exec(text)?.[1] ?? text
    const alike = byMessage.get(message) ?? []
    const clock = /\d\d:\d\d:\d\d(?:\.\d+)?/.exec(text)?.[0]
    const own = alike.filter(({instance}) => instance === null || path.includes(instance))
    const candidates = own.length > 0 ? own : alike
    return (
      candidates.find(({at}) => clock !== undefined && at.includes(clock)) ??
      (candidates.length === 1 ? candidates[0] : undefined)
    )
  }
}

function groupByMessage(entries: readonly Entry[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>()
  for (const entry of entries) {
    const group = groups.get(entry.message)
    if (group === undefined) groups.set(entry.message, [entry])
    else group.push(entry)
  }
  return groups
}
