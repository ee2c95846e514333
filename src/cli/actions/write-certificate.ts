import path from 'node:path'
import process from 'node:process'
import {renderBadge} from '../../core/certify/badge.ts'
import type {Certificate} from '../../core/certify/result.ts'
import type {LabPage} from './lab-page.ts'
import {writeReport} from './write-report.ts'

export interface WriteCertificateOptions {
  readonly junit?: string | undefined
  readonly html?: string | undefined
  readonly badge?: string | undefined
  readonly pages: ReadonlyMap<string, LabPage>
  readonly isForPeople: boolean
}

/**
 * Writes a certificate in every form that was asked for.
 *
 * @throws RedislabError OPTION_INVALID where a file cannot be written
 */
export async function writeCertificate(
  certificate: Certificate,
  {junit, html, badge, pages, isForPeople}: WriteCertificateOptions,
): Promise<void> {
  if (isForPeople) {
    const {renderCertificate} = await import('../../reporters/certify/certificate-view.ts')
    const {stdoutTheme} = await import('../../reporters/kit/theme.ts')
    const {terminalWidth} = await import('../../reporters/kit/terminal-width.ts')
    process.stdout.write(renderCertificate(certificate, stdoutTheme, {width: terminalWidth() ?? 80}))
  }
  if (junit !== undefined) {
    const {renderCertifyJunit} = await import('../../reporters/certify/certify-junit.ts')
    await writeReport(junit, renderCertifyJunit(certificate))
  }
  if (badge !== undefined) {
    const judged = certificate.scenarios.filter(({outcome}) => outcome !== 'skipped')
    const passed = judged.filter((one) => one.passed).length
    await writeReport(badge, renderBadge({passed, total: judged.length}))
  }
  if (html === undefined) return
  const {renderCertifyPage} = await import('../../reporters/certify/certify-page.ts')
  const nameOf = (id: string) => `${path.basename(html).replace(/\.html?$/, '')}-${id}.html`
  for (const [id, page] of pages) await page.write(path.join(path.dirname(html), nameOf(id)))
  await writeReport(
    html,
    renderCertifyPage(certificate, (id) => (pages.has(id) ? nameOf(id) : undefined)),
  )
}
