/** Gets the bytes of one file, or of one file in an archive: `logs.zip!n1/redis.log`. */
export interface ByteTaker {
  /** The bytes may be overwritten afterwards. */
  push(bytes: Uint8Array): void
  end(): void
  /** Whether it wants no more. */
  readonly isDone: boolean
}

/** Where the files of an archive go. */
export interface Unpacked {
  /** What takes the bytes of a file. */
  open(path: string): ByteTaker
  /** A file that was not taken apart, or not to its end, and why. */
  refuse(path: string, why: string): void
}
