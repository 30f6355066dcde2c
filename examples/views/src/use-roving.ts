import { useRef, useState } from 'preact/hooks'

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/** One stop of the Tab key for many things: the arrow keys go from one to the next, Enter and Space choose. */
export function useRoving(count: number, choose: (at: number) => void) {
  const [current, setCurrent] = useState(0)
  const elements = useRef(new Map<number, SVGGElement>())
  const here = Math.min(current, Math.max(0, count - 1))

  function onKeyDown(event: KeyboardEvent): void {
    const step = STEPS[event.key]
    if (event.key === 'Enter' || event.key === ' ') choose(here)
    else if (step === undefined && event.key !== 'Home' && event.key !== 'End') return
    else {
      const next = event.key === 'Home' ? 0 : event.key === 'End' ? count - 1 : (here + (step ?? 0) + count) % count
      setCurrent(next)
      elements.current.get(next)?.focus()
    }
    event.preventDefault()
  }

  return (at: number) => ({
    ref: (element: SVGGElement | null): void => {
      if (element) elements.current.set(at, element)
      else elements.current.delete(at)
    },
    // In a picture names of attributes are case-sensitive.
    tabindex: at === here ? 0 : -1,
    onFocus: () => setCurrent(at),
    onClick: () => choose(at),
    onKeyDown,
  })
}
