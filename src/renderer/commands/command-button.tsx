import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import type { CommandId } from '../../protocol/commands.ts';
import { Button } from '../controls/button.tsx';
import { keyText } from '../controls/keys.tsx';
import { useUi } from '../store/ui-store.ts';
import { commandOf, enabledWhen, isEnabled, runCommand } from './commands.ts';

interface CommandButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'id'> {
  readonly id: CommandId;
  readonly icon?: LucideIcon;
  readonly look?: 'plain' | 'outlined' | 'primary';
  readonly large?: boolean;
  readonly children?: ReactNode;
}

/** A button for a command: it has the command's name, its key in the tooltip, and is disabled when the command is; the tooltip may say why. */
export function CommandButton({ id, children, ...rest }: CommandButtonProps) {
  const enabled = useUi((state) => isEnabled(id, state));
  const when = useUi((state) => enabledWhen(id, state));
  const { label, keys } = commandOf(id);
  const [key] = keys as readonly string[];
  const name = key === undefined ? label : `${label} (${keyText(key)})`;
  return (
    <Button
      {...rest}
      aria-label={rest['aria-label'] ?? (children === undefined ? label.replace('…', '') : undefined)}
      title={when === null ? name : `${name}\n${when}`}
      disabled={!enabled}
      onClick={() => runCommand(id)}
    >
      {children}
    </Button>
  );
}
