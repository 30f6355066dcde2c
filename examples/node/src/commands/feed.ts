import type { Entry } from '@hydra/feeds'
import { parsePublicKey, type PublicKey } from '@hydra/identity'
import { type Call, type Output, peerCommand } from '../cli/command.ts'
import { CommandError } from '../cli/errors.ts'
import type { HydraNode } from '../node/open-node.ts'
import { sharePath } from '../files/share.ts'

interface Line {
  readonly id: string
  readonly author: string
  /** What this user, or the author, calls them. */
  readonly name: string
  readonly time: number
  readonly body: unknown
}

const text = ({ name, time, body }: Line): string => {
  const said = body as { type: string; text?: string; title?: string; nickname?: string; media?: readonly unknown[] }
  const pictures = said.media && said.media.length > 0 ? ` [${said.media.length} attached]` : ''
  const what = said.text ?? said.title ?? said.nickname ?? said.type
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')}  ${name}: ${what}${pictures}`
}

async function lineOf({ peer }: HydraNode, { id, author, time, body }: Entry): Promise<Line> {
  const nickname = (await peer.feeds.profile(author))?.body.nickname
  return { id, author, name: peer.petnames.nameOf(author) ?? nickname ?? author.slice(0, 8), time, body }
}

const LIMIT = { limit: { type: 'number', about: 'how many at most, usually 20' } } as const

async function* some(node: HydraNode, entries: AsyncIterable<Entry>, { number }: Call): AsyncGenerator<Output<Line>> {
  let left = number('limit') ?? 20
  for await (const entry of entries) {
    if (left-- <= 0) return
    yield { result: await lineOf(node, entry) }
  }
}

export const feedPost = peerCommand<Line>({
  summary: 'Says something to those who follow you, with files if you like.',
  args: ['<text>'],
  options: { attach: { type: 'list', about: 'a file that goes with it', value: 'FILE' } },
  paths: ['attach'],
  example: 'hydra feed post "A whale!" --attach whale.jpg',
  async *run(node, { args: [said = ''], list, signal }) {
    const media = []
    for (const path of list('attach')) {
      const { cid, mediaType, bytes } = await sharePath(node, path, { signal, listed: false })
      media.push({ cid, mediaType, bytes })
    }
    yield { result: await lineOf(node, await node.peer.feeds.write({ type: 'post', text: said, media })) }
  },
  text,
})

export const feedTimeline = peerCommand<Line>({
  summary: 'Shows what you and those you follow said, the newest first.',
  options: LIMIT,
  example: 'hydra feed timeline --limit 5',
  run: (node, call) => some(node, node.peer.feeds.timeline(), call),
  text,
})

export const feedRead = peerCommand<Line>({
  summary: 'Shows all that one author said, the newest first.',
  args: ['<author>'],
  options: LIMIT,
  example: 'hydra feed read alice',
  run: (node, call) => some(node, node.peer.feeds.read(authorOf(node, call.args[0] ?? '')), call),
  text,
})

export const feedFollow = peerCommand<{ author: string; name?: string }>({
  summary: 'Follows an author by their key, and calls them by a name of yours.',
  args: ['<author>', '[name]'],
  example: 'hydra feed follow adtgn… alice',
  async *run(node, { args: [who = '', name] }) {
    const author = authorOf(node, who)
    if (name !== undefined) await node.peer.petnames.set(author, name)
    await node.peer.feeds.circle.followed.add(author)
    yield { result: { author, ...(name !== undefined && { name }) } }
  },
  text: ({ author, name }) => `Following ${name ?? author}`,
})

export const feedUnfollow = peerCommand<{ author: string }>({
  summary: 'No longer follows an author.',
  args: ['<author>'],
  example: 'hydra feed unfollow alice',
  async *run(node, { args: [who = ''] }) {
    const author = authorOf(node, who)
    await node.peer.feeds.circle.followed.delete(author)
    yield { result: { author } }
  },
  text: ({ author }) => `No longer following ${author}`,
})

interface Followed {
  readonly author: string
  readonly name?: string
}

export const feedFollowing = peerCommand<Followed>({
  summary: 'Lists whom you follow. Nobody else is told.',
  example: 'hydra feed following',
  async *run({ peer: { feeds, petnames } }) {
    for (const author of feeds.circle.followed) {
      const name = petnames.nameOf(author) ?? (await feeds.profile(author))?.body.nickname
      yield { result: { author, ...(name !== undefined && { name }) } }
    }
  },
  text: ({ author, name }) => [author, name].filter(Boolean).join('  '),
})

export const feedProfile = peerCommand<Line>({
  summary: 'Says who you are to those who follow you.',
  args: ['<nickname>'],
  options: {
    about: { type: 'text', value: 'TEXT', about: 'a sentence on you' },
    picture: { type: 'text', value: 'FILE', about: 'a picture' },
    i2p: { type: 'flag', about: 'tells them the name of this node in I2P, for their address books' },
  },
  paths: ['picture'],
  example: 'hydra feed profile Ada --about "I like whales" --picture ada.jpg',
  async *run(node, { args: [nickname = ''], text: option, flag, signal }) {
    if (flag('i2p') && !node.i2p) throw new CommandError('This node is not in I2P. Start it with --i2p-only.')
    const i2p = flag('i2p') ? node.i2p?.name : undefined
    const [about, picture] = [option('about'), option('picture')]
    const pictureCid = picture && (await sharePath(node, picture, { signal, listed: false })).cid
    const more = { ...(about && { about }), ...(pictureCid && { pictureCid }), ...(i2p && { i2p }) }
    const body = { type: 'profile' as const, nickname, ...more }
    yield { result: await lineOf(node, await node.peer.feeds.write(body)) }
  },
  text,
})

interface Known {
  readonly name: string
  readonly i2p: string
}

export const feedAddressBook = peerCommand<Known>({
  summary: 'Lists the names in I2P of those whom you follow, as they told them.',
  example: 'hydra feed address-book',
  async *run({ peer: { feeds, petnames } }) {
    for (const author of feeds.circle.followed) {
      const profile = (await feeds.profile(author))?.body
      if (!profile?.i2p) continue
      yield { result: { name: petnames.nameOf(author) ?? profile.nickname, i2p: profile.i2p } }
    }
  },
  text: ({ name, i2p }) => `${name}  ${i2p}`,
})

/** By this user's own name for them, or by their key. */
function authorOf({ peer }: HydraNode, text: string): PublicKey {
  return peer.petnames.keyOf(text) ?? parsePublicKey(text)
}
