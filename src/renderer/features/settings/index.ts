export { changeSetting, startSettings, useSettings } from './settings-store'
export { drawnTheme, startTheme, type DrawnTheme } from './theme'
