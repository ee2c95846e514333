const encoder = new TextEncoder()

/** The wire types of Protocol Buffers that are written here. */
const wire = {varint: 0, fixed64: 1, bytes: 2} as const

/**
 * Writes one message of Protocol Buffers, field by field (protobuf.dev/programming-guides/encoding). Numbers that are below zero
 * are not needed here, and are refused.
 */
export class ProtobufMessage {
  readonly #bytes: number[] = []

  /** An integer or an enum. */
  integer(field: number, value: bigint | number): this {
    this.#tag(field, wire.varint)
    this.#varint(BigInt(value))
    return this
  }

  boolean(field: number, value: boolean): this {
    return this.integer(field, value ? 1 : 0)
  }

  /** An integer of eight bytes. */
  fixed64(field: number, value: bigint | number): this {
    this.#tag(field, wire.fixed64)
    let rest = BigInt(value)
    for (let byte = 0; byte < 8; byte += 1) {
      this.#bytes.push(Number(rest & 0xffn))
      rest >>= 8n
    }
    return this
  }

  string(field: number, text: string): this {
    return this.#lengthDelimited(field, encoder.encode(text))
  }

  message(field: number, message: ProtobufMessage): this {
    return this.#lengthDelimited(field, message.#bytes)
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.#bytes)
  }

  #lengthDelimited(field: number, bytes: ArrayLike<number>): this {
    this.#tag(field, wire.bytes)
    this.#varint(BigInt(bytes.length))
    for (let index = 0; index < bytes.length; index += 1) this.#bytes.push(bytes[index] as number)
    return this
  }

  #tag(field: number, type: number): void {
    this.#varint(BigInt(field * 8 + type))
  }

  #varint(value: bigint): void {
    if (value < 0n) throw new RangeError(`${value} is below zero`)
    let rest = value
    while (rest >= 0x80n) {
      this.#bytes.push(Number(rest & 0x7fn) | 0x80)
      rest >>= 7n
    }
    this.#bytes.push(Number(rest))
  }
}
