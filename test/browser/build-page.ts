import { fileURLToPath } from 'node:url'
import { build, type Rolldown } from 'vite'

const ENTRY = 'virtual:tab-entry'
const HTML = '<!doctype html><meta charset="utf-8"><title>tab</title><script type="module" src="/tab.js"></script>'

/** What a built page is made of, by path. */
export type Page = ReadonlyMap<string, { type: string; body: string | Uint8Array<ArrayBuffer> }>

/** Bundles a TypeScript module for the browser. Its exports become callable from the test: see `openTab`. */
export async function buildPage(module: URL): Promise<Page> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('..', import.meta.url)),
    build: {
      write: false,
      minify: false,
      target: 'esnext',
      rolldownOptions: { input: { tab: ENTRY }, output: { entryFileNames: '[name].js' } },
    },
    plugins: [entryOf(fileURLToPath(module))],
  })
  const bundle = (Array.isArray(output) ? output[0] : output) as Rolldown.RolldownOutput
  const files = bundle.output.map((file) => [`/${file.fileName}`, { type: typeOf(file.fileName), body: bodyOf(file) }])
  return new Map([['/', { type: 'text/html', body: HTML }], ...(files as [])])
}

function entryOf(path: string) {
  return {
    name: 'tab-entry',
    resolveId: (id: string) => (id === ENTRY ? id : undefined),
    load: (id: string) =>
      id === ENTRY ? `import * as tab from ${JSON.stringify(path)}\nglobalThis.tab = tab` : undefined,
  }
}

function bodyOf(file: Rolldown.OutputChunk | Rolldown.OutputAsset): string | Uint8Array<ArrayBuffer> {
  if (file.type === 'chunk') return file.code
  return typeof file.source === 'string' ? file.source : new Uint8Array(file.source)
}

function typeOf(name: string): string {
  if (name.endsWith('.js')) return 'text/javascript'
  if (name.endsWith('.wasm')) return 'application/wasm'
  return name.endsWith('.css') ? 'text/css' : 'application/octet-stream'
}
