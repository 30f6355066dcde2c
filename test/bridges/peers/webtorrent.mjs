export { default } from 'webtorrent'
