/**
 * What a network looks like: pictures of peers, traffic, requests, files, names and services. They take plain data and
 * callbacks, and know no peer.
 *
 * ```tsx
 * import '@hydra/views/styles.css'
 * render(<NetworkGraph network={{ self: { peerId }, peers, hidden: 'strong' }} />, document.body)
 * ```
 *
 * @packageDocumentation
 */
export { FileList } from './files/file-list.tsx'
export { IndexSearch } from './files/index-search.tsx'
export { formText } from './form-text.ts'
export { Frame, Liveness } from './frame/frame.tsx'
export type { Place } from './frame/frame.tsx'
export { Checklist } from './health/checklist.tsx'
export { LogView } from './health/log-view.tsx'
export { Icon } from './icon.tsx'
export type { IconName } from './icon.tsx'
export { ClaimForm } from './names/claim-form.tsx'
export type { ClaimWish } from './names/claim-form.tsx'
export { ClaimList } from './names/claim-list.tsx'
export { huesOf } from './names/hues-of.ts'
export { LedgerGraph } from './names/ledger-graph.tsx'
export { NameSearch } from './names/name-search.tsx'
export { NetworkGraph } from './network/network-graph.tsx'
export { SourcesList } from './network/sources-list.tsx'
export { Copy, Empty, Panel, ProgressLine, TaskState } from './parts.tsx'
export { RequestLanes } from './requests/request-lanes.tsx'
export { RequestList } from './requests/request-list.tsx'
export { Consent } from './services/consent.tsx'
export { HostForm } from './services/host-form.tsx'
export { RegistryList } from './services/registry-list.tsx'
export { ServiceList } from './services/service-list.tsx'
export type * from './scene.ts'
export { Figures } from './traffic/figures.tsx'
export type { Figure } from './traffic/figures.tsx'
export { Sparkline } from './traffic/sparkline.tsx'
export { TrafficChart } from './traffic/traffic-chart.tsx'
export { useSearch } from './use-search.ts'
export type { Search } from './use-search.ts'
export { useTask } from './use-task.ts'
export type { Task, TaskContext } from './use-task.ts'
export { bytesText, clockText, durationText, hueOf, numberText, plural, shortId } from './words.ts'
