export type PictureType = 'image/png' | 'image/jpeg' | 'image/gif'

/** What the files begin with (PNG section 5.2, JPEG file interchange format, GIF89a section 17). */
const beginnings: readonly (readonly [type: PictureType, bytes: readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
]

/** The kind of a picture by how it begins, whatever somebody calls it; undefined for anything else. */
export function pictureTypeOf(bytes: Uint8Array): PictureType | undefined {
  return beginnings.find(([, start]) => start.every((byte, index) => bytes[index] === byte))?.[0]
}
