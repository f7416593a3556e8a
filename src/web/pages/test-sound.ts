// Three notes through the chosen speaker, to hear whether it is the right one.
import { playNotes } from '../sounds.ts';

const notes = [523, 659, 784].map((hz, index) => ({ hz, atMs: index * 160, forMs: 320 }));
const peak = 0.25;

/** Through an element, as AudioContext.setSinkId is not in every browser; null = the system's speaker. */
export async function playTestSound(speaker: string | null): Promise<void> {
  const context = new AudioContext();
  const target = context.createMediaStreamDestination();
  const element = new Audio();
  element.srcObject = target.stream;
  try {
    if (speaker !== null && 'setSinkId' in element) await element.setSinkId(speaker);
    await element.play();
    await playNotes(context, target, notes, peak);
  } catch {
    // The speaker is gone, or sound is refused: silence is the test's result.
  } finally {
    element.srcObject = null;
    await context.close();
  }
}
