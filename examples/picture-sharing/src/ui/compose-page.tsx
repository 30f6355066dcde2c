import { go } from '../state/address.ts'
import { Composer } from './composer.tsx'

export function ComposePage() {
  return (
    <section class="page">
      <h1>Share pictures</h1>
      <Composer onDone={() => go('/')} />
    </section>
  )
}
