import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Machine, openMachine, until } from './debian-machine.ts'
import { buildPackages, type Packages, renumbered } from './packages.ts'

const VERSION = '0.1.0'
const PAGE = 'http://127.0.0.1:4937/'
// Stands for the desktop's own, and says what it was told to open.
const OPENER = '#!/bin/sh\necho "$1" >> "$HOME/opened"\n'

let work: string
let packages: Packages

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'hydra-installer-'))
  packages = await buildPackages(work)
}, 900_000)
afterAll(() => rm(work, { recursive: true }))

describe('the Debian package, in a clean Debian with a systemd of its own', () => {
  let machine: Machine
  let author: string
  let cid: string
  const state = async () => (await machine.as('ada', 'systemctl --user is-active hydra')).stdout.trim()
  const hydra = async (line: string) => await machine.as('ada', `hydra ${line}`)
  const install = async (deb: string) => {
    await copyFile(deb, join(machine.root, 'root/hydra.deb'))
    return await machine.sh('SUDO_UID=1000 dpkg -i /root/hydra.deb')
  }
  const ready = () => until(async () => (await machine.sh(`curl -sf ${PAGE}healthz`)).stdout === 'ok\n')

  beforeAll(async () => {
    machine = await openMachine()
    await machine.sh('useradd -m -s /bin/bash ada && loginctl enable-linger ada')
    await until(async () => (await machine.sh('test -S /run/user/1000/bus')).code === 0)
    await machine.as('ada', 'systemctl --user set-environment DISPLAY=:0')
    await writeFile(join(machine.root, 'usr/bin/xdg-open'), OPENER, { mode: 0o755 })
    const debian = await readFile(join(machine.root, 'etc/debian_version'), 'utf8')
    const { stdout } = await machine.sh('dpkg --version | head -1; systemctl --version | head -1')
    console.log(`Ran in Debian ${debian.trim()}: ${stdout.trim().replace('\n', '; ')}`)
  }, 600_000)
  afterAll(() => machine?.close())

  it('starts a node for who installs it, and opens its page in the browser', async () => {
    const { code, stderr } = await install(packages.deb)
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Hydra runs for ada. `hydra open` shows its page.\n' })
    await ready()
    expect(await state()).toBe('active')
    await until(async () => (await readFile(join(machine.root, 'home/ada/opened'), 'utf8')) === `${PAGE}\n`)
    const page = (await machine.sh(`curl -s ${PAGE}`)).stdout
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? ''
    expect((await machine.sh(`curl -sI ${PAGE}${script.slice(1)}`)).stdout).toContain('200 OK')
    const dashboard = (await hydra('dashboard')).stdout.split('#')[0]
    expect((await machine.sh(`curl -s ${dashboard}`)).stdout).toContain('<title>')
    expect((await hydra('version')).stdout).toBe(`hydra ${VERSION} on Node 24.21.0\n`)
    // Nobody else's node was started, and nothing belongs to root that is the user's.
    expect((await machine.sh('pgrep -c -f [a]pp/node/dist/main.js')).stdout).toBe('1\n')
    expect((await machine.sh('find /home/ada -not -user ada; ls -A /root/.local 2>/dev/null')).stdout).toBe('')
    author = (await hydra('id')).stdout
  })

  it('shares a picture that others fetch', async () => {
    const picture = await readFile(new URL('../../docs/pictures/welcome-phone-light.jpg', import.meta.url))
    await writeFile(join(machine.root, 'home/ada/whale.jpg'), picture)
    const { stdout } = await hydra('files add whale.jpg --tag sea --json')
    cid = (JSON.parse(stdout) as { cid: string }).cid
    expect((await machine.as('ada', `hydra feed post 'A whale!' --attach whale.jpg`)).code).toBe(0)
    await machine.sh('useradd -m -s /bin/bash bob')
    await machine.as('bob', 'hydra start --port 0 >started 2>&1 &')
    await until(async () => (await machine.as('bob', 'cat started')).stdout.includes('Hydra is ready at'))
    const address = /\/ip4\/127.0.0.1\/tcp\/4937\/ws\S+/.exec(
      (await machine.as('ada', 'journalctl --user -u hydra')).stdout,
    )
    expect((await machine.as('bob', `hydra peers connect ${address?.[0]}`)).stdout).toContain('Connected to')
    expect((await machine.as('bob', `hydra files get ${cid} copy.jpg`)).code).toBe(0)
    expect((await readFile(join(machine.root, 'home/bob/copy.jpg'))).equals(picture)).toBe(true)
  })

  it('has a unit that systemd takes, a menu entry, and a man page without a fault', async () => {
    expect(await machine.as('ada', 'systemd-analyze --user verify /usr/lib/systemd/user/hydra.service')).toMatchObject({
      code: 0,
      stderr: '',
    })
    expect((await machine.sh('man --warnings -E UTF-8 hydra >/dev/null')).stderr).toBe('')
    expect((await machine.sh('man hydra | cat')).stdout).toMatch(/files add path|files add <path/)
    expect((await machine.sh('dpkg --verify hydra-node')).stdout).toBe('')
    expect((await machine.sh('cat /usr/share/applications/hydra-node.desktop')).stdout).toContain('Exec=hydra open')
  })

  it('says so when an upgrade was cut in the middle, and loses nothing; the next one mends it', async () => {
    const newer = await renumbered(packages.deb, '0.1.1', work)
    await copyFile(newer, join(machine.root, 'root/hydra.deb'))
    const cut = await machine.sh(`
      dpkg -i /root/hydra.deb & d=$!
      until ls /usr/lib/hydra/*.dpkg-new; do :; done
      kill -9 $d; sleep 1; dpkg -s hydra-node | grep ^Status`)
    expect(cut.stdout).toContain('half-installed')
    const said = await hydra('id')
    expect(said.code).toBe(75)
    expect(said.stderr).toContain('that was cut short. What your node keeps is untouched.')
    // The node that runs is not touched by it.
    expect((await machine.sh(`curl -s ${PAGE}healthz`)).stdout).toBe('ok\n')
    expect((await install(newer)).code).toBe(0)
    expect((await machine.sh('ls -A /usr/lib/hydra')).stdout).toBe('LICENSE.md\napp\nbin\nhydra\n')
  })

  it('goes on after the upgrade as the new version, with all that it kept', async () => {
    await ready()
    expect(await state()).toBe('active')
    expect((await hydra('version')).stdout).toBe(`hydra 0.1.1 on Node 24.21.0\n`)
    const exe = await machine.sh('ls -l /proc/$(pgrep -u ada -f [a]pp/node/dist/main.js)/exe')
    expect(exe.stdout).not.toContain('deleted')
    expect((await hydra('id')).stdout).toBe(author)
    expect((await hydra('files ls --json')).stdout).toContain(cid)
    expect((await hydra('feed timeline')).stdout).toContain('A whale!')
    expect((await machine.sh(`curl -s ${PAGE}files/${cid} | cmp - /home/ada/whale.jpg`)).code).toBe(0)
  })

  it('keeps what nodes hold when it is removed, and takes it up when it comes back', async () => {
    const { code, stderr } = await machine.sh('dpkg -r hydra-node')
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('stays in each user') })
    expect(
      (await machine.sh('pgrep -f [a]pp/node/dist/main.js; ls /usr/lib/hydra /usr/bin/hydra 2>/dev/null')).stdout,
    ).toBe('')
    await install(packages.deb)
    await ready()
    expect((await hydra('id')).stdout).toBe(author)
    expect((await hydra('files ls --json')).stdout).toContain(cid)
  })

  it('deletes it where the question is answered so', async () => {
    // What a folder of another kind, or a link, stands for is not followed.
    await machine.as('bob', 'mkdir -p kept; mv .local/share/hydra kept/; ln -s ~/kept/hydra .local/share/hydra')
    await machine.sh('echo hydra-node hydra-node/keep-data boolean false | debconf-set-selections')
    const { code, stderr } = await machine.sh('dpkg -P hydra-node')
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('Deleted /home/ada') })
    expect((await machine.sh('test -e /home/ada/.local/share/hydra')).code).toBe(1)
    expect((await machine.sh('test -e /home/bob/kept/hydra/device')).code).toBe(0)
    expect((await machine.sh('debconf-show hydra-node; dpkg -s hydra-node')).stdout).toBe('')
  })
})

describe('the archive', () => {
  it('runs where it is unpacked, without anything of this machine, and by a link', async () => {
    const home = await mkdtemp(join(tmpdir(), 'hydra-archive-'))
    const env = { HOME: home, PATH: `${home}/bin:/usr/bin:/bin`, DISPLAY: ':0', HYDRA_DISCOVERY_MDNS: 'false' }
    const hydra = (...args: string[]) => promisify(execFile)(join(home, 'bin', 'hydra'), args, { env, cwd: home })
    try {
      await promisify(execFile)('tar', ['-xzf', packages.archive, '-C', home])
      const folder = join(home, `hydra-${VERSION}-${process.platform}-${process.arch}`)
      await mkdir(join(home, 'bin'))
      await promisify(execFile)('ln', ['-s', join(folder, 'hydra'), join(home, 'bin', 'hydra')])
      await writeFile(join(home, 'bin', 'xdg-open'), OPENER, { mode: 0o755 })
      expect((await hydra('version')).stdout).toBe(`hydra ${VERSION} on Node 24.21.0\n`)
      const url = (await hydra('open')).stdout.trim()
      expect(await (await fetch(url)).text()).toContain('<title>')
      await until(async () => (await readFile(join(home, 'opened'), 'utf8')) === `${url}\n`)
      // A second time, the same node.
      expect((await hydra('open')).stdout.trim()).toBe(url)
      const control = JSON.parse(await readFile(join(home, '.local/share/hydra/control.json'), 'utf8')) as {
        pid: number
      }
      process.kill(control.pid)
      await until(async () => !(await fetch(url).then(Boolean, () => false)))
    } finally {
      await rm(home, { recursive: true, maxRetries: 5 })
    }
  })
})
