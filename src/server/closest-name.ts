// "Did you mean": the known word with the fewest edits.

/** Null when nothing is near: more than a third of the letters would have to change. */
export function closestName(word: string, known: readonly string[]): string | null {
  let best: { readonly name: string; readonly edits: number } | null = null;
  for (const name of known) {
    const edits = editsBetween(word, name);
    if (best === null || edits < best.edits) best = { name, edits };
  }
  return best !== null && best.edits <= Math.max(2, Math.floor(best.name.length / 3)) ? best.name : null;
}

/** Levenshtein's distance, one row of the table at a time. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
