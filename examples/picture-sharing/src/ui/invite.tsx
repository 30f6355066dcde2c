import { correction, generate } from 'lean-qr'
import { useEffect, useRef, useState } from 'preact/hooks'
import { addPlaces, isPrivateHost, ownOrigin } from '../peer/places.ts'
import { go } from '../state/address.ts'
import { keyIn } from '../state/key-in.ts'
import { type Session, useSession } from '../state/session.ts'

/** The link by which a friend finds this user, whatever network they meet in. */
function inviteLink({ peer, places }: Pick<Session, 'peer' | 'places'>): string {
  const query = new URLSearchParams()
  addPlaces(query, places, ownOrigin(location))
  const asked = query.size === 0 ? '' : `?${query}`
  return new URL(`#/person/${peer.feeds.author}${asked}`, location.href).href
}

export function Invite() {
  const session = useSession()
  const link = inviteLink(session)
  const [isCopied, setCopied] = useState(false)
  const copy = (): void => void navigator.clipboard.writeText(link).then(() => setCopied(true))
  return (
    <section class="invite">
      <h2>Invite a friend</h2>
      <p>Whoever opens this link sees you, and can follow you.</p>
      <div class="invite-link">
        <input readOnly value={link} aria-label="Your link" onFocus={({ currentTarget }) => currentTarget.select()} />
        <button type="button" class="button small" onClick={copy}>
          {isCopied ? 'Copied' : 'Copy'}
        </button>
      </div>
      {isPrivateHost(location.hostname) && (
        <p class="hint">This page was opened from your own computer or network, so the link works only there.</p>
      )}
      <Code text={link} />
    </section>
  )
}

/** A link to point a telephone at. */
function Code({ text }: { text: string }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (canvas.current)
      generate(text, { minCorrectionLevel: correction.M }).toCanvas(canvas.current, {
        pad: 3,
        on: [30, 22, 16],
        off: [255, 253, 249],
      })
  }, [text])
  return <canvas ref={canvas} class="code" role="img" aria-label="Your link as a code to point a telephone at" />
}

/** Follows whoever a link names. */
export function FollowByLink() {
  const { people } = useSession()
  const [text, setText] = useState('')
  const [problem, setProblem] = useState('')
  async function follow(event: Event): Promise<void> {
    event.preventDefault()
    const key = keyIn(text)
    if (key === undefined) return setProblem('This is no link to a person. It looks like …#/person/ and many letters.')
    await people.follow(key)
    go(`/person/${key}`)
  }
  return (
    <form class="say follow-by-link" onSubmit={(event) => void follow(event)}>
      <input
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        placeholder="A friend’s link"
        aria-label="A friend’s link"
      />
      <button type="submit" class="button soft small">
        Follow
      </button>
      {problem !== '' && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  )
}
