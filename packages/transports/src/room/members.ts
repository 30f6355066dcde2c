import { publicKeyFromProtobuf } from '@libp2p/crypto/keys'
import type { PeerId } from '@libp2p/interface'
import { peerIdFromPublicKey } from '@libp2p/peer-id'
import { presenceClaim, type RoomFrame } from './frame.ts'
import { ROOM_LIMITS } from './limits.ts'
import { TokenBucket } from './token-bucket.ts'

export interface Member {
  readonly id: Uint8Array
  readonly peerId: PeerId
  readonly frames: TokenBucket
  seenAt: number
  ignoredUntil: number
}

type Presence = RoomFrame & { readonly kind: 'presence' }

/** What became of somebody who showed itself: let in, there already, or refused. */
export type Proof = 'new' | 'known' | 'too-much' | 'unproved'

/** Who proved to be in a room. */
export class Members {
  readonly #room: string
  readonly #byId = new Map<string, Member>()
  readonly #proves: TokenBucket

  constructor(room: string, now: number) {
    this.#room = room
    this.#proves = new TokenBucket(ROOM_LIMITS.provesPerSecond, ROOM_LIMITS.provesBurst, now)
  }

  values(): Iterable<Member> {
    return this.#byId.values()
  }

  byId(id: Uint8Array): Member | undefined {
    return this.#byId.get(keyOf(id))
  }

  byPeer(peerId: string): Member | undefined {
    // The last to prove it is the one that is there now: a tab that reloaded left its old name behind.
    return [...this.#byId.values()].findLast((member) => member.peerId.toString() === peerId)
  }

  /** Lets in who proves the key. */
  async prove({ member: id, key, signature }: Presence, now: number): Promise<Proof> {
    const known = this.byId(id)
    if (known !== undefined) {
      known.seenAt = now
      return 'known'
    }
    if (!this.#proves.take(1, now)) return 'too-much'
    const peerId = await verify(presenceClaim(this.#room, id), key, signature)
    if (peerId === undefined) return 'unproved'
    const frames = new TokenBucket(ROOM_LIMITS.framesPerSecond, ROOM_LIMITS.framesBurst, now)
    const member = { id, peerId, frames, seenAt: now, ignoredUntil: 0 }
    if (this.#byId.size >= ROOM_LIMITS.maxMembers) this.#dropStalest()
    this.#byId.set(keyOf(id), member)
    return 'new'
  }

  /** Forgets who was silent for too long; tells whether there was any. */
  expire(now: number): boolean {
    const before = this.#byId.size
    for (const [key, { seenAt }] of this.#byId) if (now - seenAt > ROOM_LIMITS.forgetMs) this.#byId.delete(key)
    return this.#byId.size < before
  }

  clear(): void {
    this.#byId.clear()
  }

  #dropStalest(): void {
    const [stalest] = [...this.#byId].sort(([, a], [, b]) => a.seenAt - b.seenAt)
    if (stalest !== undefined) this.#byId.delete(stalest[0])
  }
}

async function verify(claim: Uint8Array, key: Uint8Array, signature: Uint8Array): Promise<PeerId | undefined> {
  try {
    const publicKey = publicKeyFromProtobuf(key)
    return (await publicKey.verify(claim, signature)) ? peerIdFromPublicKey(publicKey) : undefined
  } catch {
    return undefined
  }
}

export function keyOf(id: Uint8Array): string {
  return String.fromCharCode(...id)
}
