import { explainPeer } from './explain.ts'
import type { Parts, Peer, PeerLink } from './parts.ts'

/** Makes a peer out of its parts. If one cannot be made, those below it are closed again. */
export async function createPeer<L extends PeerLink>(parts: Parts<L>): Promise<Peer<L>> {
  const made: { close(): Promise<void> }[] = []
  const keep = <T extends { close(): Promise<void> }>(part: T): T => {
    made.unshift(part)
    return part
  }
  const close = async (): Promise<void> => {
    for (const part of made.splice(0)) await part.close()
  }
  try {
    const identity = await parts.identity()
    const petnames = await parts.petnames({ identity })
    const link = keep(await parts.link({ identity }))
    const spread = keep(await parts.spread({ identity, link }))
    const router = keep(await parts.router({ identity, link, spread }))
    const mechanisms = { identity, link, spread, router }
    const records = keep(await parts.records(mechanisms))
    const files = keep(await parts.files({ ...mechanisms, records }))
    const index = keep(await parts.index({ ...mechanisms, records }))
    const feeds = keep(await parts.feeds({ ...mechanisms, records }))
    const names = keep(await parts.names({ ...mechanisms, records }))
    const features = { petnames, records, files, index, feeds, names }
    const services = keep(await parts.services({ ...mechanisms, ...features }))
    for (const { records: set } of [index, feeds, names]) records.add(set)
    await link.open()
    const peer = { ...mechanisms, ...features, services, close }
    return { ...peer, explain: () => explainPeer(peer) }
  } catch (error) {
    await close()
    throw error
  }
}
