import { relative } from 'node:path'
import type { TestEvent } from 'node:test/reporters'

/** Prints failures with their reasons, a dot of progress per file, and at the end the one line that everybody reads. */
// Node's test runner loads a reporter by its default export.
// biome-ignore lint/style/noDefaultExport: see above
export default async function* report(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  let passed = 0
  let failed = 0
  let skipped = 0
  const files = new Map<string, number>()
  for await (const event of source) {
    if (event.type === 'test:pass' && isTest(event.data)) {
      if (event.data.skip !== undefined && event.data.skip !== false) skipped++
      else passed++
      files.set(event.data.file ?? '', (files.get(event.data.file ?? '') ?? 0) + 1)
    }
    if (event.type === 'test:fail' && isTest(event.data)) {
      failed++
      yield `\n✖ ${relative(process.cwd(), event.data.file ?? '')}: ${event.data.name}\n${reasonOf(event.data.details.error)}\n`
    }
    if (event.type === 'test:stderr' && process.env.ENTRAIN_TEST_OUTPUT !== undefined) yield event.data.message
    if (event.type === 'test:stdout' && event.data.message.startsWith('# ')) yield event.data.message
    if (event.type === 'test:summary' && event.data.file !== undefined) {
      const seconds = (event.data.duration_ms / 1000).toFixed(1)
      const { counts } = event.data
      yield `${event.data.success ? '✔' : '✖'} ${relative(process.cwd(), event.data.file)} (${counts.tests} tests, ${seconds} s)\n`
    }
  }
  if (skipped > 0) yield `${skipped} skipped\n`
  yield `\n${passed} passed, ${failed} failed\n`
}

/** Suites are counted by their tests; a file that could not be loaded counts as one failed test. */
function isTest({ details }: { readonly details: { readonly type?: string | undefined } }): boolean {
  return details.type !== 'suite'
}

function reasonOf(error: Error & { cause?: unknown }): string {
  const cause = error.cause instanceof Error ? error.cause : error
  return (cause.stack ?? cause.message).replaceAll(/^/gm, '    ')
}
