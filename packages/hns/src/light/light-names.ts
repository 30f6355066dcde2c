import { fingerprint, type PublicKey, publicKeyFromBytes } from '@hydra/identity'
import { type RecordId, recordId } from '@hydra/records'
import { type Block, decodeBlock } from '../block.ts'
import { normalizeName } from '../name.ts'
import type { Payload } from '../payload.ts'
import type { Rules } from '../rules.ts'
import { createValidate } from '../validate.ts'

/** A claim as a peer tells it: its newest block, which proves itself, and the work for it, which is the peer's word. */
export interface ToldClaim {
  readonly bytes: Uint8Array
  readonly work: number
  readonly contested: boolean
}

/** A peer that holds a ledger and tells of it. */
export interface NameSource {
  /** All claims on a name, the best first. */
  resolve(name: string, options: { signal?: AbortSignal | undefined }): Promise<readonly ToldClaim[]>
}

export interface LightClaim {
  readonly name: string
  readonly key: PublicKey
  readonly fingerprint: string
  readonly payload: Payload
  readonly block: RecordId
  /** The median of what the peers tell. */
  readonly work: number
  readonly contested: boolean
  readonly toldBy: readonly string[]
}

/** What one peer tells otherwise than the rest. */
export interface Disagreement {
  readonly peer: string
  /** It gave no answer; a block of it does not hold; it lacks a claim; another claim is its first, or its newest block. */
  readonly about: 'silent' | 'invalid' | 'missing' | 'first' | 'block'
  readonly key?: PublicKey
}

export interface LightAnswer {
  readonly claims: readonly LightClaim[]
  readonly disagreements: readonly Disagreement[]
}

export interface LightNames {
  resolve(name: string, options?: { signal?: AbortSignal }): Promise<LightAnswer>
}

// A name with more claims than this has been flooded, and a light client is not the one to sort it out.
const MAX_CLAIMS = 64

/** Resolves names without a ledger: asks several peers, verifies each block, and tells what they disagree on. */
export function createLightNames(sources: Readonly<Record<string, NameSource>>, rules: Rules): LightNames {
  const validate = createValidate(rules)
  const ask = async (peer: string, source: NameSource, name: string, signal?: AbortSignal): Promise<Answer> => {
    try {
      const told = (await source.resolve(name, { signal })).slice(0, MAX_CLAIMS)
      const claims = await Promise.all(told.map((claim) => verified(claim, name)))
      return claims.includes(undefined) ? { peer, failed: 'invalid' } : { peer, claims: claims as Verified[] }
    } catch {
      signal?.throwIfAborted()
      return { peer, failed: 'silent' }
    }
  }
  const verified = async (claim: ToldClaim, name: string): Promise<Verified | undefined> => {
    if (!(await validate(claim.bytes)).valid) return undefined
    const block = decodeBlock(claim.bytes)
    return block.name === name ? { ...claim, block, key: publicKeyFromBytes(block.key) } : undefined
  }
  return {
    async resolve(text, { signal } = {}) {
      const name = normalizeName(text)
      const answers = await Promise.all(
        Object.entries(sources).map(([peer, source]) => ask(peer, source, name, signal)),
      )
      const heard = answers.filter((answer): answer is Heard => answer.claims !== undefined)
      const claims = merge(name, heard)
      const failed = answers.flatMap(({ peer, failed: about }): Disagreement[] => (about ? [{ peer, about }] : []))
      return { claims, disagreements: [...failed, ...heard.flatMap((answer) => differences(answer, claims))] }
    },
  }
}

interface Verified extends ToldClaim {
  readonly block: Block
  readonly key: PublicKey
}
type Answer =
  | { readonly peer: string; readonly claims: readonly Verified[]; readonly failed?: undefined }
  | { readonly peer: string; readonly failed: 'silent' | 'invalid'; readonly claims?: undefined }
type Heard = Extract<Answer, { claims: readonly Verified[] }>

function merge(name: string, answers: readonly Heard[]): LightClaim[] {
  const told = answers.flatMap(({ peer, claims }) => claims.map((claim) => ({ peer, ...claim })))
  const claims = [...Map.groupBy(told, ({ key }) => key)].map(([key, tellers]): LightClaim => {
    // The newest block that most of them tell.
    const blocks = [...Map.groupBy(tellers, ({ bytes }) => recordId(bytes))]
    const [id, [newest]] = blocks.reduce((most, other) => (other[1].length > most[1].length ? other : most))
    return {
      name,
      key,
      fingerprint: fingerprint(key),
      payload: (newest as Verified).block.payload,
      block: id,
      work: median(tellers.map(({ work }) => work)),
      contested: tellers.some(({ contested }) => contested),
      toldBy: tellers.map(({ peer }) => peer),
    }
  })
  return claims.sort((a, b) => b.work - a.work || (a.key < b.key ? -1 : 1))
}

function differences({ peer, claims }: Heard, merged: readonly LightClaim[]): Disagreement[] {
  const [first] = merged
  const own = new Map(claims.map((claim) => [claim.key, claim]))
  return merged.flatMap(({ key, block }): Disagreement[] => {
    const claim = own.get(key)
    if (claim === undefined) return [{ peer, about: 'missing', key }]
    const isOtherBlock = recordId(claim.bytes) !== block
    const isOtherFirst = key === first?.key && claims[0]?.key !== key
    return [
      ...(isOtherFirst ? [{ peer, about: 'first', key } as const] : []),
      ...(isOtherBlock ? [{ peer, about: 'block', key } as const] : []),
    ]
  })
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
