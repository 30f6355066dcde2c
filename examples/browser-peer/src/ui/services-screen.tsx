import '../styles/later.css'
import { Panel, RegistryList, ServiceList } from '@hydra/views'
import { useSession } from '../state/session.ts'
import { CallForm } from './call-form.tsx'

const MAX_LISTED = 40

/** Calls services of others, and runs what they published. */
export function ServicesScreen() {
  const { hosting, peer } = useSession()
  const guests = hosting.services.value.filter(({ kind }) => kind === 'guest')
  // The ledger is the catalogue: no sandbox is loaded to look at a list.
  async function search(words: string) {
    const claims = words.trim() === '' ? await newest() : await peer.names.search(words, { limit: MAX_LISTED })
    return claims.flatMap(({ name, fingerprint, payload: { title = name, description = '', manifest } }) =>
      manifest ? [{ name, fingerprint, title, description, manifest }] : [],
    )
  }
  async function newest() {
    const names = new Set<string>()
    for (const { name } of peer.names.log()) if (names.add(name).size === MAX_LISTED) break
    return (await Promise.all([...names].map((name) => peer.names.resolve(name)))).flat()
  }
  return (
    <>
      <Panel title="Call a service">
        <CallForm />
      </Panel>
      <Panel title="Run what others published">
        <RegistryList
          onSearch={search}
          onInspect={(manifest, { signal }) => hosting.inspect(manifest, { signal })}
          onRun={({ manifest }, label, { signal }) => hosting.hostGuest(manifest, label, { signal })}
        />
      </Panel>
      <Panel title="Run here for others">
        <ServiceList services={guests} onStop={({ label }) => hosting.stop(label)} />
      </Panel>
    </>
  )
}
