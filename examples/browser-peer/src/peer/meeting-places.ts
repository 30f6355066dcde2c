import { ownOrigin, type Places, placesIn } from '@hydra/picture-sharing/places'
import { nodeAddress } from './node-address.ts'

const KEY = 'hydra meeting places'

export interface MeetingPlaces extends Places {
  /** Nobody named them: the page's own origin may be a node, or may not. */
  readonly isGuess: boolean
}

/**
 * What the URL says (`?node=…`, `?room=…`); else what it said before; else the origin that served the page. The secret
 * of a room stands behind the `#`, where no server sees it.
 */
export function meetingPlaces({ search, hash }: Pick<Location, 'search' | 'hash'>): MeetingPlaces {
  const query = new URLSearchParams(search)
  const secret = new URLSearchParams(hash.split('?')[1] ?? '').get('secret')
  if (secret !== null) query.set('secret', secret)
  const named = placesIn(query)
  if (named) {
    const places = { ...named, nodes: named.nodes.map(nodeAddress) }
    localStorage.setItem(KEY, JSON.stringify(places))
    return { ...places, isGuess: false }
  }
  const kept = localStorage.getItem(KEY)
  if (kept !== null) return { ...(JSON.parse(kept) as Places), isGuess: false }
  return { ...ownOrigin(location), isGuess: true }
}

/** This page, for somebody who is to meet us: with the places that we use. */
export function pageLink({ nodes, rooms, secret }: Places, route = ''): string {
  const query = new URLSearchParams([...nodes.map((node) => ['node', node]), ...rooms.map((room) => ['room', room])])
  const behind = secret === '' ? '' : `?${new URLSearchParams({ secret })}`
  return `${location.origin}${location.pathname}?${query}#${route || '/network'}${behind}`
}

/** Goes on with one more place: the page is loaded anew. */
export function meetAt(places: Places, text: string): void {
  const isRoom = /^wss?:\/\//i.test(text)
  const next = isRoom
    ? { ...places, rooms: [...new Set([...places.rooms, text])] }
    : { ...places, nodes: [...new Set([...places.nodes, nodeAddress(text)])] }
  location.assign(pageLink(next))
}
