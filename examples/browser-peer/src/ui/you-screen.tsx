import '../styles/later.css'
import { fingerprint } from '@hydra/identity'
import { Copy, Panel } from '@hydra/views'
import { useSession } from '../state/session.ts'
import { ExportForm, ImportForm } from './identity-forms.tsx'
import { StoragePanel } from './storage-panel.tsx'

/** Who this is, how to take it along, and where it is kept. */
export function YouScreen() {
  const { peer } = useSession()
  const { publicKey } = peer.identity.author
  const peerId = peer.link.node.peerId.toString()
  return (
    <>
      <Panel title="You">
        <p class="fingerprint">{fingerprint(publicKey)}</p>
        <p class="hint">These words stand for your key: whoever reads the same ones has the right person.</p>
        <dl class="ways">
          <Fact what="Signs what you say" text={publicKey} />
          <Fact what="This device's connections" text={peerId} />
        </dl>
      </Panel>
      <div class="pair">
        <Panel title="Take it along">
          <ExportForm />
        </Panel>
        <Panel title="Bring it here">
          <ImportForm />
        </Panel>
      </div>
      <StoragePanel />
    </>
  )
}

function Fact({ what, text }: { what: string; text: string }) {
  return (
    <div>
      <dt>{what}</dt>
      <dd>
        <code class="way-text">{text}</code>
        <Copy text={text} what={what.toLowerCase()} />
      </dd>
    </div>
  )
}
