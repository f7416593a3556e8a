// A stream as a picture. Always muted: sound has its own elements, so that no tile that goes can take a voice with it.
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface VideoProps {
  readonly stream: MediaStream;
  readonly isMirrored?: boolean;
  readonly label?: string;
}

export function Video({ stream, isMirrored = false, label }: VideoProps) {
  const element = useRef<HTMLVideoElement>(null);
  useLayoutEffect(() => {
    const video = element.current;
    if (video === null) return;
    video.srcObject = stream;
    // Muted video may always play; a refusal means that the element is on its way out.
    video.play()?.catch(() => undefined);
    return () => {
      video.srcObject = null;
    };
  }, [stream]);
  return (
    <video
      ref={element}
      class={`video${isMirrored ? ' video--mirrored' : ''}`}
      autoplay
      playsInline
      muted
      aria-label={label}
    />
  );
}
