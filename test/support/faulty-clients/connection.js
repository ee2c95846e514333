// One connection that speaks RESP2: what the clients of this folder are made of.
import {connect} from 'node:net'

/** Reads one reply at an offset; undefined when more bytes are needed. Returns [value, next]. */
function read(text, at) {
  const end = text.indexOf('\r\n', at)
  if (end < 0) return undefined
  const line = text.slice(at + 1, end)
  const next = end + 2
  switch (text[at]) {
    case '+':
      return [line, next]
    case '-':
      return [new Error(line), next]
    case ':':
      return [Number(line), next]
    case '$': {
      const length = Number(line)
      if (length < 0) return [null, next]
      return text.length < next + length + 2
        ? undefined
        : [text.slice(next, next + length), next + length + 2]
    }
    case '*': {
      const values = []
      let place = next
      if (Number(line) < 0) return [null, next]
      for (let count = Number(line); count > 0; count -= 1) {
        const one = read(text, place)
        if (one === undefined) return undefined
        values.push(one[0])
        place = one[1]
      }
      return [values, place]
    }
    default:
      throw new Error(`no reply: ${line}`)
  }
}

export class Connection {
  isClosed = false
  onClose = () => {}
  /** Called with what no command has asked for: messages of channels. */
  onMessage = () => {}
  #waiting = []
  #text = ''
  #socket
  #timeoutMs

  constructor(socket, timeoutMs) {
    this.#socket = socket
    this.#timeoutMs = timeoutMs
    socket.on('data', (chunk) => this.#take(chunk.toString('latin1')))
    socket.on('error', () => {})
    socket.on('close', () => this.close(new Error('connection closed')))
  }

  /** @param timeouts in milliseconds, 0 for none */
  static open({host, port}, {connectTimeoutMs, commandTimeoutMs}) {
    return new Promise((resolve, reject) => {
      const socket = connect({host, port: Number(port), noDelay: true})
      const timer =
        connectTimeoutMs > 0 &&
        setTimeout(() => {
          socket.destroy()
          reject(new Error(`connecting to ${host}:${port} timed out`))
        }, connectTimeoutMs)
      socket.once('error', (error) => {
        clearTimeout(timer)
        reject(error)
      })
      socket.once('connect', () => {
        clearTimeout(timer)
        resolve(new Connection(socket, commandTimeoutMs))
      })
    })
  }

  call(words, {timeoutMs = this.#timeoutMs} = {}) {
    if (this.isClosed) return Promise.reject(new Error('connection closed'))
    return new Promise((resolve, reject) => {
      const timer =
        timeoutMs > 0 &&
        setTimeout(() => this.close(new Error(`no reply to ${words[0]} within ${timeoutMs} ms`)), timeoutMs)
      this.#waiting.push({
        resolve: (value) => {
          clearTimeout(timer)
          resolve(value)
        },
        reject: (error) => {
          clearTimeout(timer)
          reject(error)
        },
      })
      const text = words.map(String)
      this.#socket.write(
        [`*${text.length}`, ...text.flatMap((word) => [`$${Buffer.byteLength(word)}`, word]), ''].join(
          '\r\n',
        ),
      )
    })
  }

  #take(text) {
    this.#text += text
    while (this.#text !== '') {
      const found = read(this.#text, 0)
      if (found === undefined) return
      const [value, next] = found
      this.#text = this.#text.slice(next)
      const isMessage = Array.isArray(value) && /^(s?message|sunsubscribe)$/.test(String(value[0]))
      if (isMessage || this.#waiting.length === 0) this.onMessage(value)
      else if (value instanceof Error) this.#waiting.shift().reject(value)
      else this.#waiting.shift().resolve(value)
    }
  }

  close(why = new Error('connection closed')) {
    if (this.isClosed) return
    this.isClosed = true
    this.#socket.destroy()
    for (const {reject} of this.#waiting.splice(0)) reject(why)
    this.onClose(why)
  }
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
