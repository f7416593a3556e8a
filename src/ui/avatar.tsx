// A person without a picture: one or two graphemes on a colour that stays with the name.

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

/** Initials of several words; of a Hangul name the last two syllables, as it is called; otherwise the first two graphemes. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  const first = graphemes(parts[0] ?? '');
  if (parts.length > 1) return `${first[0] ?? ''}${graphemes(parts.at(-1) ?? '')[0] ?? ''}`.toUpperCase();
  const isHangul = /^\p{Script=Hangul}+$/u.test(parts[0] ?? '');
  return (isHangul ? first.slice(-2) : first.slice(0, 2)).join('').toUpperCase();
}

/** A custom property of one of eight hues, the same for the same name everywhere. */
export function hueOf(name: string): string {
  let hash = 0;
  for (const character of name.normalize('NFC')) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) | 0;
  return `var(--avatar-${(Math.abs(hash) % 8) + 1})`;
}

export function Avatar({ name }: { readonly name: string }) {
  return (
    <span class="avatar" style={{ '--hue': hueOf(name) }} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

/** Fills the tile of somebody whose camera is off. */
export function Face({ name }: { readonly name: string }) {
  return (
    <div class="face" style={{ '--hue': hueOf(name) }}>
      <Avatar name={name} />
    </div>
  );
}
