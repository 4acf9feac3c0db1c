import { checkTextLength } from './result-limits.ts'

/** Every occurrence of `old` replaced, literally; an empty `old` occurs nowhere. */
export function replaceText(text: string, old: string, substitute: string): string {
  if (old === '' || !text.includes(old)) return text
  checkTextLength(text.length + (text.length / old.length) * substitute.length)
  return text.replaceAll(old, () => substitute)
}
