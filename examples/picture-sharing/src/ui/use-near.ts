import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

// A screen or so ahead of a thumb: what is further away costs nothing.
const AHEAD = '1200px 0px'

/** Whether something is on the screen, or soon will be. */
export function useNear<E extends Element>(): [RefObject<E | null>, boolean] {
  const ref = useRef<E>(null)
  const [isNear, setNear] = useState(false)
  useEffect(() => {
    const watch = new IntersectionObserver((seen) => setNear(seen.at(-1)?.isIntersecting ?? false), {
      rootMargin: AHEAD,
    })
    if (ref.current) watch.observe(ref.current)
    return () => watch.disconnect()
  }, [])
  return [ref, isNear]
}
