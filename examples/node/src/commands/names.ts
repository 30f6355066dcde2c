import type { Claim } from '@hydra/hns'
import { displayName } from '@hydra/hns'
import { parsePublicKey } from '@hydra/identity'
import { peerCommand } from '../cli/command.ts'
import { withProgress } from '../cli/with-progress.ts'

type Shown = Pick<
  Claim,
  'name' | 'key' | 'fingerprint' | 'payload' | 'work' | 'contested' | 'looksLike' | 'pinned' | 'block'
>

const shown = ({ name, key, fingerprint, payload, work, contested, looksLike, pinned, block }: Claim): Shown => ({
  name,
  key,
  fingerprint,
  payload,
  work,
  contested,
  looksLike,
  pinned,
  block,
})

const text = (claim: Shown): string =>
  [
    displayName(claim),
    claim.payload.title ?? '',
    `work ${claim.work}`,
    claim.contested ? 'CONTESTED' : '',
    claim.looksLike.length > 0 ? `looks like ${claim.looksLike.join(', ')}` : '',
    claim.key,
  ]
    .filter(Boolean)
    .join('  ')

export const namesClaim = peerCommand<Shown>({
  summary: 'Claims a name for a service of this node. It takes work: seconds for a long name, minutes for a short one.',
  args: ['<name>', '[service]'],
  options: {
    title: { type: 'text', about: 'what it is called' },
    description: { type: 'text', about: 'a sentence on it' },
    tag: { type: 'list', about: 'a word by which it is found' },
  },
  example: 'hydra names claim my-notes notes --title "My notes"',
  async *run({ peer: { names }, own }, { args: [name = '', label = name], text, list, signal }) {
    const [title, description, tags] = [text('title'), text('description'), list('tag')]
    const payload = { ...(title && { title }), ...(description && { description }), ...(tags.length > 0 && { tags }) }
    const total = names.price(name, payload)
    const key = await own.keyOf(label)
    const claim = yield* withProgress((report) => {
      const onProgress = ({ tries }: { tries: number }) => report({ what: name, done: tries, total, unit: 'tries' })
      return names.claim(name, key, payload, { signal, onProgress })
    })
    yield { result: shown(claim) }
  },
  text,
})

export const namesResolve = peerCommand<Shown>({
  summary: 'Lists all claims on a name, the best first.',
  args: ['<name>'],
  example: 'hydra names resolve my-notes',
  async *run({ peer: { names } }, { args: [name = ''] }) {
    const claims = await names.resolve(name)
    for (const claim of claims) yield { result: shown(claim) }
    if (claims.length === 0)
      yield { note: `Nobody claims "${name}" as far as is known here. \`hydra names claim\` does.` }
  },
  text,
})

export const namesPin = peerCommand<Shown>({
  summary: 'Makes a name stand for one key on this node, whatever others claim from now on.',
  args: ['<name>', '[key]'],
  options: { none: { type: 'flag', about: 'takes the pin away instead' } },
  example: 'hydra names pin my-notes',
  async *run({ peer: { names } }, { args: [name = '', key], flag }) {
    const before = await names.resolve(name)
    const wanted = key === undefined ? before[0]?.key : parsePublicKey(key)
    if (!flag('none') && wanted === undefined) throw new Error(`Nobody claims "${name}" as far as is known here.`)
    await names.local.pin(name, flag('none') ? undefined : wanted)
    for (const claim of await names.resolve(name)) yield { result: shown(claim) }
  },
  text,
})

export const namesSearch = peerCommand<Shown>({
  summary: 'Searches names, titles, descriptions and tags of the ledger on this machine.',
  args: ['<words...>'],
  options: { limit: { type: 'number', about: 'how many at most, usually 50' } },
  example: 'hydra names search notes',
  async *run({ peer: { names } }, { args, number }) {
    const claims = await names.search(args.join(' '), { limit: number('limit') ?? 50 })
    for (const claim of claims) yield { result: shown(claim) }
    if (claims.length === 0) yield { note: 'Nothing was found here. The ledger grows as peers are met.' }
  },
  text,
})

interface Block {
  readonly id: string
  readonly name: string
  readonly key: string
  readonly work: number
  readonly height?: number
}

export const namesLog = peerCommand<Block>({
  summary: 'Walks the ledger, the newest blocks first.',
  options: { limit: { type: 'number', about: 'how many at most, usually 20' } },
  example: 'hydra names log --limit 5',
  async *run({ peer: { names } }, { number }) {
    let left = number('limit') ?? 20
    for (const { id, name, key, work, height } of names.log()) {
      if (left-- <= 0) return
      yield { result: { id, name, key, work, ...(height !== undefined && { height }) } }
    }
  },
  text: ({ id, name, work, height }) => `${height ?? 'waits'}  ${id.slice(0, 12)}  ${name}  work ${work}`,
})
