/** Whether a condition holds: then since when, as exactly as can be said; else what is there instead. */
export type Look = {readonly at: number; readonly what: string} | {readonly seen: string}
