// Where things stand in the memory that assembly/ works in: the one file that both sides of it read. Offsets in bytes.

/** Of a longer line only the beginning is kept. */
export const maxLineBytes = 65536

// What a line begins with.
/** After "pid:R ": "16 Apr 2020 20:20:29.108 * ". Every column is fixed. */
export const stampBytes = 27
/** X, a sentinel, and #, a warning. */
export const sentinelLetter = 88
export const warningMark = 35

// A line of a log, as it was found.
export const lineBytes = 24
/** When it was written, in milliseconds since 1970: f64. */
export const lineAt = 0
/** Where its message begins and ends: u32. */
export const lineFrom = 8
export const lineTo = 12
/** The letter of who wrote it and the mark of its level, as Redis writes them; 0 when it has none: u8. */
export const lineLetter = 16
export const lineMark = 17
/** 1 when the message is known to be printable ASCII, and nothing else: u8. */
export const linePlain = 18
/** Which known line its message is, and how much that matters: 0 when nobody knows it, else its number plus one: u16; `severityOfCode` reads the other: u8. */
export const lineSeverity = 19
export const lineKnown = 20

// How far the lines of a log have been found.
export const scanBytes = 64
/** Where the lines that are found are put, how many there are, and for how many there is room: u32. */
export const scanLines = 0
export const scanCount = 4
export const scanCapacity = 8
/** Where the verdicts of a sieve stand, or 0, and how many lines it left out: u32. */
export const scanSieve = 12
export const scanLeftOut = 16
/** Where the prefixes stand that lines of several logs in one text have: u32. */
export const scanPrefixes = 20
/** The time of the last line: f64. */
export const scanLatest = 24
/** The day of the last line as it is written there, ` 16 Apr 2020 `, twice eight bytes, and when that day began: u64, u64, f64. */
export const scanDayHead = 32
export const scanDayTail = 40
export const scanDayAt = 48
/** How many lines with a prefix were taken, those that were left out among them: u32. */
export const scanTaken = 56
/** The second half of a day begins so many bytes after the first. */
export const dayTailOffset = 5

// Prefixes: how many they are (u32), and of each its length (u32) and its text.
export const prefixText = 4
export const prefixEntryBytes = 132
export const maxPrefixBytes = 128
export const maxPrefixes = 64

// A line with a prefix, as it was found.
export const prefixedBytes = 24
/** Where it begins, where its message begins, and where that ends: u32. */
export const prefixedStart = 0
export const prefixedFrom = 4
export const prefixedTo = 8
/** So many lines were taken before it: u32. */
export const prefixedNumber = 12
/** 0 when nobody knows it, else the number of the known line plus one: u16. */
export const prefixedKnown = 16
/** Which prefix it has, and the letter of who wrote it: u8. */
export const prefixedPrefix = 18
export const prefixedLetter = 19
/** When it was written, in milliseconds since its day began: u32. */
export const prefixedMs = 20

// The known lines: first, by kind of instance and by key, where the candidates of a key stand (u32).
export const keyCount = 1024
/** So many characters at the beginning of a message are its key. */
export const keyLength = 3
export const redisKind = 0
export const sentinelKind = 1
export const kindCount = 2
/** Candidates: how many they are (u32), and of each the following. */
export const candidateBytes = 16
/** No shorter message suits: u16. */
export const candidateLeast = 0
/** Where one byte of every message is fixed, and which it is; the last byte of every message. -1 when nothing is: i16. */
export const candidateFixedAt = 2
export const candidateFixedByte = 4
export const candidateLastByte = 6
/** Where its parts stand: u32. */
export const candidateParts = 8
/** Its number among the known lines of its kind of instance: u16. It is below `knownCount`. */
export const candidateNumber = 12
/** How much it matters, as `severityOfCode` reads it: u8. */
export const candidateSeverity = 14
export const knownCount = 4096

/** A part is its kind and the length of its fixed text (u8), and that text. */
export const partHead = 2
/** The line ends here; anything may follow. */
export const partEnd = 0
export const partOpen = 1
export const partLiteral = 2
export const partText = 3
export const partNumber = 4
export const partInstance = 5

/** What a sieve says of known lines, by kind of instance and number: u8. */
export const verdictLeaveOut = 1

// What is painted, and to where.
export const paintBytes = 32
/** The next free byte, and the first that is not ours: u32. */
export const paintOut = 0
export const paintEnd = 4
/** A minute, in milliseconds since 1970, and what it is called in the reader's zone, `HH:MM:`: f64, six bytes. */
export const paintMinute = 8
export const paintMinuteText = 16
export const minuteTextBytes = 6
/** A line takes no more than this, and so many times the bytes of its message: control characters are written out. */
export const frameRoom = 1024
export const growth = 6

/** What stands around the message of a line: lengths, and where in the text before it the time stands: u32. */
export const frameBefore = 0
export const frameAfter = 4
export const frameTimeAt = 8
/** How much of the time is shown: all of `HH:MM:SS.mmm`, whole seconds, or nothing: u32. */
export const frameTimeBytes = 12
export const wholeTime = 12
export const wholeSeconds = 8
/** The text before, and after it the text after. */
export const frameText = 16

/** The frames of an instance, by severity, letter and mark: where each stands, or 0: u32. */
export const frameLetters = 32
export const frameMarks = 16
const severityCount = 5
export const frameCount = severityCount * frameLetters * frameMarks
