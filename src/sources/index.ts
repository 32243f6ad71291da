export { type ListFolder, listFolder } from './list-folder.ts'
