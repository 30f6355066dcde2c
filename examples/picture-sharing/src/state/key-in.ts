import { parsePublicKey, type PublicKey } from '@hydra/identity'

/** The person that a text names: a key, or a link to that person's page. */
export function keyIn(text: string): PublicKey | undefined {
  const [, fromLink] = /#\/person\/([^/?]+)/.exec(text) ?? []
  try {
    return parsePublicKey((fromLink ?? text).trim())
  } catch {
    return undefined
  }
}
