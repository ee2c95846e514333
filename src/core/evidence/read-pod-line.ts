import {type LineReader, streamOf} from './line-reader.ts'

const ip = String.raw`\d{1,3}(?:\.\d{1,3}){3}`
/** `redis-0   2/2   Running   1 (33s ago)   115s   10.0.0.5   node-a` */
const pod = new RegExp(
  String.raw`^\s*(\S+)\s+\d+/\d+\s+[A-Z]\w+\s+\d+(?: \([^)]*\))?\s+\w+(?:\s+(${ip})\b.*)?\s*$`,
)

/** What `kubectl get pods` prints: which pod has which address. And addresses in a row, as a script prints them. */
export const readPodLine: LineReader = ({line, text, place}, state) => {
  if (/^\s*NAME\s+READY\s+STATUS\s+RESTARTS\b/.test(line)) return []
  const stated = {place, text, stream: streamOf(place.path, state.heading)}
  const found = pod.exec(line)
  if (found !== null) {
    const [, name = '', host] = found
    return host === undefined ? [] : [{kind: 'naming', ...stated, name, host}]
  }
  const isRow = new RegExp(String.raw`^\s*${ip}:\d+(?:\s+${ip}:\d+)+\s*$`).test(line)
  return isRow ? [{kind: 'answer', ...stated, command: state.command}] : undefined
}
