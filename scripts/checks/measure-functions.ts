import ts from 'typescript'

export interface FunctionSize {
  readonly path: string
  readonly line: number
  readonly name: string
  readonly lines: number
  readonly parameters: number
}

/** Every function of a file with its size, nested ones included. */
export function measureFunctions(path: string, text: string): FunctionSize[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const sizes: FunctionSize[] = []
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const line = lineOf(node.getStart(source))
      const name = node.name?.getText(source) ?? nameOfParent(node, source)
      sizes.push({ path, line, name, lines: lineOf(node.end) - line + 1, parameters: node.parameters.length })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return sizes
}

function nameOfParent({ parent }: ts.Node, source: ts.SourceFile): string {
  const isNamed = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)
  return isNamed ? parent.name.getText(source) : '(function)'
}
