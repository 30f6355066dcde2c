import type { Manifest } from './workspace.ts'

const MOST_LINES = 120
const MOST_SNIPPET_LINES = 15

/** The first TypeScript snippet of a README: the one that a newcomer pastes and runs. */
export function firstSnippet(readme: string): string | undefined {
  return /^```ts\r?\n(.*?)^```/ms.exec(readme)?.[1]
}

/** What is wrong with a README before its snippet is even run: each a sentence. */
export function readmeFaults(readme: string, manifest: Manifest): string[] {
  const faults: string[] = []
  const snippet = firstSnippet(readme)
  if (lines(readme) > MOST_LINES) faults.push(`the README has more than ${MOST_LINES} lines`)
  if (snippet === undefined) faults.push('the README has no snippet in TypeScript')
  else faults.push(...snippetFaults(snippet, manifest))
  return faults.map((fault) => `${manifest.name}: ${fault}`)
}

function* snippetFaults(snippet: string, manifest: Manifest): Iterable<string> {
  if (lines(snippet) > MOST_SNIPPET_LINES) yield `the first snippet has more than ${MOST_SNIPPET_LINES} lines`
  const known = [manifest.name, ...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })]
  for (const [, id = ''] of snippet.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g)) {
    const installed = id.startsWith('node:') || known.some((name) => id === name || id.startsWith(`${name}/`))
    if (!installed) yield `the first snippet imports ${id}, which does not come with it`
  }
}

function lines(text: string): number {
  return text.trimEnd().split('\n').length
}
