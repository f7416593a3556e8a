// Keys that belong to an input method (Hangul, kana, pinyin) and not to the page.

/** The composing key of browsers that do not say `isComposing` (UI Events section 7.3). */
const composingKeyCode = 229;

/** The Enter that ends a syllable ends only that. `keyCode` is deprecated and still the only sign that Safari gives. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || Reflect.get(event, 'keyCode') === composingKeyCode;
}
