import '@hydra/views/styles.css'
import { render } from 'preact'
import { Root } from './ui/root.tsx'

const place = document.querySelector('#app')
if (place) render(<Root />, place)
