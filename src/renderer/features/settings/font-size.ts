import { USUAL_FONT_PX } from '@shared/reading'
import { changeSetting, useSettings } from './settings-store'

/** Makes log text larger (1) or smaller (-1) by a pixel, or of its usual size (0), within the setting's bounds. */
export function changeFont(step: -1 | 0 | 1): void {
  const { logFontPx } = useSettings.getState().settings
  const wanted = step === 0 ? USUAL_FONT_PX : Math.min(24, Math.max(9, logFontPx + step))
  if (wanted !== logFontPx) void changeSetting({ logFontPx: wanted })
}
