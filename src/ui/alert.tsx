// Words about something that went wrong, with what can be done about it.
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export interface AlertProps {
  readonly title: string;
  readonly text?: string;
  readonly icon?: IconName;
  readonly isOff?: boolean;
  readonly children?: ComponentChildren;
}

export function Alert({ title, text, icon = 'alert', isOff = false, children }: AlertProps) {
  return (
    <div class={`alert${isOff ? ' alert--off' : ''}`} role="alert">
      <Icon name={icon} />
      <b>{title}</b>
      {text ? <p>{text}</p> : null}
      {children}
    </div>
  );
}
