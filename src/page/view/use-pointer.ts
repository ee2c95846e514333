import {useEffect, useRef} from 'preact/hooks'
import type {State} from '../state.ts'
import {clampSpan, type Span, zoomSpan} from '../time.ts'

interface Pointed {
  readonly box: {readonly current: HTMLElement | null}
  readonly span: Span
  readonly label: number
  readonly width: number
  /** What is left free on the right. */
  readonly pad: number
  readonly set: (change: Partial<State>) => void
  readonly whole: Span
}

/** A click chooses the moment, dragging moves the span, Ctrl and the wheel zoom, and so does a double click. */
export function usePointer({box, span, label, width, pad, set, whole}: Pointed) {
  const drag = useRef<{readonly x: number; readonly span: Span; moved: boolean} | undefined>(undefined)
  const scale = (span.to - span.from) / Math.max(width - label - pad, 1)
  const momentAt = (clientX: number) => {
    const left = box.current?.getBoundingClientRect().left ?? 0
    const at = span.from + (clientX - left - label) * scale
    return Math.min(Math.max(at, whole.from), whole.to)
  }
  useEffect(() => {
    const element = box.current
    // Not through a property, since only a listener that is not passive can keep the page from scrolling.
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault()
        const factor = Math.exp(Math.max(-60, Math.min(60, event.deltaY)) / 150)
        set({span: clampSpan(zoomSpan(span, factor, momentAt(event.clientX)), whole)})
      } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault()
        const by = event.deltaX * scale
        set({span: clampSpan({from: span.from + by, to: span.to + by}, whole)})
      }
    }
    element?.addEventListener('wheel', onWheel, {passive: false})
    return () => element?.removeEventListener('wheel', onWheel)
  })
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button === 0 && !(event.target as Element).closest('button'))
        drag.current = {x: event.clientX, span, moved: false}
    },
    onPointerMove: (event: PointerEvent) => {
      const {current} = drag
      if (current === undefined) return
      const by = event.clientX - current.x
      if (!current.moved && Math.abs(by) < 4) return
      current.moved = true
      set({span: clampSpan({from: current.span.from - by * scale, to: current.span.to - by * scale}, whole)})
    },
    onPointerUp: (event: PointerEvent) => {
      const {current} = drag
      drag.current = undefined
      if (current !== undefined && !current.moved)
        set({t: momentAt(event.clientX), isFollowing: false, isPlaying: false})
    },
    onPointerLeave: () => {
      drag.current = undefined
    },
    onDblClick: (event: MouseEvent) =>
      set({span: clampSpan(zoomSpan(span, 0.5, momentAt(event.clientX)), whole)}),
  }
}
