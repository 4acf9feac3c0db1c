import { type EvaluationResult, ignoreAttributeFlow, ignoreObjectFlow } from './value.ts'

/** The bare words of the language and what they stand for, by their names in lower case. */
const keywords: ReadonlyMap<string, EvaluationResult> = new Map<string, EvaluationResult>([
  ['vbtextcompare', 'vbTextCompare'],
  ['vbbinarycompare', 'vbBinaryCompare'],
  ['ascii', 'ASCII'],
  ['unicode', 'Unicode'],
  ['utf8', 'UTF8'],
  ['true', 'True'],
  ['false', 'False'],
  ['ignoreattributeflow', ignoreAttributeFlow],
  ['ignoreobjectflow', ignoreObjectFlow],
])

export const keywordNames = [
  'vbTextCompare',
  'vbBinaryCompare',
  'ASCII',
  'Unicode',
  'UTF8',
  'True',
  'False',
  'IgnoreAttributeFlow',
  'IgnoreObjectFlow',
] as const

/** What a bare word stands for; undefined when the language has no such word. */
export function keywordValue(name: string): EvaluationResult | undefined {
  return keywords.get(name.toLowerCase())
}
