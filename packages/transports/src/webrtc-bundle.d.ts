// What scripts/bundle-webrtc.ts bundles, for the compiler of this repository: users have no @libp2p/webrtc.
export { webRTC, webRTCDirect } from '@libp2p/webrtc'
