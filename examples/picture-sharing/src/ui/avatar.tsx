import type { Person } from '../state/people.ts'
import { fileUrl } from './file-url.ts'

/** Somebody's picture, or the beginning of the name in a colour of their own. */
export function Avatar({ person, size = 'm' }: { person: Person; size?: 's' | 'm' | 'l' }) {
  const { key, name, pictureCid } = person
  const hue = [...key].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7)
  return (
    <span class={`avatar avatar-${size}`} style={{ '--hue': hue }} aria-hidden="true">
      {[...name][0]?.toUpperCase()}
      {pictureCid !== undefined && <img src={fileUrl(pictureCid)} alt="" onError={hide} loading="lazy" />}
    </span>
  )
}

function hide({ currentTarget }: { currentTarget: HTMLImageElement }): void {
  currentTarget.hidden = true
}
