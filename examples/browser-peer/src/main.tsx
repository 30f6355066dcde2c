import { render } from 'preact'
import { bringTheRest } from './later.ts'
import { meetingPlaces } from './peer/meeting-places.ts'
import { giveWay, leadAlone } from './peer/one-tab.ts'
import { openSession } from './state/session.ts'
import { App } from './ui/app.tsx'
import { CannotOpen, OpenElsewhere } from './ui/notices.tsx'

const NAME = 'hydra'
const root = document.querySelector('#app') as HTMLElement

async function open(): Promise<void> {
  await leadAlone(NAME, (takeOver) => render(<OpenElsewhere onTakeOver={takeOver} />, root))
  const session = await openSession(NAME, meetingPlaces(location))
  giveWay(NAME, () => session.close())
  root.replaceChildren()
  render(<App session={session} />, root)
  bringTheRest()
}

// Not awaited: what is loaded on the way imports from this piece, and would wait until it is through.
open().catch((error: unknown) => {
  console.error(error)
  root.replaceChildren()
  render(<CannotOpen error={error} />, root)
})
