import type { Fault } from './faults.ts'
import type { Parsed } from './parse.ts'

// Says in one sentence that this Node is too old: it must be loaded before what an older one stumbles over.
const ENGINE = /^(\.|@hydra\/identity)\/engine(\.ts)?$/

/** What keeps an index.ts from being a contract: logic, or for the package's first one, no word of what it is for. */
export function checkContract(file: Parsed): Fault[] {
  const { path, program, text, lineAt } = file
  const faults = program.body.flatMap((statement) => {
    const reexports = /^Export(Named|All)Declaration$/.test(statement.type) && 'source' in statement && statement.source
    if (statement.type === 'ImportDeclaration' && ENGINE.test(statement.source.value)) return []
    // `export {}` stands for an entry point that is yet to be filled.
    if (reexports || /^export \{\s*\};?$/.test(text.slice(statement.start, statement.end))) return []
    return [
      {
        at: `${path}:${lineAt(statement.start)}`,
        message: 'index.ts holds a comment and re-exports. Move this to a file of its own, and export it from there.',
      },
    ]
  })
  return [...faults, ...(/^packages\/[^/]+\/src\/index\.ts$/.test(path) ? checkComment(file) : [])]
}

function checkComment({ path, text, imports }: Parsed): Fault[] {
  if (imports.length === 0) return []
  const comment = /^\s*\/\*\*[\s\S]*?\*\//.exec(text)?.[0]
  if (comment?.includes('```ts')) return []
  return [{ at: `${path}:1`, message: 'begins with no package comment that shows an example (```ts).' }]
}
