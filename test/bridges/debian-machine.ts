import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { needs, needsRoot } from './needs.ts'

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A clean Debian of the test's own, with its own systemd as first process, its own network and its own users. */
export interface Machine {
  /** Where its root stands on this machine. */
  readonly root: string
  /** Runs a line of shell as root. */
  sh(line: string): Promise<Ran>
  /** Runs one as a user who is logged in. */
  as(user: string, line: string): Promise<Ran>
  close(): Promise<void>
}

const PACKAGES = 'systemd,systemd-sysv,dbus,dbus-user-session,libpam-systemd,procps,curl,man-db'
const CLEAN = ['env', '-i', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin', 'LANG=C.UTF-8', 'DEBIAN_FRONTEND=noninteractive']

// What systemd finds when it is started in a container.
const BOOT = `
set -e
R=$1
mount --make-rprivate /
mount --bind "$R" "$R"
mount -t proc proc "$R/proc"
mount -t sysfs -o ro sysfs "$R/sys"
mount -t cgroup2 none "$R/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$R/dev"
for n in null zero full random urandom tty; do touch "$R/dev/$n"; mount --bind "/dev/$n" "$R/dev/$n"; done
mkdir "$R/dev/pts" "$R/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$R/dev/pts"
mount -t tmpfs tmpfs "$R/dev/shm"
ln -s pts/ptmx "$R/dev/ptmx"
ln -s /proc/self/fd "$R/dev/fd"
mount -t tmpfs -o mode=755 tmpfs "$R/run"
mount -t tmpfs tmpfs "$R/tmp"
ip link set lo up
exec env -i container=hydra PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$R" /lib/systemd/systemd --show-status=no
`

export async function openMachine(): Promise<Machine> {
  needsRoot()
  needs({ debootstrap: 'debootstrap', unshare: 'util-linux', nsenter: 'util-linux', ip: 'iproute2', mount: 'mount' })
  const folder = await mkdtemp(join(tmpdir(), 'hydra-debian-'))
  const root = join(folder, 'root')
  await promisify(execFile)('debootstrap', ['--variant=minbase', `--include=${PACKAGES}`, 'bookworm', root], {
    maxBuffer: 1e8,
  })
  await writeFile(join(folder, 'boot'), BOOT)
  const kinds = ['--mount', '--pid', '--net', '--cgroup', '--uts', '--ipc']
  const outer = spawn('unshare', [...kinds, '--fork', '--kill-child', 'bash', join(folder, 'boot'), root], {
    stdio: 'ignore',
  })
  const ended = once(outer, 'exit')
  const close = async (): Promise<void> => {
    outer.kill('SIGKILL')
    await ended
    await rm(folder, { recursive: true, maxRetries: 10 })
  }
  try {
    const machine = enter(await childOf(outer.pid ?? 0), root, close)
    await until(async () => /running|degraded/.test((await machine.sh('systemctl is-system-running')).stdout))
    return machine
  } catch (error) {
    await close()
    throw error
  }
}

function enter(pid: string, root: string, close: () => Promise<void>): Machine {
  const inside = ['--target', pid, '-m', '-p', '-n', '-u', '-i', '-C', '-r', '-w', ...CLEAN]
  const sh = (line: string): Promise<Ran> => run('nsenter', [...inside, 'sh', '-c', line])
  const as = (user: string, line: string): Promise<Ran> => {
    const session = 'XDG_RUNTIME_DIR=/run/user/$(id -u) HOME=$HOME PATH=$PATH'
    const quoted = line.replaceAll("'", String.raw`'\''`)
    return sh(`runuser -l ${user} -c 'export ${session}; ${quoted}'`)
  }
  return { root, sh, as, close }
}

async function run(command: string, args: string[]): Promise<Ran> {
  try {
    const { stdout, stderr } = await promisify(execFile)(command, args, { timeout: 120_000, maxBuffer: 1e8 })
    return { code: 0, stdout, stderr }
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: number; stdout?: string; stderr?: string }
    return { code: code ?? -1, stdout, stderr }
  }
}

async function childOf(pid: number): Promise<string> {
  let children = ''
  await until(async () => (children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim()) !== '')
  return children
}

/** Looks until it is so. */
export async function until(isSo: () => Promise<boolean>, withinMs = 60_000): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await isSo().catch(() => false))) {
    if (performance.now() > end) throw new Error(`It did not come about within ${withinMs / 1000} s: ${isSo}`)
    await pause(200)
  }
}
