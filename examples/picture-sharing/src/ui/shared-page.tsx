import { useEffect, useState } from 'preact/hooks'
import { openAlbum, type SharedPicture } from '../state/private-album.ts'
import { query } from '../state/address.ts'
import { useSession } from '../state/session.ts'

type Opened = Awaited<ReturnType<typeof openAlbum>>

/** What a private link leads to. */
export function SharedPage({ cid }: { cid: string }) {
  const { peer, neighbours } = useSession()
  const [album, setAlbum] = useState<Opened | undefined>(undefined)
  const [problem, setProblem] = useState('')
  const key = query.value.get('key') ?? ''
  const count = neighbours.value
  useEffect(() => {
    if (album) return
    openAlbum(peer, cid, key).then(setAlbum, (error: Error) =>
      setProblem(
        error.name === 'OperationError' || error.name === 'SyntaxError'
          ? 'The link is not whole: its key does not fit. Copy all of it.'
          : 'Nobody who has these pictures is here right now. Leave this page open: they appear when somebody comes.',
      ),
    )
  }, [cid, key, count])
  if (!album)
    return (
      <p class="empty" role="status">
        {problem || 'Opening the album…'}
      </p>
    )
  return (
    <section class="page">
      <h1 dir="auto">{album.title}</h1>
      <ul class="grid">
        {album.pictures.map((picture, index) => (
          <li key={index}>
            <Unlocked album={album} index={index} picture={picture} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Unlocked({ album, index, picture }: { album: Opened; index: number; picture: SharedPicture }) {
  const [url, setUrl] = useState('')
  useEffect(() => {
    let made = ''
    album.picture(index).then(
      (blob) => setUrl((made = URL.createObjectURL(blob))),
      () => undefined,
    )
    return () => URL.revokeObjectURL(made)
  }, [album, index])
  const { width, height, alt = '', mediaType } = picture
  return (
    <span class="picture" style={{ '--ratio': width && height ? `${width} / ${height}` : '4 / 3' }}>
      {url !== '' && (mediaType.startsWith('video/') ? <video src={url} controls /> : <img src={url} alt={alt} />)}
    </span>
  )
}
