import type { ComponentChildren } from 'preact'
import { go } from '../state/address.ts'

interface LinkProps {
  readonly to: string
  readonly class?: string
  readonly dir?: 'auto'
  readonly 'aria-label'?: string
  readonly 'aria-current'?: 'page' | undefined
  readonly children?: ComponentChildren
}

/** Goes to another page of the app, and leaves the link a link. */
export function Link({ to, children, ...rest }: LinkProps) {
  const follow = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    go(to)
  }
  return (
    <a {...rest} href={`#${to}`} onClick={follow}>
      {children}
    </a>
  )
}
