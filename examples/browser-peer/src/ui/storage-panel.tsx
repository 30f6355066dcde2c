import { bytesText, Panel } from '@hydra/views'
import { useEffect, useState } from 'preact/hooks'

interface Space {
  readonly usage: number
  readonly quota: number
  readonly isPersisted: boolean
}

/** How much of this device is used, and whether the browser may clear it away. */
export function StoragePanel() {
  const [space, setSpace] = useState<Space>()
  const [isRefused, setRefused] = useState(false)
  const look = async (): Promise<void> => {
    const { usage = 0, quota = 0 } = await navigator.storage.estimate()
    setSpace({ usage, quota, isPersisted: await navigator.storage.persisted() })
  }
  useEffect(() => {
    // Absent on pages that are not secure.
    if ('storage' in navigator) void look()
  }, [])
  async function ask(): Promise<void> {
    setRefused(!(await navigator.storage.persist()))
    await look()
  }
  return (
    <Panel title="Kept in this browser">
      {space === undefined ? (
        <p class="hint">This browser does not say how much it keeps.</p>
      ) : (
        <>
          <meter class="quota" min={0} max={space.quota} value={space.usage} aria-label="Storage used" />
          <p>{`${bytesText(space.usage)} used of ${bytesText(space.quota)} that the browser allows.`}</p>
          {space.isPersisted ? (
            <p class="done">It is kept until you clear it away yourself.</p>
          ) : (
            <div class="actions">
              <button type="button" class="button soft" onClick={() => void ask()}>
                Ask the browser to keep it
              </button>
              <p class="hint" role="status">
                {isRefused
                  ? 'It would not promise that. Save your identity as a file, and it may clear away what it likes.'
                  : 'When space gets scarce it may clear this away.'}
              </p>
            </div>
          )}
        </>
      )}
    </Panel>
  )
}
