import { createFeeds } from '@hydra/feeds'
import { createFileIndex } from '@hydra/files'
import { createNames, ledgerRules, type Names, recordsOf, type Rules, serviceNames } from '@hydra/hns'
import { createPetnames } from '@hydra/identity/petnames'
import { createRecordSet, type RecordSet } from '@hydra/records'
import { createServices, type Names as ServiceNames, type ServicesOptions } from '@hydra/services'
import type { Home } from './home.ts'
import type { Parts } from './parts.ts'
import type { PeerNames } from './peer-names.ts'

export interface FeatureOptions {
  /** The ledger of names that this peer takes part in. @default ledgerRules() */
  rules?: Rules
  /** What names stand for, in `services.fetch` and at the gateway. @default petnames first, then the ledger */
  names?: ServiceNames
  /** Hears of each request that is asked or served here, and how it is hidden: for its user's eyes. @default nobody */
  onRequest?: ServicesOptions['onRequest']
}

type Features = Pick<Parts, 'petnames' | 'index' | 'feeds' | 'names' | 'services'>

/** What people use, kept in a home. */
export function features(home: () => Home | Promise<Home>, options: FeatureOptions): Features {
  const { rules = ledgerRules(), onRequest } = options
  return {
    petnames: async () => createPetnames((await home()).slot('petnames')),
    async index({ records: { gossip } }) {
      const place = await home()
      return createFileIndex({ store: await place.records('index'), search: await place.search(), gossip })
    },
    async feeds({ identity, records: { gossip } }) {
      const place = await home()
      // Not the key of the device's connections: it stands in every entry, and would tell where its author is.
      const device = await identity.serviceKey(`feeds ${identity.device}`)
      return createFeeds({
        store: await place.records('feeds'),
        slot: place.slot('circle'),
        author: identity.author,
        device,
        gossip,
      })
    },
    async names({ records: { gossip } }) {
      const place = await home()
      const set = await createRecordSet({ ...recordsOf(rules), store: await place.records('names'), gossip })
      const names = await createNames({ records: set, rules, slot: place.slot('names') })
      return withRecords(names, set)
    },
    services: ({ router, names, petnames }) =>
      createServices({
        router,
        names: options.names ?? serviceNames(names, petnames),
        ...(onRequest && { onRequest }),
      }),
  }
}

/** Names leave their records open: here nobody else has them. */
function withRecords(names: Names, records: RecordSet): PeerNames {
  const closeNames = names.close.bind(names)
  const close = async (): Promise<void> => {
    await closeNames()
    await records.close()
  }
  return Object.assign(names, { records, close })
}
