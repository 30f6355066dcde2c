import type { AddressPolicy } from './address-policy.ts'
import { checkCandidate, type Refusal } from './candidate.ts'
import type { Keeper } from './keeper.ts'
import type { PeerBook } from './peer-book.ts'
import type { Candidate, Origin } from './source.ts'

/** The one way into the book. */
export interface Admission {
  /** Takes in what a source yielded, as far as it holds; calls `refuse` for each part that does not. */
  admit(
    candidate: Candidate,
    source: { name: string; origin?: Origin },
    refuse: (reason: Refusal) => void,
  ): Promise<void>
  /** Takes in what the last run remembered. */
  recall(keeper: Keeper): Promise<void>
}

export interface AdmissionOptions {
  book: PeerBook
  ownPeerId: string
  policy: AddressPolicy
  signal: AbortSignal
  /** Called when the book knows more than before. */
  onNews(): void
}

/** Creates the way into a book. */
export function createAdmission(options: AdmissionOptions): Admission {
  const { book, ownPeerId, policy, signal } = options

  async function admit(
    candidate: Candidate,
    { name, origin = 'strangers' }: { name: string; origin?: Origin },
    refuse: (reason: Refusal) => void,
  ): Promise<void> {
    const heldRecord = (peerId: string) => book.get(peerId)?.record
    const checked = await checkCandidate(candidate, { ownPeerId, origin, policy, heldRecord, refuse }, signal)
    const refusal = checked && book.add(checked, { name, origin })
    if (refusal) refuse(refusal)
    else if (checked) options.onNews()
  }

  async function recall(keeper: Keeper): Promise<void> {
    for (const peer of await keeper.load()) {
      // It was reached there before: what was allowed then may be inside this network.
      await admit(peer, { name: 'remembered', origin: 'local-network' }, () => {})
      const entry = book.get(peer.peerId)
      if (entry) Object.assign(entry, { anchor: peer.anchor, workedAtMs: entry.workedAtMs ?? peer.workedAtMs })
    }
  }

  return { admit, recall }
}
