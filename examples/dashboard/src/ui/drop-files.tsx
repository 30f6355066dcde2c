import { Icon } from '@hydra/views'
import { useState } from 'preact/hooks'

/** Takes files that are chosen or dropped. */
export function DropFiles({ onFiles }: { onFiles: (files: Iterable<File>) => void }) {
  const [isOver, setOver] = useState(false)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    onFiles(event.dataTransfer?.files ?? [])
  }
  const over = (event: DragEvent): void => {
    event.preventDefault()
    setOver(true)
  }
  return (
    <label class={isOver ? 'drop is-over' : 'drop'} onDrop={drop} onDragOver={over} onDragLeave={() => setOver(false)}>
      <Icon name="plus" />
      <strong>Share files</strong>
      <small>Everybody finds them in the index</small>
      <input
        type="file"
        multiple
        class="sr-only"
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])])
          currentTarget.value = ''
        }}
      />
    </label>
  )
}
