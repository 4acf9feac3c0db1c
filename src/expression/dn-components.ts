/** The values of the components of a distinguished name from left to right, unescaped (RFC 4514, section 2.4). */
export function dnComponents(name: string): readonly string[] {
  const components: string[] = []
  let component = ''
  for (let index = 0; index < name.length; index += 1) {
    const character = name[index] ?? ''
    const hex = character === '\\' ? /^[0-9A-Fa-f]{2}/.exec(name.slice(index + 1, index + 3))?.[0] : undefined
    if (character === ',') {
      components.push(component)
      component = ''
    } else if (hex !== undefined) {
      component += String.fromCharCode(Number.parseInt(hex, 16))
      index += 2
    } else if (character === '\\') {
      component += name[index + 1] ?? ''
      index += 1
    } else {
      component += character
    }
  }
  return [...components, component].map((written) => written.slice(written.indexOf('=') + 1).trim())
}
