import type { PublicKey } from '@hydra/identity'
import type { Kv } from '../sandbox/kv.ts'

/** A place where many services keep their storage, each its own. */
export interface KvStores {
  open(service: PublicKey): Kv
  close(): Promise<void>
}
