import { Copy, Panel } from '@hydra/views'
import { useEffect, useState } from 'preact/hooks'
import { meetAt, pageLink } from '../peer/meeting-places.ts'
import { type Helper, helpersOf } from '../state/helpers.ts'
import { route } from '../state/route.ts'
import { useSession } from '../state/session.ts'
import { QrCode } from './qr-code.tsx'

/** Which node, tracker or room is used, and for what. */
export function HelpersPanel() {
  const { places, peer, live } = useSession()
  const helpers = helpersOf(places, peer.link, live.network.value)
  const link = pageLink(places)
  const [, part] = route.value
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    if (part === 'places') setOpen(true)
  }, [part])
  return (
    <Panel title="Helpers" aside={<Copy text={link} what="a link to meet you here" />}>
      <ul class="rows">
        {helpers.map((helper) => (
          <HelperRow key={`${helper.kind} ${helper.where}`} helper={helper} />
        ))}
      </ul>
      <details class="more" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>Invite somebody, or meet elsewhere</summary>
        <div class="invite">
          {isOpen && <QrCode text={link} label="A link to meet you here" />}
          <AddPlace />
        </div>
      </details>
    </Panel>
  )
}

function HelperRow({ helper: { kind, where, use, state, word } }: { helper: Helper }) {
  return (
    <li class={`row helper is-${state}`}>
      <i aria-hidden="true" />
      <span class="row-main">
        <strong>
          {kind}{' '}
          <span class="soft helper-where" dir="ltr">
            {where}
          </span>
        </strong>
        <small>{use}</small>
      </span>
      <span class="helper-state">{word}</span>
    </li>
  )
}

function AddPlace() {
  const { places } = useSession()
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const text = new FormData(event.currentTarget as HTMLFormElement).get('place')
    if (typeof text === 'string' && text.trim() !== '')
      meetAt(places.isGuess ? { ...places, nodes: [] } : places, text.trim())
  }
  return (
    <form class="form" onSubmit={submit}>
      <label class="field">
        A node, or a room
        <input
          name="place"
          required
          placeholder="https://node.example or wss://room.example/lobby"
          autocomplete="off"
          dir="ltr"
        />
      </label>
      <div class="actions">
        <button type="submit" class="button">
          Meet there
        </button>
        <p class="hint">A room is any WebSocket server that repeats what it hears: no node has to be up.</p>
      </div>
    </form>
  )
}
