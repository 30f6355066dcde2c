import type { Media } from '@hydra/feeds'
import type { Peer } from '@hydra/peer'
import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { type Prepared, type Refusal, RefusedPictureError } from '../pictures/prepare.ts'
import type { Preparing } from '../pictures/preparing.ts'
import { REFUSALS, wordsOnTraces } from '../pictures/words.ts'
import type { Cards } from './cards.ts'

/** A picture or video that is to be posted. */
export interface Draft {
  readonly id: number
  readonly name: string
  readonly state: ReadonlySignal<DraftState>
  readonly alt: Signal<string>
}

export type DraftState =
  | { readonly type: 'waiting' }
  | { readonly type: 'refused'; readonly reason: string }
  | { readonly type: 'ready'; readonly url: string; readonly note: string | undefined; readonly ready: Ready }

/** What is to be added once the user posts it. */
interface Ready {
  readonly full: Blob
  readonly small: Blob
  readonly width: number
  readonly height: number
  readonly thumbhash: Uint8Array | undefined
}

export interface Drafts {
  readonly all: ReadonlySignal<readonly Draft[]>
  readonly caption: Signal<string>
  /** Files that were dropped, pasted or chosen. */
  add(files: Iterable<Blob & { name?: string }>): void
  drop(id: number): void
  clear(): void
  /** How much of it is stored, from 0 to 1; undefined while nothing is being posted. */
  readonly progress: ReadonlySignal<number | undefined>
  post(): Promise<void>
}

/** A post has so many pictures at most: an entry with more would be too large. */
const MAX_PICTURES = 6
const MAX_VIDEO_BYTES = 200 * 1024 * 1024

export function createDrafts(
  { feeds, files }: Pick<Peer, 'feeds' | 'files'>,
  cards: Pick<Cards, 'appear'>,
  { prepare }: Preparing,
): Drafts {
  const all = signal<readonly Draft[]>([])
  const caption = signal('')
  const progress = signal<number | undefined>(undefined)
  let last = 0

  async function make(file: Blob, state: Signal<DraftState>): Promise<void> {
    try {
      const { note, ...ready } = await readyOf(file, prepare)
      state.value = { type: 'ready', url: URL.createObjectURL(ready.full), note, ready }
    } catch (error) {
      const reason: Refusal = error instanceof RefusedPictureError ? error.reason : 'broken'
      state.value = { type: 'refused', reason: REFUSALS[reason] }
    }
  }

  async function store({ full, small, ...about }: Ready, alt: string): Promise<Media> {
    const [cid, previewCid] = [await files.add(full), await files.add(small)]
    // Who cannot be told now is told when it is met.
    await Promise.all([files.provide(cid), files.provide(previewCid)])
    const { width, height, thumbhash } = about
    return {
      cid,
      previewCid,
      mediaType: full.type.split(';')[0] ?? full.type,
      bytes: full.size,
      width,
      height,
      ...(thumbhash && { thumbhash }),
      ...(alt.trim() && { alt: alt.trim().slice(0, 130) }),
    }
  }

  const drop = (id: number): void => {
    for (const { id: each, state } of all.value) {
      if (each === id && state.value.type === 'ready') URL.revokeObjectURL(state.value.url)
    }
    all.value = all.value.filter((draft) => draft.id !== id)
  }

  function clear(): void {
    for (const { id } of all.value) drop(id)
    caption.value = ''
  }

  return {
    all,
    caption,
    progress,
    drop,
    clear,
    add(added) {
      for (const file of added) {
        const state = signal<DraftState>({ type: 'waiting' })
        all.value = [...all.value, { id: ++last, name: file.name ?? 'Picture', state, alt: signal('') }]
        void make(file, state)
      }
    },
    async post() {
      progress.value = 0
      try {
        const ready = all.value.flatMap(({ state: { value }, alt }) =>
          value.type === 'ready' ? [{ media: value.ready, alt: alt.value }] : [],
        )
        const media: Media[] = []
        for (const each of ready) {
          media.push(await store(each.media, each.alt))
          progress.value = media.length / ready.length
        }
        const tags = [
          ...new Set([...caption.value.matchAll(/#([\p{L}\p{N}_]{1,20})/gu)].map(([, tag = '']) => tag.toLowerCase())),
        ]
        const pages = Array.from({ length: Math.max(1, Math.ceil(media.length / MAX_PICTURES)) }, (_, page) =>
          media.slice(page * MAX_PICTURES, (page + 1) * MAX_PICTURES),
        )
        for (const page of pages) {
          await feeds.write({
            type: 'post',
            text: caption.value.trim(),
            media: page,
            ...(tags.length > 0 && { tags: tags.slice(0, 8) }),
          })
        }
        clear()
        await cards.appear()
      } finally {
        progress.value = undefined
      }
    },
  }
}

type Prepare = (file: Blob) => Promise<Prepared>

async function readyOf(file: Blob, prepare: Prepare): Promise<Ready & { note: string | undefined }> {
  if (file.type.startsWith('video/')) return readyVideo(file, prepare)
  const { traces, ...picture } = await prepare(file)
  return { ...picture, note: wordsOnTraces(traces) }
}

async function readyVideo(file: Blob, prepare: Prepare): Promise<Ready & { note: string | undefined }> {
  if (file.size > MAX_VIDEO_BYTES) throw new RefusedPictureError('too-large')
  // Seldom wanted, and large: loaded when it is.
  const { seekable, firstFrame } = await import('../pictures/video.ts')
  const full = await seekable(file)
  const frame = await firstFrame(full)
  const { small, thumbhash } = await prepare(frame.still)
  return {
    full,
    small,
    thumbhash,
    width: frame.width,
    height: frame.height,
    note: 'What the recorder noted besides the video was removed',
  }
}
