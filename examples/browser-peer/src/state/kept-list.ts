import type { Slot } from '@hydra/identity'

/** What is hosted in this tab, as it is kept: it comes back with the page. */
export type Kept = KeptPage | KeptGuest

export interface KeptPage {
  readonly kind: 'page'
  readonly label: string
  readonly source: string
  readonly privacy: 'direct' | 'hidden'
}

export interface KeptGuest {
  readonly kind: 'guest'
  readonly label: string
  /** The manifest that somebody consented to, and nothing newer. */
  readonly manifest: string
}

export async function readKept(slot: Slot): Promise<readonly Kept[]> {
  const bytes = await slot.read()
  return bytes === undefined ? [] : (JSON.parse(new TextDecoder().decode(bytes)) as Kept[])
}

export async function writeKept(slot: Slot, kept: readonly Kept[]): Promise<void> {
  await slot.write(new TextEncoder().encode(JSON.stringify(kept)), 'replace')
}
