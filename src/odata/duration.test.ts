import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { parseDuration, toDuration } from './duration.ts'

describe('durations', () => {
  for (const [text, ms] of [
    ['P30D', 2_592_000_000],
    ['PT1H30M', 5_400_000],
    ['P1DT0.25S', 86_400_250],
    ['pt45s', 45_000],
    ['-P1D', -86_400_000],
    ['-PT0S', 0],
  ] as const) {
    test(`${text} is ${ms} ms`, () => assert.equal(parseDuration(text), ms))
  }

  for (const text of ['', 'P', 'PT', 'P1DT', 'P1Y', 'P1M', 'P1W', '30D', 'P1.5D', 'PT1S1M', ' P1D', 'P99999999D']) {
    test(`'${text}' is none`, () => assert.equal(parseDuration(text), undefined))
  }

  test('what is written is read again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 14 }), (ms) => assert.equal(parseDuration(toDuration(ms)), ms)),
    )
  })

  test('any text gets an answer', () => {
    fc.assert(fc.property(fc.string(), (text) => assert.doesNotThrow(() => parseDuration(`P${text}`))))
  })
})
