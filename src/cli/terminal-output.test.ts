import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { createPaint, decideColour } from './colour.ts'
import { createProgressBar, drawProgress } from './progress-bar.ts'
import { renderTable } from './table.ts'
import { createScreen } from './terminal.ts'
import { padText, textWidth, toPrintable, truncateText, wrapText } from './text-width.ts'

const plain = createPaint(false)
const screen = (isTTY: boolean, columns = 80) => {
  const written: string[] = []
  return { written, screen: createScreen({ write: (text) => written.push(text), isTTY, columns }, {}) }
}

describe('colours', () => {
  test('NO_COLOR wins over everything, an empty NO_COLOR counts as absent', () => {
    assert.equal(decideColour({ NO_COLOR: '1', FORCE_COLOR: '1' }, true), false)
    assert.equal(decideColour({ NO_COLOR: '' }, true), true)
    assert.equal(decideColour({}, false), false)
    assert.equal(decideColour({ FORCE_COLOR: '1' }, false), true)
    assert.equal(decideColour({ TERM: 'dumb' }, true), false)
  })
})

describe('text width', () => {
  test('counts cells, not characters', () => {
    const samples: [string, number][] = [
      ['Ana', 3],
      ['Zoë', 3],
      ['Zoe\u0308', 3],
      ['山田太郎', 8],
      ['김', 2],
      ['👩‍🚀', 2],
      ['Олена', 5],
      [createPaint(true).red('red'), 3],
    ]
    for (const [text, cells] of samples) assert.equal(textWidth(text), cells, text)
  })

  test('whatever the text, cutting keeps within the cells and padding fills them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(30), (raw, cells) => {
        const text = toPrintable(raw)
        assert.ok(textWidth(truncateText(text, cells)) <= cells)
        assert.ok(textWidth(padText(text, cells)) >= cells)
      }),
    )
  })

  test('text from outside cannot steer the terminal', () => {
    assert.equal(toPrintable('a\u001b[2Jb\r\nc\u202ed'), 'a\ufffd[2Jb c\ufffdd')
  })

  test('breaks lines at spaces and never loses a word', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }),
        fc.integer({ min: 12, max: 40 }),
        (words, cells) => {
          const lines = wrapText(words.join(' '), cells)
          assert.equal(lines.join(' '), words.join(' '))
          assert.ok(lines.every((line) => textWidth(line) <= cells))
        },
      ),
    )
  })
})

describe('tables', () => {
  const columns = [{ title: 'Name' }, { title: 'Count', align: 'right' }, { title: 'Remark', shrinks: true }] as const

  test('columns stand under each other, wide characters included', () => {
    const text = renderTable(
      columns,
      [
        ['山田', '1', ''],
        ['Ana Lima', '12', 'left'],
      ],
      { width: 80, paint: plain },
    )
    assert.equal(text, 'Name      Count  Remark\n山田          1\nAna Lima     12  left\n')
  })

  test('only columns that may shrink are cut to the width', () => {
    const text = renderTable(columns, [['Ana Lima', '12', 'a remark that is far too long']], {
      width: 30,
      paint: plain,
    })
    assert.equal(text.split('\n')[1], 'Ana Lima     12  a remark tha…')
    assert.ok(text.split('\n').every((line) => textWidth(line) <= 30))
  })

  test('without a limit nothing is cut', () => {
    const text = renderTable(columns, [['A', '1', 'x'.repeat(500)]], { width: Number.POSITIVE_INFINITY, paint: plain })
    assert.ok(text.includes('x'.repeat(500)))
  })
})

describe('progress', () => {
  test('the line never exceeds the width', () => {
    fc.assert(
      fc.property(
        fc.nat(2_000_000),
        fc.nat(2_000_000),
        fc.integer({ min: 10, max: 200 }),
        fc.string(),
        (done, total, width, note) => {
          const { before, filled, rest, after } = drawProgress({
            title: 'Uploading',
            done,
            total,
            note: toPrintable(note),
            width,
          })
          assert.ok(textWidth(before + filled + rest + after) <= width)
        },
      ),
    )
  })

  test('draws over itself on a terminal and writes whole lines elsewhere', () => {
    const onTerminal = screen(true)
    const bar = createProgressBar(onTerminal.screen, { title: 'Uploading', total: 10, now: () => 0 })
    bar.update(3)
    bar.finish()
    assert.match(onTerminal.written[0] ?? '', /^\r.*Uploading .*━.* 30 % {2}3 of 10$/)

    const inFile = screen(false)
    const lines = createProgressBar(inFile.screen, { title: 'Uploading', total: 10, now: () => 0 })
    lines.update(3)
    lines.update(10)
    lines.finish()
    assert.deepEqual(inFile.written, ['Uploading 10 of 10\n'])
  })
})
