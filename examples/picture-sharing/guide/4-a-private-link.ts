// A picture that only those see who have its link: encrypted before it is stored, with a key that is only in the link.
import assert from 'node:assert/strict'
import { createMemoryMesh, createPeer, memoryPeer } from '@hydra/peer'
import { openAlbum, shareAlbum } from '../src/state/private-album.ts'

const mesh = createMemoryMesh()
const [ada, bo] = [await createPeer(memoryPeer(mesh)), await createPeer(memoryPeer(mesh))]
const cid = await ada.files.add(new TextEncoder().encode('a picture for family'))
const shared = await shareAlbum(ada, { title: 'Family', pictures: [{ cid, mediaType: 'image/webp' }] })
// What stands after # in a link is never sent to whoever serves the page.
const link = new URL(`https://pictures.example/#/shared/${shared.cid}?key=${shared.key}`)

const [, , place = '', key = ''] = /#(\/shared\/)([^?]+)\?key=(.+)/.exec(link.hash) ?? []
const album = await openAlbum(bo, place, key)
assert.equal(await (await album.picture(0)).text(), 'a picture for family')
const other = await shareAlbum(ada, { title: 'Another', pictures: [] })
await assert.rejects(openAlbum(bo, place, other.key), { name: 'OperationError' })
console.log(`Bo opens “${album.title}”; with another key nobody does.`)

await Promise.all([ada.close(), bo.close()])
