import type {VNode} from 'preact'
import {h} from '../h.ts'
import {formatMs, formatOffset} from '../time.ts'
import type {Context} from './context.ts'
import {CopyButton} from './copy-button.ts'

/** The sentences of explain, each with the moments of the lines that show it. */
export function Why({model, state, texts, set}: Context): VNode | null {
  const incident = model.incidents[state.incident]
  if (incident === undefined) return null
  const go = (at: string, node: string | null) =>
    set({t: Date.parse(at) - model.origin, isFollowing: false, isPlaying: false, node: node ?? state.node})
  return h(
    'ul',
    {class: 'why'},
    incident.reasons.map(({text, evidence}, index) => {
      const shown = evidence.slice(0, 6)
      return h(
        'li',
        {key: index},
        h('p', null, text),
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
export function Findings({model, texts}: Context): VNode | null {
  const findings = model.data.findings.filter(({severity}) => severity !== 'harmless')
  if (findings.length === 0) return null
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
          h('summary', null, h('em', {class: severity}, texts.severity[severity]), title),
          h('p', null, why),
          evidence.length === 0
            ? null
            : h(
                'pre',
                null,
                evidence
                  .map(({path, line, text}) => `${path.split('/').slice(-2).join('/')}:${line}  ${text}`)
                  .join('\n'),
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

/** What the clients of loads saw, and the steps and claims of a lab. */
export function Told({model, texts}: Context): VNode | null {
  const {loads, lab} = model.data
  if (loads.length === 0 && lab === null) return null
  return h(
    'section',
    {class: 'card told'},
    loads.length === 0 ? null : h('h2', null, texts.loads),
    loads.map(({kind, succeeded, failed, outageMs}) =>
      h('p', null, texts.load(kind, succeeded, failed, formatMs(outageMs))),
    ),
    lab === null
      ? null
      : [
          h('h2', null, `${texts.lab}: ${lab.title}`),
          h(
            'ol',
            {class: 'steps'},
            lab.steps.map(({number, text, status, result}) =>
              h(
                'li',
                {key: number, class: status},
                h('code', null, text),
                result === null ? null : h('small', null, result),
              ),
            ),
          ),
          lab.claims.length === 0 ? null : h('h2', null, texts.claims),
          h(
            'ul',
            {class: 'claims'},
            lab.claims.map(({id, text, verdict, evidence}) =>
              h('li', {key: id, class: verdict}, h('p', null, text), h('small', null, evidence)),
            ),
          ),
        ],
  )
}
