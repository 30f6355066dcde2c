const KEY = 'welcomed'

export function isWelcomed(): boolean {
  return localStorage.getItem(KEY) !== null
}

export function welcome(): void {
  localStorage.setItem(KEY, 'yes')
}
