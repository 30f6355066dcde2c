import type { ComponentType } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

/** A view that is loaded when it is first seen: not while it waits below the edge of the screen. */
export function lazyView<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | undefined
  return function Lazy(props: P) {
    const [View, setView] = useState<ComponentType<P> | undefined>(() => loaded)
    const [failure, setFailure] = useState<string>()
    const place = useRef<HTMLParagraphElement>(null)
    useEffect(() => {
      if (loaded || place.current === null) return undefined
      const seen = new IntersectionObserver((entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return
        seen.disconnect()
        load().then(
          (view) => setView(() => (loaded = view)),
          () => setFailure('This part of the page could not be loaded. Is its host still there?'),
        )
      })
      seen.observe(place.current)
      return () => seen.disconnect()
    }, [])
    if (failure !== undefined) return <p class="problem">{failure}</p>
    return View ? (
      <View {...props} />
    ) : (
      <p ref={place} class="hint lazy">
        Loading…
      </p>
    )
  }
}
