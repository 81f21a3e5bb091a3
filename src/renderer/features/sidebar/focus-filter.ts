export const FILTER_ID = 'sidebar-filter'

/** Puts the cursor into the sidebar's filter; waits a frame, as the sidebar may be opening. */
export function focusFilter(): void {
  requestAnimationFrame(() => {
    const field = document.getElementById(FILTER_ID)
    if (field instanceof HTMLInputElement) field.select()
  })
}
