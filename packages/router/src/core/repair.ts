import { announcementId } from '../announcement.ts'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import type { NeighbourId } from '../link.ts'
import { sendControl } from './queues.ts'
import { liftIfStranded } from './ranks.ts'
import type { Instance, Port, StemPointer, Step } from './state.ts'

/** A neighbour left: hosts whose stems it was on hear of it. */
export function repairTrails(step: Step, lost: NeighbourId): void {
  for (const instance of allInstances(step)) {
    for (const stem of instance.stems.filter(({ passedTo }) => passedTo === lost)) tellHome(step, stem)
    instance.stems = instance.stems.filter(({ passedTo, from }) => passedTo !== lost && from !== lost)
    instance.poor.delete(lost)
    liftIfStranded(step, instance)
  }
}

/** Further along the stem a peer was lost: its host hears of it by the stem, and announces anew. */
export function onBroken(step: Step, port: Port, id: Uint8Array): void {
  for (const instance of allInstances(step)) {
    const stem = instance.stems.find(
      ({ passedTo, announcement }) => passedTo === port.id && announcementId(announcement) === bytesToHex(id),
    )
    if (!stem) continue
    instance.stems = instance.stems.filter((other) => other !== stem)
    return tellHome(step, stem)
  }
}

export function tellHome(step: Step, { from, announcement }: StemPointer): void {
  const to = step.state.ports.get(from)
  if (to) sendControl(step, to, { kind: 'broken', announcement: hexToBytes(announcementId(announcement)) })
}

function* allInstances(step: Step): Iterable<Instance> {
  for (const instances of step.state.services.values()) yield* instances.values()
}
