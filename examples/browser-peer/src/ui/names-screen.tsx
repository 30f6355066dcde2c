import '../styles/later.css'
import { indexedDbSlot, parsePublicKey } from '@hydra/identity'
import { keptKey } from '@hydra/services'
import {
  ClaimForm,
  type ClaimWish,
  LedgerGraph,
  type NameClaim,
  NameSearch,
  Panel,
  type TaskContext,
} from '@hydra/views'
import { useEffect, useState } from 'preact/hooks'
import { useSession } from '../state/session.ts'

const MAX_FOUND = 40
const MAX_BLOCKS = 120

/** The ledger of names: drawn, searched, and added to. */
export function NamesScreen() {
  const { peer, hosting, name: place } = useSession()
  const { names } = peer
  const [ledger, setLedger] = useState(() => names.layout({ maxBlocks: MAX_BLOCKS }))
  useEffect(() => names.onChange(() => setLedger(names.layout({ maxBlocks: MAX_BLOCKS }))), [names])
  async function claim({ name, service, title }: ClaimWish, { signal, onProgress }: TaskContext): Promise<void> {
    const key = await keptKey(indexedDbSlot(`${place} service ${service}`))
    const onTries = ({ tries, expectedTries }: { tries: number; expectedTries: number }): void =>
      onProgress({ done: tries, total: expectedTries, unit: 'tries' })
    await names.claim(name, key, title === '' ? {} : { title }, { signal, onProgress: onTries })
  }
  async function search(words: string): Promise<readonly NameClaim[]> {
    const claims = await names.search(words, { limit: MAX_FOUND })
    return claims.map(({ payload: { title, description }, ...claim }) => ({
      ...claim,
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
    }))
  }
  const pin = (claim: NameClaim, isPinned: boolean): Promise<void> =>
    names.local.pin(claim.name, isPinned ? parsePublicKey(claim.key) : undefined)
  const open = ({ key }: NameClaim): void => void (location.hash = `/services/call/${key}`)
  return (
    <>
      <Panel title="The ledger">
        <LedgerGraph ledger={ledger} />
      </Panel>
      <div class="pair">
        <Panel title="Search">
          <NameSearch onSearch={search} onPin={pin} onOpen={open} />
        </Panel>
        <Panel title="Claim a name">
          <ClaimForm services={hosting.services.value.map(({ label }) => label)} onClaim={claim} />
        </Panel>
      </div>
    </>
  )
}
