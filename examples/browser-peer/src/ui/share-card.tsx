import { Copy, type HostedService, Panel } from '@hydra/views'
import { pageLink } from '../peer/meeting-places.ts'
import { gatewayOf } from '../peer/node-address.ts'
import { useSession } from '../state/session.ts'
import { QrCode } from './qr-code.tsx'

interface ShareCardProps {
  readonly service: HostedService
  readonly others: readonly HostedService[]
  readonly onChoose: (label: string) => void
}

/** How others reach what is hosted here. */
export function ShareCard({ service, others, onChoose }: ShareCardProps) {
  const { places } = useSession()
  const key = new URL(service.url).host
  const link = pageLink(places, `/services/call/${key}`)
  const gateway = places.nodes.map(gatewayOf).find((url) => url !== undefined)
  const choice = others.length > 1 && (
    <select
      aria-label="Which service"
      value={service.label}
      onChange={({ currentTarget }) => onChoose(currentTarget.value)}
    >
      {others.map(({ label }) => (
        <option key={label}>{label}</option>
      ))}
    </select>
  )
  return (
    <Panel title={`Share ${service.label}`} aside={choice}>
      <div class="share">
        <QrCode text={link} label="The link to it" />
        <dl class="ways">
          <Way what="A link" hint="opens this page, which asks from the tab of whoever opens it" text={link} />
          {gateway ? (
            <Way what="curl" hint="by the gateway of the node" text={`curl ${gateway}/services/${key}/`} />
          ) : (
            <div>
              <dt>curl</dt>
              <dd class="hint">needs a node: in a room alone there is no gateway.</dd>
            </div>
          )}
          <Way what="Its address" hint="for services.fetch in any peer" text={service.url} />
        </dl>
      </div>
    </Panel>
  )
}

function Way({ what, hint, text }: { what: string; hint: string; text: string }) {
  return (
    <div>
      <dt>
        {what} <small>{hint}</small>
      </dt>
      <dd>
        <code class="way-text" dir="ltr" data-way={what}>
          {text}
        </code>
        <Copy text={text} what={what} />
      </dd>
    </div>
  )
}
