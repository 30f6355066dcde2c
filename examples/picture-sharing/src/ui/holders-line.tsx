import { useEffect, useRef } from 'preact/hooks'
import { useSession } from '../state/session.ts'

const LOOK_AGAIN_MS = 8_000

/** How many others have a picture: whether it outlives this tab. */
export function HoldersLine({ cid, isOwn }: { cid: string; isOwn: boolean }) {
  const { holding, neighbours } = useSession()
  const line = useRef<HTMLParagraphElement>(null)
  const held = holding.held(cid).value
  const count = neighbours.value
  useEffect(() => {
    let timer: ReturnType<typeof setInterval> | undefined
    const watch = new IntersectionObserver(([seen]) => {
      clearInterval(timer)
      if (!seen?.isIntersecting) return
      void holding.look(cid)
      timer = setInterval(() => void holding.look(cid), LOOK_AGAIN_MS)
    })
    if (line.current) watch.observe(line.current)
    return () => {
      watch.disconnect()
      clearInterval(timer)
    }
  }, [cid, count])
  return (
    <p class="holders" ref={line}>
      {held === undefined ? '\u00a0' : words(held.others, isOwn, held.isKept)}
    </p>
  )
}

function words(others: number, isOwn: boolean, isKept: boolean): string {
  const kept = isKept && !isOwn ? ' You keep it for good.' : ''
  if (others === 0) {
    return isOwn
      ? 'Only you have this. Keep this page open, or ask a friend to keep it.'
      : `Nobody else here is known to have this.${kept}`
  }
  const people = others === 1 ? '1 other person here has' : `${others} other people here have`
  return `${people} this.${kept}`
}
