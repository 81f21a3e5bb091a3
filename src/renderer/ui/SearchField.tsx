import type { Ref } from 'react'

export interface SearchFieldProps {
  /** Said to screen readers; what stands in the empty field when `placeholder` is left out. */
  label: string
  placeholder?: string
  value: string
  onChange: (value: string) => void
  className?: string
  ref?: Ref<HTMLInputElement>
}

/** A field that narrows what stands below it while one types. */
export function SearchField({ label, placeholder = label, value, onChange, className = '', ref }: SearchFieldProps) {
  return (
    <input
      ref={ref}
      type="search"
      className={`text-input ${className}`.trimEnd()}
      placeholder={placeholder}
      aria-label={label}
      autoComplete="off"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
