import type { Network } from '@hydra/views'
import type { NetworkLink } from '@hydra/peer/browser'
import type { MeetingPlaces } from '../peer/meeting-places.ts'
import { gatewayOf } from '../peer/node-address.ts'
import { isConnectedTo } from '../peer/reconnect.ts'

/** Who helps this tab to meet others, for what, and whether it does at the moment. */
export interface Helper {
  readonly kind: 'node' | 'tracker' | 'room' | 'WebRTC'
  readonly where: string
  readonly use: string
  readonly state: 'well' | 'down'
  readonly word: string
}

export function helpersOf(places: MeetingPlaces, link: NetworkLink, { sources = [] }: Network): readonly Helper[] {
  const sourceIs = (name: string): Pick<Helper, 'state' | 'word'> => {
    const source = sources.find((each) => each.name === name)
    const isWell = source?.state === 'running' && source.lastError === undefined
    return isWell
      ? { state: 'well', word: source.found === 0 ? 'nobody yet' : `named ${source.found}` }
      : { state: 'down', word: 'does not answer' }
  }
  const nodes = places.nodes.map((where): Helper => {
    const isUp = isConnectedTo(link, where)
    const use = 'brings tabs together and relays between them, passes requests on, and is the door for curl'
    return {
      kind: 'node',
      where: gatewayOf(where) ?? where,
      use,
      state: isUp ? 'well' : 'down',
      word: isUp ? 'connected' : 'does not answer',
    }
  })
  const isAnyUp = nodes.some(({ state }) => state === 'well')
  const trackers: Helper[] =
    nodes.length === 0
      ? []
      : [
          {
            kind: 'tracker',
            where: 'of the node',
            use: 'tells who else has this page open',
            ...(isAnyUp ? sourceIs('tracker') : ({ state: 'down', word: 'gone with the node' } as const)),
          },
        ]
  const rooms = places.rooms.map(
    (where): Helper => ({
      kind: 'room',
      where,
      use: 'repeats the first words of two tabs, until they speak directly',
      ...sourceIs('room'),
    }),
  )
  return [...nodes, ...trackers, ...rooms, webRtc()]
}

function webRtc(): Helper {
  const about = {
    kind: 'WebRTC',
    where: 'this browser',
    use: 'carries what tabs say to each other, with nobody between',
  } as const
  if ('RTCPeerConnection' in globalThis) return { ...about, state: 'well', word: 'allowed' }
  return { ...about, state: 'down', word: 'blocked here: other tabs are reached through the node alone' }
}

/** What is wrong with all of it, in a sentence; undefined where somebody is connected. */
export function troubleOf(helpers: readonly Helper[], isOnline: boolean, connected: number): string | undefined {
  const [node] = helpers.filter(({ kind, state }) => kind === 'node' && state === 'down')
  const others = connected === 1 ? 'One other peer is' : `${connected} other peers are`
  const rest = connected > 0 ? ` ${others} connected all the same, and everything works among you.` : ''
  if (!isOnline) return `This device is offline.${rest} You are connected again as soon as it is back.`
  if (node) return `The node at ${node.where} does not answer. It is tried again every few seconds.${rest}`
  return undefined
}
