// Fields with their label, hint and error tied together for assistive technology.
import type { ComponentChildren, TargetedEvent } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from './icon.tsx';

export function FieldError({ id, text }: { readonly id?: string; readonly text: string | null }) {
  if (text === null) return null;
  return (
    <span class="field__error" id={id} role="alert">
      <Icon name="alert" kind="sm" />
      {text}
    </span>
  );
}

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly error?: string | null;
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly autocomplete?: 'nickname' | 'off';
  readonly name?: string;
}

export function TextField({ label, value, onInput, error = null, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <label class="field">
      <span class="field__label">{label}</span>
      <input
        class="input"
        value={value}
        {...rest}
        aria-label={label}
        aria-invalid={error === null ? undefined : true}
        aria-describedby={error === null ? undefined : id}
        onInput={(event: TargetedEvent<HTMLInputElement>) => onInput(event.currentTarget.value)}
      />
      <FieldError id={id} text={error} />
    </label>
  );
}

export interface SelectProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  readonly isSmall?: boolean;
}

export function Select<T extends string>({ label, value, options, onChange, isSmall = false }: SelectProps<T>) {
  return (
    <label class="field">
      <span class="field__label">{label}</span>
      <select
        class={`select${isSmall ? ' select--small' : ''}`}
        value={value}
        onChange={(event) => {
          const chosen = options[event.currentTarget.selectedIndex];
          if (chosen) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A few choices side by side. */
export function Segments<T extends string>({ label, value, options, onChange }: SelectProps<T>) {
  const name = useId();
  return (
    <fieldset>
      <legend>{label}</legend>
      <div class="segments">
        {options.map((option) => (
          <label key={option.value}>
            <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Check({
  isOn,
  onChange,
  children,
}: {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly children: ComponentChildren;
}) {
  return (
    <label class="check">
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{children}</span>
    </label>
  );
}
