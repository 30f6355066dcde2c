import type { NeighbourId } from '../link.ts'
import type { Random } from '../time.ts'
import type { SpreadFrame } from './frame.ts'
import { joinTopic, leaveTopic, neighbourDown, neighbourJoined, neighbourLeft, neighbourUp } from './membership.ts'
import type { MessageId } from './message-id.ts'
import { messageArrived, messageJudged, publishMessage, pushMessage, pushRecent } from './passing.ts'
import { charge, fine } from './penalties.ts'
import { idsTold, idsWanted, seekMissing } from './seeking.ts'
import type { Due, SpreadEffect, SpreadEvent, SpreadState, Step } from './state.ts'
import { tellIds } from './telling.ts'

/** The whole of the protocol: what happened in, what to do about it out. `state` is changed in place. */
export function step(state: SpreadState, event: SpreadEvent, now: number, random: Random): readonly SpreadEffect[] {
  const here: Step = { state, now, random, effects: [] }
  handle(here, event)
  return here.effects
}

function handle(step: Step, event: SpreadEvent): void {
  switch (event.type) {
    case 'up':
      return neighbourUp(step, event.neighbour)
    case 'down':
      return neighbourDown(step, event.neighbour)
    case 'join':
      return joinTopic(step, event.topic)
    case 'leave':
      return leaveTopic(step, event.topic)
    case 'publish': {
      const topic = step.state.topics.get(event.topic)
      if (topic) publishMessage(step, topic, event.bytes, event.id)
      return
    }
    case 'frame':
      if (charge(step, event.from, cost(event.frame))) frameArrived(step, event.from, event.frame, event.id)
      return
    case 'bad frame':
      return fine(step, event.from, 'sent a frame that does not decode')
    case 'verdict':
      return messageJudged(step, event.id, event.verdict)
    case 'wake':
      return wake(step)
  }
}

/** In messages of no length: a kilobyte costs as much again, and so do sixteen ids. */
function cost(frame: SpreadFrame): number {
  if (frame.type === 'message') return 1 + frame.bytes.length / 1_024
  return 'ids' in frame ? 1 + frame.ids.length / 16 : 1
}

function frameArrived(step: Step, from: NeighbourId, frame: SpreadFrame, id: MessageId | undefined): void {
  if (frame.type === 'join') return neighbourJoined(step, from, frame.topic)
  if (frame.type === 'leave') return neighbourLeft(step, from, frame.topic)
  const topic = step.state.topics.get(frame.topic)
  const link = topic?.links.get(from)
  // We may have left the topic while the frame was on its way: nobody's fault.
  if (!topic || !link) return
  switch (frame.type) {
    case 'message':
      if (id !== undefined) messageArrived(step, topic, from, frame.bytes, id)
      return
    case 'have':
      return idsTold(step, topic, from, frame.ids)
    case 'want':
      return idsWanted(step, topic, from, frame.ids)
    case 'graft':
      if (!link.eager) pushRecent(step, topic, from)
      link.eager = true
      return
    case 'prune':
      link.eager = false
      return
  }
}

function wake(step: Step): void {
  const { agenda } = step.state
  for (let at = agenda.nextAt(); at !== undefined && at <= step.now; at = agenda.nextAt()) {
    const due = agenda.take()
    if (due) run(step, due)
  }
}

function run(step: Step, due: Due): void {
  if (due.type === 'push') return pushMessage(step, due.message, due.to)
  // The topic may have been left, and even joined again, since.
  if (step.state.topics.get(due.topic.topic) !== due.topic) return
  if (due.type === 'tell') tellIds(step, due.topic)
  else seekMissing(step, due.topic)
}
