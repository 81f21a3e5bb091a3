import type { DeploymentInfo } from '@shared/model'
import type { StopRow } from './sidebar-rows'

/** What a menu is asked for, and where. */
export interface MenuRequest {
  /** A row, or the deployment of a title. */
  about: StopRow | DeploymentInfo
  at: { x: number; y: number }
  /** A key asked for it. */
  byKey?: boolean
  /** Gets the focus back. */
  from: HTMLElement | null
}
