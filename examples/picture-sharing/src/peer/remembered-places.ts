import { ownOrigin, type Places, placesIn } from './places.ts'

const KEY = 'meeting places'

/** What the link says; else what an earlier link said; else the origin that served the page. */
export function meetingPlaces(query: URLSearchParams): Places {
  const named = placesIn(query)
  if (named) {
    localStorage.setItem(KEY, JSON.stringify(named))
    return named
  }
  const remembered = localStorage.getItem(KEY)
  return remembered === null ? ownOrigin(location) : (JSON.parse(remembered) as Places)
}
