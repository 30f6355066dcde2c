export { default } from 'hypercore'
