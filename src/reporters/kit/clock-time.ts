/** The time of day with milliseconds, in the reader's own zone. */
export function formatClock(at: number): string {
  const time = new Date(at)
  return formatTime(time.getHours(), time.getMinutes(), at)
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The day as Redis writes it, in the reader's own zone: `10 Nov 2021`. */
export function formatDay(at: number): string {
  const time = new Date(at)
  return `${pad(time.getDate(), 2)} ${months[time.getMonth()]} ${time.getFullYear()}`
}

/** As `formatClock`, for very many times in a row: what a minute is called in the reader's zone is asked once. */
export function makeClock(): (at: number) => string {
  let minute = Number.NaN
  let second = Number.NaN
  let start = ''
  return (at) => {
    if (Math.floor(at / 1000) !== second) {
      second = Math.floor(at / 1000)
      const isNext = Math.floor(at / minuteMs) === minute
      start = isNext ? `${start.slice(0, 6)}${pad(second % 60, 2)}.` : formatClock(at).slice(0, -3)
      minute = Math.floor(at / minuteMs)
    }
    return start + pad(at - second * 1000, 3)
  }
}

const minuteMs = 60_000

/** Zones differ from one another by whole minutes. */
function formatTime(hours: number, minutes: number, at: number): string {
  const ms = ((at % minuteMs) + minuteMs) % minuteMs
  return `${pad(hours, 2)}:${pad(minutes, 2)}:${pad(Math.floor(ms / 1000), 2)}.${pad(ms % 1000, 3)}`
}

function pad(value: number, length: 2 | 3): string {
  return value < 10
    ? `${length === 3 ? '00' : '0'}${value}`
    : value < 100 && length === 3
      ? `0${value}`
      : `${value}`
}

/** The time since something, in seconds to the millisecond: `+1.043 s`. */
export function formatOffset(ms: number): string {
  return `${ms < 0 ? '-' : '+'}${(Math.abs(ms) / 1000).toFixed(3)} s`
}
