import { readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RequestHandler } from '@hydra/transports'
import { problem } from './guard.ts'

// The picture app of this repository, once it is built.
const PICTURES = fileURLToPath(new URL('../../../picture-sharing/dist', import.meta.url))

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

// A build puts what never changes under its name here.
const IMMUTABLE = /^\/assets\/.*-[\w-]{8}\./

/** The folder of the page at `/`: the one that was named, or the picture app where it is built. */
export function appFolder(named: string | undefined): string | undefined {
  if (named !== undefined) return named
  return existsSync(join(PICTURES, 'index.html')) ? PICTURES : undefined
}

/** Serves a static build, below a path where one is given. What it does not have is left to `otherwise`. */
export function serveApp(folder: string, otherwise: RequestHandler, below = ''): RequestHandler {
  return async (request, from) => {
    const pathname = new URL(request.url).pathname.slice(below.length)
    const path = pathOf(pathname)
    const bytes = path === undefined ? undefined : await readIfThere(join(folder, path))
    if (path === undefined || bytes === undefined) return otherwise(request, from)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return problem(405, 'This is read only.', { allow: 'GET, HEAD' })
    }
    const headers = {
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      'content-length': String(bytes.length),
      'cache-control': IMMUTABLE.test(pathname) ? 'public, max-age=31536000, immutable' : 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    }
    return new Response(request.method === 'HEAD' ? null : bytes, { headers })
  }
}

/** Where in the folder a URL points; nowhere for one that is no text, hidden, or leads out of it. */
function pathOf(pathname: string): string | undefined {
  try {
    const path = normalize(decodeURIComponent(pathname))
    if (path.includes('\0') || path.split(/[/\\]/).some((part) => part.startsWith('.'))) return undefined
    return path.endsWith('/') ? `${path}index.html` : path
  } catch {
    return undefined
  }
}

async function readIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await readFile(path))
  } catch (error) {
    if (['ENOENT', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      return undefined
    }
    throw error
  }
}
