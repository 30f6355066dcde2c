import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, createLogger, type Rolldown } from 'vite'

export interface Bundled {
  readonly folder: string
  /** File of the bundle by the entry that it was made from. */
  readonly files: ReadonlyMap<string, string>
  readonly faults: readonly string[]
}

// Vite replaces these names only where they mean the global of Node, not where code declares its own.
const NODE_GLOBALS = { process: '__NODE_PROCESS__', Buffer: '__NODE_BUFFER__' }

/** Bundles every entry for browsers, with neither polyfills nor a word of configuration for the packages. */
export async function bundle(folder: string, ids: readonly string[]): Promise<Bundled> {
  const sources = join(folder, 'bundle-input')
  await mkdir(sources, { recursive: true })
  const names = new Map(ids.map((id) => [id, id.replace(/\W+/g, '-').replace(/^-/, '')]))
  const input: Record<string, string> = {}
  for (const [id, name] of names) {
    input[name] = join(sources, `${name}.js`)
    await writeFile(input[name], `export * from '${id}'\n`)
  }
  const outDir = join(folder, 'bundle')
  const faults = await runVite(folder, input, outDir)
  return { folder: outDir, files: new Map([...names].map(([id, name]) => [id, `${name}.js`])), faults }
}

async function runVite(root: string, input: Record<string, string>, outDir: string): Promise<string[]> {
  const faults: string[] = []
  const keep = (text: string) => void faults.push(text)
  const customLogger = { ...createLogger('warn'), warn: keep, warnOnce: keep, error: keep }
  const rolldownOptions: Rolldown.RolldownOptions & { preserveEntrySignatures: 'strict' } = {
    input,
    preserveEntrySignatures: 'strict',
    output: { entryFileNames: '[name].js' },
  }
  try {
    const result = await build({
      root,
      configFile: false,
      customLogger,
      logLevel: 'warn',
      // Unasked, Vite stands in for process.env with an empty object.
      define: { ...NODE_GLOBALS, 'process.env': `${NODE_GLOBALS.process}.env` },
      build: {
        outDir,
        minify: false,
        reportCompressedSize: false,
        modulePreload: false,
        target: 'esnext',
        rolldownOptions,
      },
    })
    const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []))
    faults.push(...outputFaults(outputs.filter((one) => one.type === 'chunk')))
  } catch (error) {
    faults.push(`${error}`)
  }
  return faults
}

/** Faults of each entry, wherever among the chunks that it loads they are. */
function* outputFaults(chunks: readonly Rolldown.OutputChunk[]): Iterable<string> {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  for (const entry of chunks.filter(({ isEntry }) => isEntry)) {
    const reached = new Set([entry])
    for (const { imports, dynamicImports } of reached) {
      for (const name of [...imports, ...dynamicImports]) {
        const next = byName.get(name)
        if (next) reached.add(next)
      }
    }
    for (const chunk of reached) for (const fault of chunkFaults(chunk)) yield `${entry.fileName} ${fault}`
  }
}

function* chunkFaults(chunk: Rolldown.OutputChunk): Iterable<string> {
  for (const id of Object.keys(chunk.modules)) {
    if (id.includes('__vite-browser-external'))
      yield `needs ${id.replace(/^.*__vite-browser-external:?/, '')}. Is the entry for Node alone? Then export it under "node" only`
  }
  for (const [name, mark] of Object.entries(NODE_GLOBALS)) {
    const at = chunk.code.indexOf(mark)
    if (at >= 0) yield `needs ${name}: ${chunk.code.slice(Math.max(0, at - 80), at + 80)}`
  }
}
