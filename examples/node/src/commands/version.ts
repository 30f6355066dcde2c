import { readFile } from 'node:fs/promises'
import { localCommand } from '../cli/command.ts'

interface Versions {
  readonly version: string
  readonly node: string
}

export const version = localCommand<Versions>({
  summary: 'Tells which version this is.',
  example: 'hydra version',
  async *local() {
    const about = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
    yield { result: { version: (JSON.parse(about) as { version: string }).version, node: process.versions.node } }
  },
  text: ({ version, node }) => `hydra ${version} on Node ${node}`,
})
