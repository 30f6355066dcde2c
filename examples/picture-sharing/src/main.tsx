import { createFilesGateway } from '@hydra/files/gateway'
import { serveFromPage } from '@hydra/files/service-worker'
import { render } from 'preact'
import { lead } from './peer/lead.ts'
import { openPeer } from './peer/open-peer.ts'
import { meetingPlaces } from './peer/remembered-places.ts'
import { query } from './state/address.ts'
import { createSession } from './state/session.ts'
import { App } from './ui/app.tsx'
import { CannotOpen, OpenElsewhere } from './ui/notices.tsx'
import { welcomeBack } from './ui/welcomed.ts'

const NAME = 'daybook'
const root = document.querySelector('#app') as HTMLElement

try {
  await lead(NAME, () => render(<OpenElsewhere />, root))
  const places = meetingPlaces(query.value)
  const app = await openPeer(NAME, places)
  const gateway = createFilesGateway(app.peer.files, { hosts: [location.hostname] })
  await serveFromPage({ script: './service-worker.js', routes: { '/files/': gateway } })
  await welcomeBack(app.peer)
  root.replaceChildren()
  render(<App session={createSession(app, places)} />, root)
  // What is kept here may be the only copy of a picture.
  void navigator.storage?.persist?.()
} catch (error) {
  console.error(error)
  root.replaceChildren()
  render(<CannotOpen error={error} />, root)
}
