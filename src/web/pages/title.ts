// The tab's title: the room's name where there is one. Never a link or a secret: titles end up in histories.
import { useEffect } from 'preact/hooks';
import { words } from '../i18n/words.ts';

export function useTitle(roomName: string | null): void {
  const { brand } = words.value;
  useEffect(() => {
    document.title = roomName === null ? brand : `${roomName} · ${brand}`;
    return () => {
      document.title = brand;
    };
  }, [roomName, brand]);
}
