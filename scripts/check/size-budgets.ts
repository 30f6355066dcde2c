/** What an entry point may cost a page that imports all of it, in kilobytes (1,000 bytes) after minify and gzip. */
export type Budget = { readonly maxKb: number; readonly reason: string } | { readonly nodeOnly: string }

// A budget is what was measured or planned and about a quarter of room: growth within it is nobody's concern, growth
// beyond it is a decision to be taken here. Shared parts count in full for each: a page that loads two pays once.
export const budgets: Readonly<Record<string, Budget>> = {
  '@hydra/identity': { maxKb: 60, reason: 'the 2,048 words of BIP-39, HPKE and the curves as fallback: 43 measured' },
  '@hydra/identity/engine': { maxKb: 1, reason: 'one comparison; a bundle for pages drops even that' },
  '@hydra/identity/errors': { maxKb: 2, reason: 'names and sentences' },
  '@hydra/identity/node': { nodeOnly: 'keeps its keys in a file' },
  '@hydra/identity/petnames': { maxKb: 25, reason: 'the table of confusable letters: 19 measured' },
  '@hydra/identity/statements': { maxKb: 35, reason: 'signatures and CBOR, without the words: 25 measured' },
  '@hydra/discovery': { maxKb: 75, reason: 'policies, and signed peer records with the keys they take: 60 measured' },
  '@hydra/discovery/libp2p': { maxKb: 60, reason: 'libp2p modules without libp2p itself: keys, addresses, streams' },
  '@hydra/discovery/dht': { maxKb: 165, reason: 'kad-dht and what it needs of libp2p: 135 measured' },
  '@hydra/discovery/tracker': { maxKb: 60, reason: 'as @hydra/discovery/libp2p, and one protocol more' },
  '@hydra/discovery/mdns': { nodeOnly: 'multicast takes a UDP socket' },
  '@hydra/discovery/node': { nodeOnly: 'keeps its address book in a file' },
  '@hydra/transports': { maxKb: 120, reason: 'libp2p with WebSocket and relay but without WebRTC: 90 measured' },
  '@hydra/transports/webrtc': { maxKb: 90, reason: '@libp2p/webrtc bundled with what only it needs: 69 measured' },
  '@hydra/transports/http': { maxKb: 35, reason: 'one transport, without libp2p itself: 24 measured' },
  '@hydra/transports/room': {
    maxKb: 65,
    reason: 'one transport, the keys it verifies and a cipher, without libp2p itself: 53 measured',
  },
  '@hydra/transports/node-listener': { nodeOnly: 'listens on a port' },
  '@hydra/router': { maxKb: 80, reason: 'identity, for sealing, and a state machine of its own' },
  '@hydra/router/libp2p': { maxKb: 5, reason: 'one adapter: it takes the libp2p that it is handed' },
  '@hydra/router/simulator': { maxKb: 90, reason: 'the router and a virtual network: runs in the examples too' },
  '@hydra/router/gossipsub': {
    maxKb: 80,
    reason: 'gossipsub adds 25 to a page that has libp2p; alone it brings parts along',
  },
  '@hydra/records': { maxKb: 80, reason: 'identity, for signatures, and reconciliation' },
  '@hydra/records/sqlite': { nodeOnly: 'keeps its records in a file' },
  '@hydra/records/indexeddb': { maxKb: 10, reason: 'one store' },
  '@hydra/records/libp2p': { maxKb: 80, reason: 'one adapter over the whole of @hydra/records' },
  '@hydra/files': { maxKb: 120, reason: 'records and the router, UnixFS to come' },
  '@hydra/feeds': { maxKb: 110, reason: 'records and the router' },
  '@hydra/services': { maxKb: 100, reason: 'the router and HTTP messages' },
  '@hydra/services/gateway': { maxKb: 40, reason: 'turns requests into calls: no router in it' },
  '@hydra/services/node': { nodeOnly: 'adapts servers written for Node' },
  '@hydra/services/fetch-cases': { maxKb: 30, reason: 'the cases of a suite, for pages that run them' },
  '@hydra/hns': { maxKb: 110, reason: 'records, and puzzles in WASM to come' },
  '@hydra/peer': { maxKb: 100, reason: 'memoryPeer: router and services without any network, 55 measured' },
  '@hydra/peer/browser': {
    maxKb: 260,
    reason: 'everything at once: core to WebRTC is 153, and each role adds its own',
  },
  '@hydra/peer/node': { nodeOnly: 'listens on a port' },
}
