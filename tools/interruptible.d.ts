export declare function interruptible(
  script: (signal: AbortSignal) => Promise<void>,
  words?: {readonly begins?: string; readonly ends?: string},
): Promise<void>
