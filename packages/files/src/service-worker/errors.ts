/** The app's worker cannot take this page's requests. */
export class ServiceWorkerError extends Error {
  override readonly name = 'ServiceWorkerError'
}
