import type { Peer } from '@hydra/peer'

const KEY = 'welcomed'

export function isWelcomed(): boolean {
  return localStorage.getItem(KEY) !== null
}

export function welcome(): void {
  localStorage.setItem(KEY, 'yes')
}

/** Who has said something was welcomed, whatever became of the note: browsers write that down some seconds later. */
export async function welcomeBack({ feeds }: Pick<Peer, 'feeds'>): Promise<void> {
  for await (const _ of feeds.read(feeds.author)) return welcome()
}
