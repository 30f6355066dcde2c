import { useEffect, useState } from 'preact/hooks'
import { createNodeState, type NodeState } from '../state.ts'
import { keepToken, takeToken } from '../token.ts'
import { Dashboard } from './dashboard.tsx'
import { Locked } from './locked.tsx'

/** The dashboard for whoever brings the token, and for others what to do. */
export function Root() {
  const [token, setToken] = useState(takeToken)
  const [node, setNode] = useState<NodeState>()
  useEffect(() => {
    if (token === undefined) return
    const closing = new AbortController()
    setNode(createNodeState(token, closing.signal))
    return () => closing.abort()
  }, [token])
  useEffect(() => {
    // Another link of this node, followed in the same tab.
    const onHash = (): void => setToken(takeToken())
    addEventListener('hashchange', onHash)
    return () => removeEventListener('hashchange', onHash)
  }, [])
  const use = (given: string): void => {
    keepToken(given)
    setToken(given)
  }
  if (token === undefined || node === undefined) return <Locked isStale={false} onToken={use} />
  if (node.liveness.value === 'refused') return <Locked isStale onToken={use} />
  return <Dashboard node={node} />
}
