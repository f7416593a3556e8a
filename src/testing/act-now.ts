// A change to what is on the page, and everything that Preact draws because of it, done when this returns.
import { act } from 'preact/test-utils';

export function actNow(change: () => void): void {
  // Only a change that is itself asynchronous makes `act` one.
  void act(change);
}
