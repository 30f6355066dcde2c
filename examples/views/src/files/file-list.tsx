import { Icon } from '../icon.tsx'
import { Copy, Empty, ProgressLine } from '../parts.tsx'
import type { SharedFile } from '../scene.ts'
import { bytesText, numberText, plural, shortId } from '../words.ts'
import { kindOf } from './file-icon.ts'

interface FileListProps {
  readonly files: readonly SharedFile[]
  /** No longer shares one. */
  readonly onRemove?: (file: SharedFile) => void
  /** Ends what is on its way. */
  readonly onCancel?: (file: SharedFile) => void
  /** @default 60 */
  readonly maxShown?: number
}

/** What is shared here, who else has it, and what is on its way. */
export function FileList({ files, onRemove, onCancel, maxShown = 60 }: FileListProps) {
  if (files.length === 0) return <Empty icon="files">Nothing is shared from here yet.</Empty>
  return (
    <>
      <ul class="rows">
        {files.slice(0, maxShown).map((file) => (
          <FileRow key={file.cid} file={file} onRemove={onRemove} onCancel={onCancel} />
        ))}
      </ul>
      {files.length > maxShown && <p class="hint">{numberText(files.length - maxShown)} more.</p>}
    </>
  )
}

interface FileRowProps {
  readonly file: SharedFile
  readonly onRemove: FileListProps['onRemove']
  readonly onCancel: FileListProps['onCancel']
}

function FileRow({ file, onRemove, onCancel }: FileRowProps) {
  const { cid, name, bytes, mediaType, privacy, providers, progress, failure, href } = file
  const title = name ?? shortId(cid)
  return (
    <li class="row file">
      <FileMark mediaType={mediaType} name={name} />
      <span class="row-main">
        <strong dir="auto">{href ? <a href={href}>{title}</a> : title}</strong>
        {progress ? (
          <ProgressLine what={`Progress of ${title}`} progress={progress} />
        ) : (
          <small>
            {[...(bytes === undefined ? [] : [bytesText(bytes)]), ...(privacy === 'hidden' ? ['hidden'] : [])].join(
              ' · ',
            )}
          </small>
        )}
        {failure !== undefined && (
          <small class="problem" dir="auto">
            {failure}
          </small>
        )}
      </span>
      {providers !== undefined && <Holders count={providers} />}
      {progress && onCancel ? (
        <button type="button" class="round" aria-label={`Cancel ${title}`} onClick={() => onCancel(file)}>
          <Icon name="close" />
        </button>
      ) : (
        <Copy text={cid} what={`the CID of ${title}`} />
      )}
      {!progress && onRemove && (
        <button type="button" class="round" aria-label={`No longer share ${title}`} onClick={() => onRemove(file)}>
          <Icon name="close" />
        </button>
      )}
    </li>
  )
}

export function FileMark({ mediaType, name }: { mediaType?: string | undefined; name?: string | undefined }) {
  const { word, tint } = kindOf(mediaType, name)
  return (
    <span class="file-mark" style={{ '--tint': `var(--${tint})` }}>
      {word}
    </span>
  )
}

// As many dots as one counts at a glance.
const MAX_DOTS = 5

/** Who else has it: a dot for each. */
function Holders({ count }: { count: number }) {
  const words =
    count === 0 ? 'nobody else here has it' : `${plural(count, 'other peer')} ${count === 1 ? 'has' : 'have'} it`
  return (
    <span class="holders" title={words}>
      <span class="sr-only">{words}</span>
      {Array.from({ length: Math.min(count, MAX_DOTS) }, (_, at) => (
        <i key={at} aria-hidden="true" />
      ))}
      {count === 0 && <i class="is-none" aria-hidden="true" />}
      {count > MAX_DOTS && <small aria-hidden="true">+{count - MAX_DOTS}</small>}
    </span>
  )
}
