// The yard from above, small: who is inside, and where you stand. Only a picture; the words are beside it.
import { Avatar } from '#ui/avatar.tsx';

const peopleDrawn = 8;

export function LittleYard({
  names,
  isAtGate = false,
}: {
  readonly names: readonly string[];
  readonly isAtGate?: boolean;
}) {
  return (
    <div class={`little-yard${isAtGate ? ' has-me' : ''}`} aria-hidden="true">
      <div class="little-yard__people">
        {names.slice(0, peopleDrawn).map((name) => (
          <Avatar key={name} name={name} />
        ))}
      </div>
      <span class="yard__gate" />
      {isAtGate && <span class="little-yard__me" />}
    </div>
  );
}
