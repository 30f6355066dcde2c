const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
}

/** Where the service worker finds a file. The name only says what type it has: strangers' types are not believed. */
export function fileUrl(cid: string, mediaType?: string): string {
  const extension = mediaType === undefined ? undefined : EXTENSIONS[mediaType]
  return `./files/${encodeURIComponent(cid)}${extension ? `?filename=file.${extension}` : ''}`
}
