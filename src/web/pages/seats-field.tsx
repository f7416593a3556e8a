// How many seats a room has: a number with a step to each side.

import { limits } from '#protocol/limits.ts';
import type { RoomRules } from '#protocol/session.ts';
import { FieldError } from '#ui/field.tsx';
import { Icon } from '#ui/icon.tsx';
import { words } from '../i18n/words.ts';

export function seatsMost(path: RoomRules['path']): number {
  return path === 'direct' ? limits.directSeatsMax : limits.seatsMax;
}

export function seatsProblem(text: string, path: RoomRules['path']): 'range' | 'direct' | null {
  const seats = Number(text);
  if (!Number.isInteger(seats) || seats < limits.seatsMin || seats > limits.seatsMax) return 'range';
  return seats > seatsMost(path) ? 'direct' : null;
}

export interface SeatsFieldProps {
  readonly value: string;
  readonly path: RoomRules['path'];
  readonly onChange: (text: string) => void;
}

export function SeatsField({ value, path, onChange }: SeatsFieldProps) {
  const { form } = words.value;
  const most = seatsMost(path);
  const problem = seatsProblem(value, path);
  const error = { range: form.seatsRange(limits.seatsMin, most), direct: form.directSeats(most), none: null }[
    problem ?? 'none'
  ];
  const step = (by: number) => {
    const now = Number.isFinite(Number(value)) ? Math.round(Number(value)) : limits.seatsMin;
    onChange(String(Math.min(most, Math.max(limits.seatsMin, now + by))));
  };
  return (
    <div class="field">
      <label class="field__label" for="seats">
        {form.seats}
      </label>
      <div class="stepper">
        <button type="button" aria-label={form.fewer} onClick={() => step(-1)}>
          <Icon name="minus" />
        </button>
        <input
          id="seats"
          class="num"
          type="number"
          inputMode="numeric"
          min={limits.seatsMin}
          max={most}
          value={value}
          aria-invalid={problem === null ? undefined : true}
          aria-describedby={problem === null ? undefined : 'seats-error'}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
        <button type="button" aria-label={form.more} onClick={() => step(1)}>
          <Icon name="plus" />
        </button>
      </div>
      <FieldError id="seats-error" text={error} />
    </div>
  );
}
