export { evidenceText, type EvidenceSubject } from './evidence'
export { previewMasks, type MaskPreview } from './preview-masks'
export type { ExportOptions, ExportSubject } from './subject'
export { writeExport, type ExportFormat, type ExportProgress } from './write-export'
