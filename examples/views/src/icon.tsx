const PATHS = {
  network:
    'M12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM5.5 7.3a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6zm13 2a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6zM8 20.3a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6zM6.9 6.7l3.2 3.5m4.2.8 2.6-2.5M11 14.3l-2.2 2.6',
  requests: 'M4 8h14m-4-4 4 4-4 4M20 16H6m4-4-4 4 4 4',
  files: 'M6 4h8l4 4v12H6zM14 4v4h4M9 13h6M9 16.5h6',
  names: 'M4 5h7l9 9-6 6-9-9V5zM8.5 8.5h.01',
  services: 'M5 5h14v6H5zM5 13h14v6H5zM8 8h.01M8 16h.01',
  health: 'M3 12h4l2.5-6 4.5 12 2.5-6H21',
  logs: 'M5 6h14M5 10h10M5 14h14M5 18h7',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zm5.2 12.2L20.5 20.5',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm-7.5 8c.5-4 3.4-6 7.5-6s7 2 7.5 6',
  code: 'M8.5 7 4 12l4.5 5M15.5 7 20 12l-4.5 5M13.5 5l-3 14',
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.5 10 17.5 19.5 7',
  warn: 'M12 4 2.8 19.5h18.4zM12 10v4.5M12 17h.01',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  download: 'M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19.5h14',
  shield: 'M12 4 5.5 6.5v5c0 4 2.7 7 6.5 8.5 3.8-1.5 6.5-4.5 6.5-8.5v-5z',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.7a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4z',
  pause: 'M9 6v12M15 6v12',
  play: 'M8 5.5 18.5 12 8 18.5z',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  )
}
