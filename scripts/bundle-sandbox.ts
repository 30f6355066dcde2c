// Writes the worker that guests run in, engine and all, as one file into packages/services/dist/quickjs/worker-bundle:
// it has nothing to load, so every bundler and every static host can serve it. See docs/decisions/0080.
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { licenceNotice } from './licence-notice.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const services = join(root, 'packages/services')
const sources = join(services, 'src/quickjs')
const output = join(services, 'dist/quickjs/worker-bundle')
const file = join(output, 'worker.js')

/** What runs inside guests is text. Made here, no bundler of a user can rename what stands in it or add helpers to it. */
const preludeAsText = {
  name: 'prelude-as-text',
  async load(id: string) {
    if (!id.endsWith('/guest/prelude.ts')) return null
    const { prelude }: { prelude: string } = await import(pathToFileURL(id).href)
    return `export const prelude = ${JSON.stringify(prelude)}`
  },
}

const stamp = `// Built by scripts/bundle-sandbox.ts from ${fingerprint()}`
if (!existsSync(file) || !readFileSync(file, 'utf8').startsWith(`${stamp}\n`)) await build()

async function build(): Promise<void> {
  await rm(output, { recursive: true, force: true })
  await mkdir(output, { recursive: true })
  const build = await rolldown({ cwd: services, input: join(sources, 'worker.ts'), plugins: [preludeAsText] })
  const written = await build.write({ file, format: 'esm', postBanner: stamp, minify: true, codeSplitting: false })
  await build.close()
  const [chunk, ...others] = written.output
  if (others.length > 0 || chunk.imports.length > 0) throw new Error('The worker is more than one file.')
  const modules = Object.entries(chunk.modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : []))
  await writeFile(join(output, 'LICENCES.txt'), licenceNotice(modules))
}

function fingerprint(): string {
  const hash = createHash('sha256')
  const own = ['pnpm-lock.yaml', 'scripts/bundle-sandbox.ts', 'scripts/licence-notice.ts'].map((name) =>
    join(root, name),
  )
  const worker = globSync('**/*.ts', { cwd: sources, exclude: (name) => name.includes('.test.') }).sort()
  for (const name of [...own, ...worker.map((name) => join(sources, name))]) hash.update(readFileSync(name))
  return hash.digest('hex').slice(0, 16)
}
