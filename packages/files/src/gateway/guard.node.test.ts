import { describe, expect, it } from 'vitest'
import { refusal } from './guard.ts'

// In Node alone: a page cannot set the headers by which a browser tells who asks.
const url = new URL('http://localhost:4937/files/x')
const rules = { hosts: [], origins: ['https://friend.example'] }
const status = (headers: Record<string, string>) => refusal(new Request(url, { headers }), url, rules)?.status

describe('who may ask the files gateway', () => {
  it('answers its own pages, those it was told of, and links from anywhere', () => {
    expect(status({})).toBeUndefined()
    expect(status({ origin: url.origin })).toBeUndefined()
    expect(status({ origin: 'https://friend.example' })).toBeUndefined()
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    expect(status(link)).toBeUndefined()
  })

  it('refuses the pages of strangers, with and without an origin', () => {
    expect(status({ origin: 'http://evil.example' })).toBe(403)
    expect(status({ origin: 'null' })).toBe(403)
    expect(status({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' })).toBe(403)
  })
})
