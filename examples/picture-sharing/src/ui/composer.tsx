import { useState } from 'preact/hooks'
import { useSession } from '../state/session.ts'
import { DraftCard } from './draft-card.tsx'
import { Icon } from './icon.tsx'
import { Recorder } from './recorder.tsx'

/** What a new post is made of. */
export function Composer({ onDone }: { onDone: () => void }) {
  const { drafts } = useSession()
  const [isRecording, record] = useState(false)
  const [problem, setProblem] = useState('')
  const all = drafts.all.value
  const progress = drafts.progress.value
  const isWaiting = all.some(({ state }) => state.value.type === 'waiting')
  const isPostable = !isWaiting && all.some(({ state }) => state.value.type === 'ready')

  async function post(event: Event): Promise<void> {
    event.preventDefault()
    setProblem('')
    try {
      await drafts.post()
      onDone()
    } catch (error) {
      setProblem(wordsOn(error))
    }
  }

  return (
    <form class="composer" onSubmit={(event) => void post(event)}>
      <div class="choose">
        <Chooser />
        <button type="button" class="button soft" aria-expanded={isRecording} onClick={() => record(!isRecording)}>
          <Icon name="video" /> Record a video
        </button>
      </div>
      {isRecording && <Recorder onRecorded={(film) => (drafts.add([film]), record(false))} />}
      {all.length > 0 && (
        <ul class="drafts">
          {all.map((draft) => (
            <DraftCard key={draft.id} draft={draft} />
          ))}
        </ul>
      )}
      <label class="field">
        Caption
        <textarea
          rows={3}
          maxLength={450}
          value={drafts.caption.value}
          onInput={({ currentTarget }) => void (drafts.caption.value = currentTarget.value)}
          placeholder="What is it, where was it, who was there? #tags help to find it."
          dir="auto"
        />
      </label>
      {problem !== '' && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {progress !== undefined && <progress class="bar" max={1} value={progress} aria-label="Storing" />}
      <button type="submit" class="button" disabled={!isPostable || progress !== undefined}>
        {progress === undefined ? 'Share' : 'Sharing…'}
      </button>
    </form>
  )
}

function Chooser() {
  const { drafts } = useSession()
  const choose = ({ currentTarget }: { currentTarget: HTMLInputElement }): void => {
    drafts.add(currentTarget.files ?? [])
    currentTarget.value = ''
  }
  return (
    <>
      <label class="drop">
        <Icon name="plus" />
        <span>
          <strong>Choose pictures</strong>
          <small>or drop them here, or paste</small>
        </span>
        <input type="file" class="sr-only" accept="image/*,video/*" multiple onChange={choose} />
      </label>
      <label class="button soft">
        <Icon name="camera" /> Take a picture
        <input type="file" class="sr-only" accept="image/*" capture="environment" onChange={choose} />
      </label>
    </>
  )
}

function wordsOn(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  if (name === 'QuotaExceededError' || name === 'StoreFullError')
    return 'This device has no space left. Nothing was posted: make some space, and try again.'
  return `Nothing was posted. ${message}`
}
