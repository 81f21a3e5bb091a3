const PRINT = /(SHA256:[A-Za-z0-9+/=]+)/

/** A sentence in which fingerprints of keys stand in mono, each whole, so that they can be compared by eye. */
export function KeyText({ text }: { text: string }) {
  return text.split(PRINT).map((part, index) =>
    index % 2 === 1 ? (
      <span key={index} className="key-print mono">
        {part}
      </span>
    ) : (
      part
    ),
  )
}
