import process from 'node:process'
import {Command, Flags, type Interfaces} from '@oclif/core'
import {describeError} from '../../core/contract/error-json.ts'
import {ExitCode, hasErrorCode, RedislabError} from '../../core/errors/errors.ts'
import {isAboutExisting} from '../../core/text/commands.ts'
import {nameInHint} from '../../core/text/name-flag.ts'
import {stringifyVisible} from '../../core/text/visible.ts'
import {watchReader} from '../../engine/host/watch-reader.ts'
import {defaultName} from '../../engine/state/deployment-name.ts'
import {Interrupts, OutputClosed} from './interrupts.ts'
import {toRedislabError} from './usage-errors.ts'

/** How long nobody wonders what is going on. */
const patienceMs = 1500

/** What every command shares: `--json`, `--name`, an abort signal, and errors that look and exit alike in both modes. */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true
  static override baseFlags = {
    name: Flags.string({
      char: 'n',
      summary: 'Which deployment: by default the one named default, or the only one there is.',
      helpValue: 'DEPLOYMENT',
      default: defaultName,
      env: 'REDISLAB_NAME',
      helpGroup: 'GLOBAL',
    }),
  }

  readonly #interrupts = new Interrupts()
  /** Which deployment the command is about, once its words were understood. */
  #deployment = defaultName

  /** Aborted by Ctrl-C, a signal, or a closed output. */
  protected get signal(): AbortSignal {
    return this.#interrupts.signal
  }

  /** For commands that may have nothing to write for long: ends them as soon as nobody reads what they write. */
  protected endWithReader(): Promise<Disposable> {
    this.endWithOutput()
    return watchReader(1, this.#interrupts.onOutputClosed)
  }

  /** For commands that do nothing but write. */
  protected endWithOutput(): void {
    this.#interrupts.endsWithOutput = true
  }

  /** For commands that go on until Ctrl-C. */
  protected expectInterrupt(): void {
    this.#interrupts.isExpected = true
  }

  /** For as long as a program of the user's has this terminal: signals are meant for it. */
  protected handOverSignals(): Disposable {
    return this.#interrupts.handOver()
  }

  /** Whether a person is reading: human output is wanted, not JSON. */
  protected get isForPeople(): boolean {
    return !this.jsonEnabled()
  }

  /** A remark for a person, on stderr: silent where a program reads. */
  protected warnPerson(text: string): void {
    if (this.isForPeople) process.stderr.write(`▲ ${text}\n`)
  }

  /** Says on a terminal what is under way and for how long, once it takes long. */
  protected async waitFor<Result>(
    what: string | (() => string),
    action: () => Promise<Result>,
  ): Promise<Result> {
    if (!this.isForPeople || !process.stderr.isTTY) return await action()
    const startedAt = Date.now()
    let isOver = false
    let line: Disposable | undefined
    // Loaded only where it is needed: most commands are over by then.
    const timer = setTimeout(async () => {
      const {showWaiting} = await import('../../reporters/kit/waiting-line.ts')
      if (!isOver) line = showWaiting(what, startedAt)
    }, patienceMs)
    try {
      return await action()
    } finally {
      isOver = true
      clearTimeout(timer)
      line?.[Symbol.dispose]()
    }
  }

  protected override async parse<
    F extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    B extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    A extends Interfaces.OutputArgs<Interfaces.ArgInput>,
  >(options?: Interfaces.Input<F, B, A>, argv?: string[]): Promise<Interfaces.ParserOutput<F, B, A>> {
    const parsed = await super.parse(
      withoutStandardInput(options ?? (this.ctor as Interfaces.Input<F, B, A>)),
      argv,
    )
    const flags = parsed.flags as {name?: string}
    const isImplied = parsed.metadata.flags['name']?.setFromDefault === true
    if (isImplied && isAboutExisting((this.id ?? '').replaceAll(':', ' ')))
      // Loaded here: commands that are about no deployment need nothing that reads one.
      flags.name = await (await import('../../engine/deployment/implied-name.ts')).findImpliedName()
    this.#deployment = flags.name ?? this.#deployment
    return parsed
  }

  protected override async catch(thrown: unknown): Promise<void> {
    // What was aborted may fail in its own words; the reason for the abort is the truth.
    const cause = this.signal.aborted ? this.signal.reason : thrown
    if (cause instanceof OutputClosed) return
    // oclif warns of a command that has not parsed its words: this one has tried.
    this.parsed = true
    const {flags = {}, args = {}} = this.ctor
    const error = this.#nameHints(toRedislabError(cause, {id: this.id ?? '', flags, args}))
    process.exitCode = error instanceof RedislabError ? error.exitCode : ExitCode.bug
    if (this.jsonEnabled()) return this.logJson(this.toErrorJson(error))
    if (hasErrorCode(error, 'INTERRUPTED') && this.#interrupts.isExpected) return
    const {renderError} = await import('../../reporters/kit/error-view.ts')
    process.stderr.write(renderError(error))
  }

  #nameHints(error: unknown): unknown {
    if (!(error instanceof RedislabError)) return error
    const {code, message, suggestions, details, cause, exitCode} = error
    return new RedislabError(code, message, {
      suggestions: suggestions.map((hint) => nameInHint(hint, this.#deployment)),
      ...(details === undefined ? {} : {details}),
      cause,
      exitCode,
    })
  }

  protected override async finally(): Promise<void> {
    this.#interrupts[Symbol.dispose]()
  }

  override logJson(json: unknown): void {
    process.stdout.write(`${stringifyVisible(json, 2)}\n`)
  }

  protected override toErrorJson(error: unknown): unknown {
    return describeError(error)
  }
}

/**
 * Standard input belongs to the program that a command runs, or to the rest of the user's script. oclif would read an
 * argument from it that was not typed.
 */
function withoutStandardInput<
  F extends Interfaces.OutputFlags<Interfaces.FlagInput>,
  B extends Interfaces.OutputFlags<Interfaces.FlagInput>,
  A extends Interfaces.OutputArgs<Interfaces.ArgInput>,
>(input: Interfaces.Input<F, B, A>): Interfaces.Input<F, B, A> {
  const {flags, baseFlags, enableJsonFlag, args = {}} = input
  const typed = Object.entries<object>(args).map(([name, arg]) => [name, {...arg, ignoreStdin: true}])
  // Of a command's class, what it inherits is not among what is copied.
  return {...input, flags, baseFlags, enableJsonFlag, args: Object.fromEntries(typed)} as typeof input
}
