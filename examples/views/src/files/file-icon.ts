/** What a file is, in a letter or two: it stands on its card. */
export function kindOf(mediaType = '', name = ''): { readonly word: string; readonly tint: string } {
  const [family = ''] = mediaType.split('/')
  if (family === 'image') return { word: 'picture', tint: 'plum' }
  if (family === 'video') return { word: 'film', tint: 'blue' }
  if (family === 'audio') return { word: 'sound', tint: 'teal' }
  if (mediaType === 'application/x-directory') return { word: 'folder', tint: 'ochre' }
  if (family === 'text') return { word: 'text', tint: 'olive' }
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]
  return { word: ending?.toLowerCase() ?? 'file', tint: 'accent' }
}
