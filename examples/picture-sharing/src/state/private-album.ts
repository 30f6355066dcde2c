import type { Media } from '@hydra/feeds'
import type { Peer } from '@hydra/peer'
import { base64url } from 'multiformats/bases/base64'

/** An album that only those see who have its key. */
export interface SharedAlbum {
  readonly title: string
  readonly pictures: readonly SharedPicture[]
}

export interface SharedPicture {
  readonly width: number | undefined
  readonly height: number | undefined
  readonly alt: string | undefined
  readonly mediaType: string
}

type Files = Pick<Peer, 'files'>

const LIST = 'list'
const NONCE_BYTES = 12
const MOST_PICTURES = 300
const SAFE_TYPES = ['image/webp', 'image/jpeg', 'video/webm', 'video/mp4']

/** Encrypts an album under a new key before anything of it is stored; tells its CID, and the key as text. */
export async function shareAlbum(
  { files }: Files,
  { title, pictures }: { title: string; pictures: readonly Media[] },
): Promise<{ cid: string; key: string }> {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt'])
  const list: SharedAlbum = {
    title,
    pictures: pictures.map(({ width, height, alt, mediaType }) => ({ width, height, alt, mediaType })),
  }
  async function* locked() {
    yield { path: LIST, content: await lock(key, LIST, new TextEncoder().encode(JSON.stringify(list))) }
    for (const [index, { cid }] of pictures.entries()) {
      const path = String(index)
      yield { path, content: await lock(key, path, new Uint8Array(await files.get(cid))) }
    }
  }
  const cid = await files.addFolder(locked())
  await files.provide(cid)
  return { cid, key: base64url.encode(new Uint8Array(await crypto.subtle.exportKey('raw', key))) }
}

/** Opens what a private link leads to. Throws where the key does not fit. */
export async function openAlbum(
  { files }: Files,
  cid: string,
  text: string,
): Promise<SharedAlbum & { picture(index: number): Promise<Blob> }> {
  const key = await crypto.subtle.importKey('raw', new Uint8Array(base64url.decode(text)), 'AES-GCM', false, [
    'decrypt',
  ])
  const list = readList(await unlock(key, LIST, await files.get(`${cid}/${LIST}`)))
  return {
    ...list,
    async picture(index) {
      const path = String(index)
      const bytes = await unlock(key, path, await files.get(`${cid}/${path}`))
      return new Blob([bytes], { type: list.pictures[index]?.mediaType ?? '' })
    },
  }
}

/** A nonce, and what is encrypted. Which part of the album it is, is sealed along: parts cannot be exchanged. */
async function lock(key: CryptoKey, part: string, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const additionalData = new TextEncoder().encode(part)
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, bytes)
  return new Uint8Array([...iv, ...new Uint8Array(sealed)])
}

async function unlock(key: CryptoKey, part: string, bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const own = new Uint8Array(bytes)
  const iv = own.subarray(0, NONCE_BYTES)
  const additionalData = new TextEncoder().encode(part)
  return new Uint8Array(
    await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, own.subarray(NONCE_BYTES)),
  )
}

/** Whoever made the link wrote it: it is taken for what it says only where it says what it should. */
function readList(bytes: Uint8Array): SharedAlbum {
  const { title, pictures }: Record<string, unknown> = JSON.parse(new TextDecoder().decode(bytes))
  if (typeof title !== 'string' || !Array.isArray(pictures)) throw new Error('The album has no list.')
  const read = (picture: Record<string, unknown>): SharedPicture => {
    const { width, height, alt, mediaType } = picture
    return {
      width: typeof width === 'number' ? width : undefined,
      height: typeof height === 'number' ? height : undefined,
      alt: typeof alt === 'string' ? alt : undefined,
      mediaType: SAFE_TYPES.find((type) => type === mediaType) ?? 'image/webp',
    }
  }
  return { title, pictures: pictures.slice(0, MOST_PICTURES).map(read) }
}
