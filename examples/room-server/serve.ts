// A room: repeats each message to everyone else at the same path. Run it: PORT=9000 node serve.ts
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

const MAX_MEMBERS = 64 // of one room: each message is sent to all the others
const MAX_ROOMS = 256
const MAX_MESSAGE_BYTES = 80 * 1024 // what libp2p sends at a time, sealed
const MAX_BYTES_PER_SECOND = 128 * 1024 // of one member: a handshake is ten kilobytes
const MAX_WAITING_BYTES = 1024 ** 2 // for a member that does not read

const rooms = new Map<string, Set<WebSocket>>()
const server = new WebSocketServer({ port: Number(process.env['PORT'] ?? 9000), maxPayload: MAX_MESSAGE_BYTES })
server.on('connection', (socket, { url = '/' }) => {
  const room = rooms.get(url) ?? new Set()
  if (room.size >= MAX_MEMBERS || (room.size === 0 && rooms.size >= MAX_ROOMS)) return socket.close(1013, 'full')
  rooms.set(url, room.add(socket))
  let credit = MAX_BYTES_PER_SECOND
  let at = Date.now()
  socket.on('message', (message: Buffer) => {
    credit = Math.min(MAX_BYTES_PER_SECOND, credit + ((Date.now() - at) / 1000) * MAX_BYTES_PER_SECOND)
    at = Date.now()
    credit -= message.length
    if (credit < 0) return socket.close(1008, 'too much')
    for (const other of room) if (other !== socket && other.bufferedAmount < MAX_WAITING_BYTES) other.send(message)
  })
  socket.on('error', () => socket.terminate())
  socket.on('close', () => room.delete(socket) && room.size === 0 && rooms.delete(url))
})
await once(server, 'listening')
console.log(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
