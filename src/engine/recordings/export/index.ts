export { evidenceText, type EvidenceSubject } from './evidence'
export { previewMasks, type MaskPreview } from './preview-masks'
export type { ExportOptions, ExportProgress, ExportSubject } from './subject'
export { writeExport, type ExportFormat } from './write-export'
