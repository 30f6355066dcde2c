import { parseSync, Visitor } from 'oxc-parser'
import type { Comment, Program } from 'oxc-parser'
import { readText } from './workspace.ts'

export interface Import {
  readonly specifier: string
  readonly line: number
}

export interface Parsed {
  readonly path: string
  readonly text: string
  readonly program: Program
  readonly comments: readonly Comment[]
  readonly imports: readonly Import[]
  readonly lineAt: (offset: number) => number
}

export function parse(path: string): Parsed {
  const text = readText(path)
  const { program, module, comments, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`)
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length
  const found: { value: string; start: number }[] = []
  for (const { moduleRequest } of module.staticImports) found.push(moduleRequest)
  // One entry each for `export { a, b } from`: they share the request.
  for (const { entries } of module.staticExports) if (entries[0]?.moduleRequest) found.push(entries[0].moduleRequest)
  // `import(variable)` names nothing that could be judged here.
  for (const { moduleRequest: span } of module.dynamicImports) {
    const literal = /^['"`]([^$]*)['"`]$/.exec(text.slice(span.start, span.end))?.[1]
    if (literal !== undefined) found.push({ value: literal, start: span.start })
  }
  // The module record leaves out `import('…').Type` and `import x = require('…')`.
  new Visitor({
    TSImportType: ({ source }) => void found.push(source),
    TSExternalModuleReference: ({ expression }) => void found.push(expression),
  }).visit(program)
  const imports = found.map(({ value, start }) => ({ specifier: value, line: lineAt(start) }))
  return { path, text, program, comments, imports, lineAt }
}
