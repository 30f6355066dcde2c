import { useSession } from '../state/session.ts'
import type { Draft } from '../state/drafts.ts'
import { Icon } from './icon.tsx'

export function DraftCard({ draft }: { draft: Draft }) {
  const { drafts } = useSession()
  const state = draft.state.value
  return (
    <li class={`draft is-${state.type}`}>
      <div class="draft-look">
        {state.type === 'waiting' && <progress aria-label={`Preparing ${draft.name}`} />}
        {state.type === 'refused' && <Icon name="close" />}
        {state.type === 'ready' &&
          (state.ready.full.type.startsWith('video/') ? (
            // oxlint-disable-next-line jsx-a11y/media-has-caption -- people's own short films have none
            <video src={state.url} controls muted playsInline />
          ) : (
            <img src={state.url} alt="" />
          ))}
      </div>
      <div class="draft-words">
        <p class="draft-name" dir="auto">
          {draft.name}
        </p>
        {state.type === 'refused' && (
          <p class="problem" role="alert">
            {state.reason}
          </p>
        )}
        {state.type === 'ready' && (
          <>
            {state.note !== undefined && (
              <p class="removed">
                <Icon name="shield" /> {state.note}
              </p>
            )}
            <input
              value={draft.alt.value}
              onInput={({ currentTarget }) => void (draft.alt.value = currentTarget.value)}
              placeholder="Describe it for those who cannot see it"
              aria-label={`Description of ${draft.name}`}
              maxLength={100}
              dir="auto"
            />
          </>
        )}
      </div>
      <button type="button" class="round" aria-label={`Remove ${draft.name}`} onClick={() => drafts.drop(draft.id)}>
        <Icon name="close" />
      </button>
    </li>
  )
}
