import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createIdentity, createKeyStore, fingerprint, type Identity, restoreIdentity } from '@hydra/identity'
import { fileSlot } from '@hydra/identity/node'
import { mkdir } from 'node:fs/promises'
import { type Here, localCommand, peerCommand } from '../cli/command.ts'
import { CommandError } from '../cli/errors.ts'

interface Who {
  readonly author: string
  readonly fingerprint: string
  readonly peerId: string
  readonly device: string
}

export const id = peerCommand<Who>({
  summary: 'Tells who this node is.',
  example: 'hydra id',
  async *run({ peer }) {
    const { author, device } = peer.identity
    const peerId = peer.explain().link.peerId ?? ''
    yield { result: { author: author.publicKey, fingerprint: fingerprint(author.publicKey), peerId, device } }
  },
  text: (who) => `Author       ${who.author}\nFingerprint  ${who.fingerprint}\nPeer         ${who.peerId}`,
})

export const keyExport = peerCommand<{ words: string }>({
  summary: 'Shows the twelve words that restore this identity. Whoever reads them is you.',
  example: 'hydra key export > backup.txt',
  async *run({ peer }) {
    yield { result: { words: await peer.identity.words() } }
  },
  text: ({ words }) => words,
})

const made = ({ author }: { author: string }): string => `Author  ${author}`

export const keyNew = localCommand<{ author: string }>({
  summary: 'Makes a new identity in a folder that has none.',
  example: 'hydra key new --data ./another',
  async *local(here) {
    yield { result: await keep(here, await createIdentity()) }
  },
  text: made,
})

export const keyImport = localCommand<{ author: string }>({
  summary: 'Restores an identity from its twelve words, in a folder that has none.',
  args: ['<words...>'],
  example: 'hydra key import --data ./restored word1 word2 …',
  async *local(here, { args }) {
    yield { result: await keep(here, await restoreIdentity(args.join(' '))) }
  },
  text: made,
})

/** As the peer of this folder will find it. */
async function keep({ configuration }: Here, identity: Identity): Promise<{ author: string }> {
  const { dataDir, passphrase } = configuration
  const at = (name: string): string => join(dataDir, name)
  if (existsSync(at('identity.key'))) {
    throw new CommandError(`${dataDir} has an identity already. Choose another folder with --data DIR.`)
  }
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const word = passphrase ?? crypto.randomUUID()
  if (passphrase === undefined) await fileSlot(at('passphrase')).write(new TextEncoder().encode(word), 'create')
  await createKeyStore(fileSlot(at('identity.key'))).save(identity, word)
  return { author: identity.author.publicKey }
}
