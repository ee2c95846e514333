import {makeVisible} from '../../core/text/visible.ts'

/** Text as the value of an attribute, with its quotes. */
export function quoteXml(text: string): string {
  return `"${escapeXml(text).replace(/"/g, '&quot;').replace(/\n/g, '&#10;')}"`
}

/** XML 1.0 has no way to write most control characters; those that it has are nothing for who reads a report either. */
export function escapeXml(text: string): string {
  return text
    .split('\n')
    .map(makeVisible)
    .join('\n')
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
}
