import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** A view that is loaded when it is first shown. */
export function lazyView<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | undefined
  return function Lazy(props: P) {
    const [View, setView] = useState<ComponentType<P> | undefined>(() => loaded)
    const [failure, setFailure] = useState<string>()
    useEffect(() => {
      if (loaded) return
      load().then(
        (view) => setView(() => (loaded = view)),
        () => setFailure('This part of the page could not be loaded. Is its host still there?'),
      )
    }, [])
    if (failure !== undefined) return <p class="problem">{failure}</p>
    return View ? <View {...props} /> : <p class="hint lazy">Loading…</p>
  }
}
