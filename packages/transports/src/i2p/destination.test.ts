import { multiaddr } from '@multiformats/multiaddr'
import { expect, it } from 'vitest'
import { garlicAddress, isGarlic, nameOf, targetOf } from './destination.ts'

const PEER = '12D3KooWD15i22va9qRE5W9t14kkaaNW2RugkQYAdqS19n37A6Rn'
const NAME = 'ksnvt5xxbwkxvyqeuoa7vcbd6vnco6hoadpbsmbwv5svpjnrfw4q'
// 391 bytes, as destinations with Ed25519 keys have.
const DESTINATION = `${'A'.repeat(512)}BQAHAAA=`

it('is found by the hash of all of a destination', () => {
  expect(nameOf(DESTINATION)).toMatch(/^[a-z2-7]{52}$/)
  // SHA-256 of no bytes, in base32.
  expect(nameOf('')).toBe('4oymiquy7qobjgx36tejs35zeqt24qpemsnzgtfeswmrw6csxbkq')
})

it('is written as an address, with or without what browsers put behind it', () => {
  expect(garlicAddress(NAME)).toBe(`/garlic32/${NAME}`)
  expect(garlicAddress(`${NAME.toUpperCase()}.b32.i2p`)).toBe(`/garlic32/${NAME}`)
  for (const wrong of ['', 'stats.i2p', `${NAME}a`, `${NAME.slice(1)}1`, `${NAME}/../x`]) {
    expect(() => garlicAddress(wrong)).toThrow('is no b32 name of I2P')
  }
})

it('leads into I2P, or nowhere', () => {
  expect(targetOf(multiaddr(`/garlic32/${NAME}`))).toBe(`${NAME}.b32.i2p`)
  expect(targetOf(multiaddr(`/garlic32/${NAME}/p2p/${PEER}`))).toBe(`${NAME}.b32.i2p`)
  expect(targetOf(multiaddr(`/garlic64/${DESTINATION}/p2p/${PEER}`))).toBe(DESTINATION)
  const elsewhere = [
    '/ip4/192.0.2.1/tcp/1/ws',
    `/garlic32/${NAME}/tcp/80`,
    `/garlic32/${NAME}/p2p/${PEER}/p2p-circuit`,
    `/ip4/192.0.2.1/tcp/1/p2p/${PEER}/p2p-circuit/garlic32/${NAME}`,
    '/garlic32/short',
    `/garlic64/${'A'.repeat(20)}`,
    'no address',
  ]
  expect(elsewhere.filter(isGarlic)).toEqual([])
})
