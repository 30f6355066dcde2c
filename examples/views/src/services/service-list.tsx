import { Empty } from '../parts.tsx'
import type { HostedService } from '../scene.ts'
import { numberText } from '../words.ts'
import { ServiceCard } from './service-card.tsx'

interface ServiceListProps {
  readonly services: readonly HostedService[]
  readonly onStop?: (service: HostedService) => Promise<void>
  /** @default 40 */
  readonly maxShown?: number
}

/** What is hosted here, and what it costs. */
export function ServiceList({ services, onStop, maxShown = 40 }: ServiceListProps) {
  if (services.length === 0) return <Empty icon="services">Nothing is hosted here yet.</Empty>
  return (
    <>
      <ul class="cards">
        {services.slice(0, maxShown).map((service) => (
          <ServiceCard key={service.label} service={service} {...(onStop && { onStop })} />
        ))}
      </ul>
      {services.length > maxShown && <p class="hint">{numberText(services.length - maxShown)} more.</p>}
    </>
  )
}
