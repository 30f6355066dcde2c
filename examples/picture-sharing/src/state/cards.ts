import type { PublicKey } from '@hydra/identity'
import type { Peer } from '@hydra/peer'
import { type ReadonlySignal, signal } from '@preact/signals'
import { shortName } from './short-name.ts'

/** What somebody tells everybody here of themselves. */
export interface Card {
  readonly nickname: string
  readonly about: string | undefined
  readonly pictureCid: string | undefined
}

/**
 * People who want to be seen put a card into the index that every peer carries, with a little work. Feeds hear some of
 * them, drawn by that work: else no stranger could comment.
 */
export interface Cards {
  /** The newest first. */
  readonly all: ReadonlySignal<ReadonlyMap<PublicKey, Card>>
  show(card: Card): Promise<void>
  /** Shows this user, named or not: who says something in public is heard only by those who know of them. */
  appear(): Promise<void>
}

const TAG = 'picture-journal person'
const MAX_SHOWN = 200
const SETTLE_MS = 200

export function createCards({
  feeds,
  files,
  identity,
  index,
}: Pick<Peer, 'feeds' | 'files' | 'identity' | 'index'>): Cards {
  const all = signal<ReadonlyMap<PublicKey, Card>>(new Map())
  let timer: ReturnType<typeof setTimeout> | undefined

  async function look(): Promise<void> {
    const { entries } = await index.search('', { tag: TAG, limit: MAX_SHOWN })
    const found = new Map<PublicKey, Card>()
    for (const { publisher, name, description, cid, mediaType } of entries) {
      if (found.has(publisher)) continue
      found.set(publisher, {
        nickname: name,
        about: description,
        pictureCid: mediaType.startsWith('image/') ? cid : undefined,
      })
    }
    all.value = found
    // Each card was paid for by the same stamp.
    await feeds.circle.strangers.meet([...found.keys()].filter((key) => key !== feeds.author).map((key) => [key, 1]))
  }

  index.records.onAdd(() => {
    clearTimeout(timer)
    timer = setTimeout(() => void look(), SETTLE_MS)
  })
  void look()

  async function show({ nickname, about, pictureCid }: Card): Promise<void> {
    const name = asLine(nickname.replaceAll(/[/\\]/g, ' '), 255)
    const description = about === undefined ? '' : asLine(about, 400)
    // An entry of the index is about a file: without a picture, about one that says who it is.
    const cid = pictureCid ?? (await files.add(new TextEncoder().encode(`The card of ${feeds.author}`)))
    const { bytes = 0 } = (await files.stat(cid, { local: true })) as { bytes?: number }
    const mediaType = pictureCid === undefined ? 'text/plain' : 'image/webp'
    await index.publish(identity.author, {
      name: name || 'Somebody',
      bytes,
      mediaType,
      cid,
      tags: [TAG],
      ...(description && { description }),
    })
  }

  return {
    all,
    show,
    async appear() {
      if (all.value.has(feeds.author)) return
      const { nickname, about, pictureCid } = (await feeds.profile(feeds.author))?.body ?? {}
      await show({ nickname: nickname ?? shortName(feeds.author), about, pictureCid })
    },
  }
}

/** A plain line, as the index wants them. */
function asLine(text: string, maxBytes: number): string {
  const plain = text
    .normalize('NFC')
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
  const bytes = new TextEncoder().encode(plain)
  return new TextDecoder().decode(bytes.subarray(0, maxBytes)).replaceAll('\ufffd', '').trim()
}
