import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import './button.css'

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'plain' | 'primary' | 'quiet'
  size?: 'normal' | 'small'
  ref?: Ref<HTMLButtonElement>
}

export function Button({ look = 'plain', size = 'normal', className = '', type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={`button ${look} ${size} ${className}`} {...rest} />
}

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  /** What the button does; read aloud and shown as a tooltip. */
  label: string
  icon: ReactNode
  size?: 'normal' | 'small'
  ref?: Ref<HTMLButtonElement>
}

export function IconButton({ label, icon, size = 'normal', className = '', type = 'button', ...rest }: IconButtonProps) {
  return (
    <button type={type} className={`icon-button ${size} ${className}`} aria-label={label} title={label} {...rest}>
      {icon}
    </button>
  )
}
