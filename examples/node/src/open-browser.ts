import { spawn } from 'node:child_process'
import { env, platform } from 'node:process'

/** Opens a page in the user's browser, where there is a display to see it on; failing to is no error. */
export function openBrowser(url: string): void {
  const command = opener()
  if (!command) return
  const child = spawn(command, [url], { stdio: 'ignore', detached: true, shell: platform === 'win32' })
  child.on('error', () => {})
  child.unref()
}

function opener(): string | undefined {
  if (platform === 'darwin') return 'open'
  if (platform === 'win32') return 'start'
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? 'xdg-open' : undefined
}
