import { go } from '../state/address.ts'
import { Composer } from './composer.tsx'
import { welcome } from './welcomed.ts'

export function ComposePage() {
  // Whoever shares something needs no welcome any more.
  const done = (): void => {
    welcome()
    go('/')
  }
  return (
    <section class="page">
      <h1>Share pictures</h1>
      <Composer onDone={done} />
    </section>
  )
}
