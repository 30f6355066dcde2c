// Makes what people install: a Debian package and a self-contained archive, each with a Node of its own inside.
// `npm run package -- --out DIR [--version X.Y.Z]`
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildArchive } from './archive.ts'
import { buildDeb } from './deb.ts'
import { buildProgram, ownVersion } from './program.ts'

const { values } = parseArgs({ options: { out: { type: 'string' }, version: { type: 'string' } } })
const out = resolve(values.out ?? 'dist')
const version = values.version ?? ownVersion()
if (!/^\d+\.\d+\.\d+([~+.-][\w.~+]+)?$/.test(version)) throw new Error(`"${version}" is no version, such as 1.2.3.`)
const work = mkdtempSync(join(tmpdir(), 'hydra-package-'))
try {
  mkdirSync(out, { recursive: true })
  const program = join(work, 'program')
  buildProgram(program, version)
  console.log(buildArchive(program, version, out))
  console.log(await buildDeb(program, version, out))
} finally {
  rmSync(work, { recursive: true })
}
