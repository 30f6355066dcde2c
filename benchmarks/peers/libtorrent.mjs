// libtorrent 2 as a BitTorrent peer on loopback alone, by its Python binding: no tracker, no DHT, nothing but the one it is
// told of. Files lie in memory where the system has such a folder.
//
//   node libtorrent.mjs provide <bytes> <seed>     prints { cid, address }, and serves until its input ends
//   node libtorrent.mjs fetch <torrent> <port>     prints { bytes, firstMs, ms }
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { content } from '../files/content.ts'

const [mode, first, second] = process.argv.slice(2)
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'hydra-libtorrent-'))
if (mode === 'provide') {
  const file = openSync(join(folder, 'content'), 'w')
  for (const piece of content(Number(first), Number(second))) writeSync(file, piece)
}

// The system's own: its package puts the binding there.
const script = `
import json, sys, time
import libtorrent as lt
mode, folder, torrent, port = sys.argv[1:5]
alone = {'listen_interfaces': '127.0.0.1:0', 'enable_dht': False, 'enable_lsd': False, 'enable_upnp': False,
         'enable_natpmp': False, 'enable_incoming_utp': False, 'enable_outgoing_utp': False,
         'allow_multiple_connections_per_ip': True, 'tick_interval': 50}
session = lt.session({**lt.high_performance_seed(), **alone} if mode == 'provide' else alone)
if mode == 'provide':
    files = lt.file_storage()
    lt.add_files(files, folder + '/content')
    making = lt.create_torrent(files, 1024 * 1024, lt.create_torrent.v1_only)
    lt.set_piece_hashes(making, folder)
    with open(torrent, 'wb') as out: out.write(lt.bencode(making.generate()))
    info = lt.torrent_info(torrent)
    handle = session.add_torrent({'ti': info, 'save_path': folder, 'flags': lt.torrent_flags.seed_mode | lt.torrent_flags.upload_mode})
    handle.unset_flags(lt.torrent_flags.upload_mode | lt.torrent_flags.paused | lt.torrent_flags.auto_managed)
    handle.resume()
    print(json.dumps({'cid': torrent, 'address': str(session.listen_port())}), flush=True)
    sys.stdin.read()
else:
    info = lt.torrent_info(torrent)
    handle = session.add_torrent({'ti': info, 'save_path': folder, 'flags': lt.torrent_flags.default_flags & ~lt.torrent_flags.auto_managed & ~lt.torrent_flags.paused})
    while str(handle.status().state) in ('checking_files', 'checking_resume_data'): time.sleep(0.005)
    started = time.monotonic()
    handle.connect_peer(('127.0.0.1', int(port)))
    first = 0
    while True:
        status = handle.status()
        if not first and status.total_wanted_done > 0: first = time.monotonic() - started
        if status.is_seeding: break
        time.sleep(0.002)
    print(json.dumps({'bytes': info.total_size(), 'firstMs': first * 1000, 'ms': (time.monotonic() - started) * 1000}), flush=True)
`
const torrent = mode === 'provide' ? join(folder, 'content.torrent') : first
const child = spawn('/usr/bin/python3', ['-c', script, mode, folder, torrent, second], {
  stdio: ['inherit', 'inherit', 'inherit'],
})
const [code] = await once(child, 'exit')
rmSync(folder, { recursive: true })
process.exit(code ?? 1)
