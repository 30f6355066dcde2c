import '../styles/later.css'
import { FileList, Icon, IndexSearch, Panel, TaskState, useTask } from '@hydra/views'
import { useSession } from '../state/session.ts'

/** Shares files, and finds those of everybody. */
export function FilesScreen() {
  const { shelf } = useSession()
  const task = useTask<[readonly File[]]>(async (context, files) => {
    for (const file of files) await shelf.share(file, context)
  })
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    task.start([...(event.dataTransfer?.files ?? [])])
  }
  return (
    <div class="pair">
      <Panel title="Shared from here">
        <label class="drop" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
          <Icon name="plus" />
          <span>
            Share files
            <small>They are kept in this browser; everybody finds them by name.</small>
          </span>
          <input type="file" multiple onChange={({ currentTarget }) => task.start([...(currentTarget.files ?? [])])} />
        </label>
        <TaskState task={task} what="Adding files" />
        <FileList files={shelf.files.value} onRemove={(file) => void shelf.remove(file)} />
      </Panel>
      <Panel title="Search everybody's">
        <IndexSearch onSearch={async (words) => shelf.search(words)} onGet={(file) => void shelf.get(file)} />
      </Panel>
    </div>
  )
}
