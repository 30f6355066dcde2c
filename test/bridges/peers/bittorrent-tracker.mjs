export { Server } from 'bittorrent-tracker'
