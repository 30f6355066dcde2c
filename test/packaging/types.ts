import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './run.ts'

const STYLES = {
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
}

/** Errors that a compiler finds in the given files, or in our declarations: those of others are not ours to mend. */
export async function typeFaults(
  folder: string,
  files: readonly string[],
  compiler: string,
  style: keyof typeof STYLES,
): Promise<string[]> {
  const config = join(folder, `tsconfig.${style}.json`)
  const compilerOptions = {
    ...STYLES[style],
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    target: 'ES2024',
    lib: ['ES2024', 'ESNext.Disposable', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
    types: ['node'],
    skipLibCheck: false,
  }
  await writeFile(config, JSON.stringify({ compilerOptions, files }))
  const { code, stdout, stderr, timedOut } = await run(
    process.execPath,
    [compiler, '-p', config, '--pretty', 'false'],
    { cwd: folder, timeoutMs: 60_000 },
  )
  const errors = stdout.split('\n').filter((line) => /error TS\d+/.test(line))
  if (timedOut || (code !== 0 && errors.length === 0)) return [`The compiler failed. ${stdout}${stderr}`]
  return errors.filter((line) => !line.startsWith('node_modules/') || line.startsWith('node_modules/@hydra/'))
}
