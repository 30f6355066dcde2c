import { execFile, spawn } from 'node:child_process'
import { argv, env, execPath } from 'node:process'
import { promisify } from 'node:util'
import envPaths from 'env-paths'

/** Starts a node that outlives this command: by systemd, where it has a unit for this folder, else as a process apart. */
export async function startApart(dataDir: string): Promise<void> {
  // The unit is of the folder that is taken where none is named.
  const isUsual = dataDir === envPaths('hydra', { suffix: '' }).data
  if (isUsual && (await startUnit())) return
  const child = spawn(execPath, [argv[1] ?? '', 'start', '--data', dataDir], {
    stdio: 'ignore',
    detached: true,
    env: { ...env, HYDRA_LOG: 'json' },
  })
  child.unref()
}

async function startUnit(): Promise<boolean> {
  try {
    await promisify(execFile)('systemctl', ['--user', 'start', 'hydra.service'])
    return true
  } catch {
    return false
  }
}
