import { peerCommand } from '../cli/command.ts'

interface Listed {
  readonly name: string
  readonly key: string
  readonly title: string
  readonly description: string
  readonly tags: readonly string[]
  readonly manifest: string
}

export const servicesSearch = peerCommand<Listed>({
  summary: 'Lists published services that anybody may run, or those with these words.',
  args: ['[words...]'],
  options: { limit: { type: 'number', about: 'how many at most, usually 20' } },
  example: 'hydra services search guest book',
  async *run({ registry }, { args, number, signal }) {
    let left = number('limit') ?? 20
    const words = args.join(' ').trim()
    const listings = words === '' ? registry.list({ signal }) : registry.search(words, { signal })
    for await (const listing of listings) {
      if (left-- <= 0) return
      yield { result: listing }
    }
  },
  text: ({ name, title, manifest }) => `${name}  ${title}  ${manifest}`,
})

interface Inspected {
  readonly manifest: string
  readonly title: string
  readonly version: string
  readonly licence: string
  readonly description: string
  readonly asks: readonly string[]
  readonly files: Readonly<Record<string, string>>
}

export const servicesInspect = peerCommand<Inspected>({
  summary: 'Shows what a published service is, what it asks for, and its source.',
  args: ['<manifest>'],
  example: 'hydra services inspect bafkrei…',
  async *run({ registry }, { args: [cid = ''], signal }) {
    const { manifest, asks, files } = await registry.inspect(cid, { signal })
    const { title, version, licence, description } = manifest
    yield { result: { manifest: cid, title, version, licence, description, asks, files: Object.fromEntries(files) } }
  },
  text: ({ title, version, licence, description, asks, files }) =>
    [
      `${title} ${version} (${licence})`,
      description,
      ...asks.map((ask) => `  ${ask}`),
      ...Object.entries(files).flatMap(([name, source]) => ['', `--- ${name}`, source]),
    ].join('\n'),
})
