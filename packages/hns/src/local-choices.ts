import { type PublicKey, publicKeyToBytes } from '@hydra/identity'
import type { RecordId, RecordSet } from '@hydra/records'
import { bytesToHex } from '@noble/hashes/utils.js'
import { decodeBlock } from './block.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { Local } from './local.ts'
import { normalizeName } from './name.ts'
import { keyOf } from './claims.ts'
import type { LocalChoices } from './names.ts'

export function hexOf(key: PublicKey): string {
  return bytesToHex(publicKeyToBytes(key))
}

/** What this user decides, and nobody hears of. */
export function createLocalChoices(local: Local, records: RecordSet, ledger: Ledger, tell: () => void): LocalChoices {
  const changed = async (): Promise<void> => {
    await local.save()
    tell()
  }
  return {
    pin(name, key) {
      const normal = normalizeName(name)
      if (key === undefined) local.pins.delete(normal)
      else local.pins.set(normal, hexOf(key))
      return changed()
    },
    before(name) {
      const key = local.firsts.get(normalizeName(name))
      return key === undefined ? undefined : keyOf(key)
    },
    hide(what) {
      local.hidden.add(idOrHex(what))
      return changed()
    },
    show(what) {
      local.hidden.delete(idOrHex(what))
      return changed()
    },
    async prune(id) {
      const bytes = await records.get(id)
      if (bytes === undefined) return
      const { name, key, work, parents } = decodeBlock(bytes)
      // First what is kept of it: a block that is lost in between would make all that follow it wait.
      local.pruned.set(id, { id, name, key: bytesToHex(key), work, parents })
      await local.save()
      ledger.forget(id)
      await records.drop(id)
      tell()
    },
  }
}

// An id is 64 hexadecimal digits; a key is text of another length.
function idOrHex(what: PublicKey | RecordId): string {
  return /^[0-9a-f]{64}$/.test(what) ? what : hexOf(what as PublicKey)
}
