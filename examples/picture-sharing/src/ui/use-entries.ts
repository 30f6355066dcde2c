import type { Entry } from '@hydra/feeds'
import type { RecordId } from '@hydra/records'
import { useEffect, useState } from 'preact/hooks'
import { useSession } from '../state/session.ts'

/** Entries by their ids, those that are here and shown. */
export function useEntries(ids: readonly RecordId[]): readonly Entry[] {
  const { peer } = useSession()
  const [entries, set] = useState<readonly Entry[]>([])
  useEffect(() => {
    let isOver = false
    const load = async (): Promise<void> => {
      const found = await Promise.all(ids.map((id) => peer.feeds.get(id)))
      if (!isOver) set(found.filter((entry) => entry !== undefined))
    }
    void load()
    const stop = peer.feeds.onEntry(({ id, body }) => {
      if (ids.includes(id) || body.type === 'delete') void load()
    })
    return () => {
      isOver = true
      stop()
    }
  }, [ids.join()])
  return entries
}
