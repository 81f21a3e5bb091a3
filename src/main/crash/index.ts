export { askBeside } from './ask-beside'
export { keepCrashReports, pruneCrashReports } from './crash-reports'
export { noteLostProcesses } from './process-gone'
export { recoverWindow } from './window-recovery'
