/** Bytes as a person says them: `1.5 MB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`
}

/** A duration as a person says it: `12 ms`, `3.4 s`, `5 min`. */
export function durationText(ms: number): string {
  if (ms < 0.5) return '<1 ms'
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  if (ms < 5_400_000) return `${Math.round(ms / 60_000)} min`
  return ms < 129_600_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} days`
}

export const numberText = (value: number): string => value.toLocaleString('en')

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${numberText(count)} ${count === 1 ? one : many}`
}

/** The end of an id: peer ids and CIDs of one kind begin alike. */
export function shortId(id: string): string {
  return id.length <= 10 ? id : `…${id.slice(-6)}`
}

/** So much of a text as has room in a picture. */
export function cutText(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`
}

/** What a thing in a picture is called: who steers a page by voice says what stands there, cut as it is. */
export function pictureLabel(shown: string, whole: string): string {
  return whole.startsWith(shown) ? whole : `${shown} ${whole}`
}

export function clockText(atMs: number): string {
  return new Date(atMs).toLocaleTimeString('en-GB')
}

/** A hue that is always the same for the same text. */
export function hueOf(text: string): number {
  let hash = 2_166_136_261
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619)
  return (hash >>> 0) % 360
}
