import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode } from 'react';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon?: LucideIcon;
  readonly look?: 'plain' | 'outlined' | 'primary';
  readonly large?: boolean;
  readonly children?: ReactNode;
}

/** A button with a word, an icon, or both. A button with only an icon needs an `aria-label`. */
export function Button({
  icon: Icon,
  look = 'plain',
  large = false,
  children,
  className = '',
  ...rest
}: ButtonProps) {
  const only = children === undefined || children === null;
  const classes = [
    'button',
    look === 'plain' ? '' : `button-${look}`,
    only ? 'button-icon' : '',
    large ? 'button-large' : '',
    className,
  ];
  return (
    <button type="button" {...rest} className={classes.filter(Boolean).join(' ')}>
      {Icon && <Icon className="icon" aria-hidden />}
      {!only && <span className="button-text">{children}</span>}
    </button>
  );
}
