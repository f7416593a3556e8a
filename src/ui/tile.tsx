// One person's place on the stage. Draws what it is told; knows no room.
import type { ComponentChildren, RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { Face } from './avatar.tsx';
import { useFlip } from './flip.ts';
import { Icon } from './icon.tsx';
import { Video } from './video.tsx';

export interface TileProps {
  /** Accessible name and label: the person's name, the own one with "(you)". */
  readonly name: string;
  /** The bare name, for the face. */
  readonly face: string;
  /** Null while the camera is off or nothing has come yet. */
  readonly stream: MediaStream | null;
  readonly isMirrored?: boolean;
  readonly isSpeaking: boolean;
  /** Words for the slashed microphone; null = it is on. */
  readonly muted: string | null;
  /** Words for the crown; null = not a host. */
  readonly host: string | null;
  /** Shown only when the connection is not good. */
  readonly quality: { readonly level: 'fair' | 'weak'; readonly words: string } | null;
  /** Over a picture that stands still, or instead of one; null = nothing to say. */
  readonly note: string | null;
  readonly place: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  readonly isFloating?: boolean;
  /** Changes when the arrangement does, and the tile glides to its new place; null = it jumps. */
  readonly moveKey?: string | null;
  readonly elementRef?: RefObject<HTMLFieldSetElement | null>;
  readonly children?: ComponentChildren;
}

function inPixels({ left, top, width, height }: TileProps['place']) {
  return { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` };
}

export function Tile(props: TileProps) {
  const { name, stream, place, note } = props;
  const own = useRef<HTMLFieldSetElement>(null);
  const element = props.elementRef ?? own;
  useFlip(element, place, props.moveKey ?? null);
  const kinds = [
    'tile',
    props.isSpeaking && 'tile--speaking',
    props.isFloating && 'tile--floating',
    note !== null && stream !== null && 'tile--frozen',
  ].filter(Boolean);
  return (
    // A fieldset is HTML's element for a named group (HTML-AAM); the tile's style takes its looks away.
    <fieldset ref={element} class={kinds.join(' ')} aria-label={name} style={inPixels(place)}>
      {stream === null ? <Face name={props.face} /> : <Video stream={stream} isMirrored={props.isMirrored ?? false} />}
      {props.quality !== null && (
        <div class="tile__corner">
          <span class="tile__badge">
            <span class={`bars bars--${props.quality.level}`} role="img" aria-label={props.quality.words}>
              <i />
              <i />
              <i />
            </span>
          </span>
        </div>
      )}
      {note !== null && (
        <div class={`tile__note${stream === null ? ' tile__note--over-face' : ''}`}>
          <span class="pulse" aria-hidden="true" />
          {note}
        </div>
      )}
      <div class="tile__label">
        {props.muted !== null && (
          <span role="img" aria-label={props.muted}>
            <Icon name="microphone-off" kind="sm" />
          </span>
        )}
        <span>{name}</span>
        {props.host !== null && (
          <span role="img" aria-label={props.host}>
            <Icon name="crown" kind="host sm" />
          </span>
        )}
        {props.isSpeaking && (
          <span class="level" aria-hidden="true">
            <i class="on" />
            <i class="on" />
            <i class="on" />
          </span>
        )}
      </div>
      {props.children}
    </fieldset>
  );
}
