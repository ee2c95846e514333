import {render} from 'preact'
import type {PageData} from '../core/contract/page-json.ts'
import {App} from './app.ts'
import {readEmbedded} from './data.ts'
import {h} from './h.ts'
import {connect, type Live} from './live.ts'
import {Rehearsal} from './rehearsal.ts'

const root = document.getElementById('page')

if (root !== null) await show(root)

async function show(page: HTMLElement): Promise<void> {
  const embedded = await readEmbedded(document)
  if (embedded !== undefined) {
    const whole =
      'rehearsal' in embedded
        ? h(Rehearsal, {data: embedded})
        : h(App, {data: embedded, live: undefined, isConnected: false})
    render(whole, page)
    return
  }
  const token = new URLSearchParams(location.search).get('token') ?? ''
  let data: PageData | undefined
  let isConnected = true
  const draw = () => {
    if (data !== undefined) render(h(App, {data, live, isConnected}), page)
  }
  const live: Live = connect(token, {
    onData: (newest) => {
      data = newest
      draw()
    },
    onState: (state) => {
      isConnected = state
      draw()
    },
  })
}
