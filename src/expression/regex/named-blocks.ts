/** Unicode blocks by the names that .NET gives them, as far as names and addresses of people use them. */
export const namedBlocks: ReadonlyMap<string, readonly [from: number, to: number]> = new Map(
  Object.entries({
    IsBasicLatin: [0x0000, 0x007f] as const,
    'IsLatin-1Supplement': [0x0080, 0x00ff] as const,
    'IsLatinExtended-A': [0x0100, 0x017f] as const,
    'IsLatinExtended-B': [0x0180, 0x024f] as const,
    IsCombiningDiacriticalMarks: [0x0300, 0x036f] as const,
    IsGreek: [0x0370, 0x03ff] as const,
    IsGreekandCoptic: [0x0370, 0x03ff] as const,
    IsCyrillic: [0x0400, 0x04ff] as const,
    IsArmenian: [0x0530, 0x058f] as const,
    IsHebrew: [0x0590, 0x05ff] as const,
    IsArabic: [0x0600, 0x06ff] as const,
    IsThai: [0x0e00, 0x0e7f] as const,
    IsLatinExtendedAdditional: [0x1e00, 0x1eff] as const,
    IsHiragana: [0x3040, 0x309f] as const,
    IsKatakana: [0x30a0, 0x30ff] as const,
    IsCJKUnifiedIdeographs: [0x4e00, 0x9fff] as const,
    IsHangulSyllables: [0xac00, 0xd7af] as const,
  }),
)
