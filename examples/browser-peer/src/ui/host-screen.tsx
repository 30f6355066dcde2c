import '../styles/later.css'
import { type HostedService, Panel, RequestList, ServiceList } from '@hydra/views'
import { useEffect, useState } from 'preact/hooks'
import { useSession } from '../state/session.ts'
import { Editor } from './editor.tsx'
import { PublishForm } from './publish-form.tsx'
import { ShareCard } from './share-card.tsx'

/** An API, written and run in this tab. */
export function HostScreen() {
  const { hosting, requests } = useSession()
  const [chosen, choose] = useState<string>()
  const pages = hosting.services.value.filter(({ kind }) => kind === 'page')
  const shown = pages.find(({ label }) => label === chosen) ?? pages[0]
  useEffect(() => {
    const timer = setInterval(() => hosting.look(), 1_000)
    return () => clearInterval(timer)
  }, [hosting])
  const served = requests.value.filter(({ direction }) => direction === 'served')
  return (
    <>
      <Panel title="Host an API from this tab">
        <Editor onHosted={choose} />
      </Panel>
      {shown && <ShareCard key={shown.label} service={shown} others={pages} onChoose={choose} />}
      {shown && (
        <Panel title={`Publish the source of ${shown.label}`}>
          <PublishForm key={shown.label} label={shown.label} />
        </Panel>
      )}
      <div class="pair">
        <Panel title="Running here">
          <ServiceList services={pages} onStop={({ label }: HostedService) => hosting.stop(label)} />
        </Panel>
        <Panel title="Requests arriving">
          <RequestList requests={served} maxShown={20} />
        </Panel>
      </div>
      {hosting.failures.value.map((failure) => (
        <p key={failure} class="problem" role="alert" dir="auto">
          {failure}
        </p>
      ))}
    </>
  )
}
