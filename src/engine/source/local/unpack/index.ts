export { UnpackedCopy, UnpackFolder } from './unpacked-copy'
