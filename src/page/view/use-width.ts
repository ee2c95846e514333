import {useEffect, useState} from 'preact/hooks'

/** How wide an element is, in pixels; 0 before it is there. */
export function useWidth(box: {readonly current: HTMLElement | null}): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = box.current
    if (element === null) return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    setWidth(element.clientWidth)
    return () => observer.disconnect()
  }, [])
  return width
}
