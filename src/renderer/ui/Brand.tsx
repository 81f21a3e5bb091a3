/** The mark of the app: lines of a log, the last of them short. */
export function Brand({ size = 18 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden>
      <rect width="16" height="16" rx="4" fill="var(--accent)" />
      <path d="M4 5h8M4 8h8M4 11h4.5" stroke="var(--accent-fg)" strokeWidth="1.6" strokeLinecap="round" />
    </svg>
  )
}
