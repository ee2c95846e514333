import {useEffect, useRef} from 'preact/hooks'
import type {Model} from './model.ts'
import {firstState, hashOf, type State} from './state.ts'
import {clampSpan} from './time.ts'
import type {Context} from './view/context.ts'
import {onKey, played} from './view/controls.ts'

/** Live, while now is looked at: the moment, the span and the incident go with the data. */
export function useFollowing(
  model: Model,
  isLive: boolean,
  setState: (change: (before: State) => State) => void,
): void {
  const incidents = useRef(model.incidents.length)
  const end = useRef(model.data.period.toMs)
  useEffect(() => {
    if (!isLive) return
    const {toMs} = model.data.period
    const isNew = model.incidents.length > incidents.current
    const before = end.current
    incidents.current = model.incidents.length
    end.current = toMs
    setState((state) => {
      const incident = isNew || state.incident < 0 ? model.incidents.length - 1 : state.incident
      if (!state.isFollowing) return {...state, incident}
      const isWhole = state.span.from <= 0 && state.span.to >= before - 1
      const width = state.span.to - state.span.from
      const span = isWhole
        ? {from: Math.max(0, toMs - 60_000), to: toMs}
        : {from: Math.max(0, toMs - width), to: toMs}
      return {...state, incident, t: toMs, span: clampSpan(span, {from: 0, to: toMs})}
    })
  }, [model])
}

/** In a file, whose data changes only where it has several stories: another one is looked at from its own beginning. */
export function useNewStory(
  model: Model,
  isLive: boolean,
  setState: (change: (before: State) => State) => void,
): void {
  const shown = useRef(model)
  useEffect(() => {
    if (isLive || shown.current === model) return
    shown.current = model
    setState(() => firstState(model, '', false))
  }, [model])
}

/** While it plays, the moment moves with each frame. */
export function usePlaying(state: State, set: (change: Partial<State>) => void): void {
  const latest = useRef(state)
  latest.current = state
  useEffect(() => {
    if (!state.isPlaying) return
    let frame = 0
    let last = performance.now()
    const step = (now: number) => {
      const t = played(latest.current, now - last)
      last = now
      set(t === undefined ? {t: latest.current.span.to, isPlaying: false} : {t})
      if (t !== undefined) frame = requestAnimationFrame(step)
    }
    frame = requestAnimationFrame(step)
    return () => cancelAnimationFrame(frame)
  }, [state.isPlaying])
}

/** The address is a link to what is looked at, and a link that is followed is looked at. */
export function useHash(state: State, model: Model, set: (change: Partial<State>) => void): void {
  const hash = hashOf(state)
  useEffect(() => {
    const timer = setTimeout(() => {
      if (location.hash !== hash) history.replaceState(null, '', hash || location.pathname + location.search)
    }, 250)
    return () => clearTimeout(timer)
  }, [hash])
  useEffect(() => {
    const follow = () => {
      const {t, node, isFollowing} = firstState(model, location.hash, false)
      set({t, node, isFollowing})
    }
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [model])
}

/** The keys of the page. */
export function useKeys(context: Context): void {
  const latest = useRef(context)
  latest.current = context
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event, latest.current)
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}
