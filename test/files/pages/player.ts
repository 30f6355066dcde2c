export interface Played {
  readonly startMs: number
  readonly seekMs: number
  readonly seconds: number
}

let player: HTMLVideoElement | undefined

/** Plays a film, then seeks to this share of it. Resolves when frames move again. */
export async function play(url: string, share: number): Promise<Played> {
  leave()
  const started = performance.now()
  player = document.createElement('video')
  player.muted = true
  player.src = url
  document.body.append(player)
  await player.play()
  await moved(player, 0)
  const startMs = performance.now() - started
  return { startMs, seekMs: await seek(share), seconds: player.duration }
}

/** Plays no more, and reads no more. */
export function leave(): void {
  player?.removeAttribute('src')
  player?.load()
}

export async function seek(share: number): Promise<number> {
  const film = playing()
  const started = performance.now()
  const target = film.duration * share
  film.currentTime = target
  await moved(film, target)
  return performance.now() - started
}

export async function pause(): Promise<void> {
  playing().pause()
}

export async function resume(): Promise<void> {
  const film = playing()
  const at = film.currentTime
  await film.play()
  await moved(film, at)
}

function playing(): HTMLVideoElement {
  if (!player) throw new Error('Nothing was played.')
  return player
}

/** Resolves when the player shows what comes after this time. */
function moved(film: HTMLVideoElement, time: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (film.seeking || film.currentTime <= time) return
      film.removeEventListener('timeupdate', look)
      resolve()
    }
    film.addEventListener('timeupdate', look)
    film.addEventListener('error', () => reject(new Error(film.error?.message ?? 'It does not play.')))
  })
}
