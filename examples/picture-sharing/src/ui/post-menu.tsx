import type { Entry, Post } from '@hydra/feeds'
import { useId, useState } from 'preact/hooks'
import { useSession } from '../state/session.ts'
import { Icon } from './icon.tsx'

/** What can be done with a post. */
export function PostMenu({ entry }: { entry: Entry<Post> }) {
  const { people, holding, threads } = useSession()
  const id = useId()
  const [isAsking, ask] = useState(false)
  const author = people.person(entry.author).value
  const parts = entry.body.media.flatMap(({ cid, previewCid }) => [cid, ...(previewCid ? [previewCid] : [])])
  const [cid, ...others] = parts
  const isKept = cid !== undefined && (holding.held(cid).value?.isKept ?? false)
  const keep = (): void => {
    if (cid !== undefined) void (isKept ? holding.keepNoMore(cid, others) : holding.keep(cid, others))
  }
  return (
    <>
      <button type="button" class="round" popovertarget={id} aria-label="More">
        <Icon name="more" />
      </button>
      <div id={id} popover="auto" class="menu" onClick={({ currentTarget }) => currentTarget.hidePopover()}>
        {cid !== undefined && !author.isMe && (
          <button type="button" onClick={keep}>
            {isKept ? 'Keep no longer' : 'Keep for good'}
          </button>
        )}
        <button type="button" onClick={() => void copy(entry.id)}>
          Copy the link
        </button>
        {author.isMe ? (
          <button type="button" class="danger" onClick={() => ask(true)}>
            Delete…
          </button>
        ) : (
          <>
            <button type="button" onClick={() => void people.mute(author.key, true)}>
              Mute {author.name}
            </button>
            <button type="button" class="danger" onClick={() => void people.block(author.key, true)}>
              Block {author.name}
            </button>
          </>
        )}
      </div>
      {isAsking && <AskDelete onNo={() => ask(false)} onYes={() => void threads.remove(entry.id)} />}
    </>
  )
}

function AskDelete({ onYes, onNo }: { onYes: () => void; onNo: () => void }) {
  return (
    <div class="ask" role="alertdialog" aria-label="Delete this post?">
      <p>
        It disappears here and for everybody who hears of it. Whoever has seen it may have kept a copy: nobody can take
        that back.
      </p>
      <button type="button" class="button danger" onClick={onYes}>
        Delete
      </button>
      <button type="button" class="quiet" onClick={onNo}>
        Leave it
      </button>
    </div>
  )
}

async function copy(id: string): Promise<void> {
  await navigator.clipboard.writeText(new URL(`#/post/${id}`, location.href).href)
}
