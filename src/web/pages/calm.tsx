// A page with one thing to say: refusals, not found, unsupported, crashed.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { words } from '../i18n/words.ts';
import { Link } from './link.tsx';
import { LittleYard } from './little-yard.tsx';
import { Outer } from './outer.tsx';

export interface CalmProps {
  readonly title: string;
  readonly text: string;
  readonly code?: string;
  readonly people?: readonly string[];
  readonly isAtGate?: boolean;
  readonly isAlert?: boolean;
  /** Buttons; absent = the way to the front page. */
  readonly actions?: ComponentChildren;
  readonly children?: ComponentChildren;
  readonly foot?: string;
}

export function FrontPageLink({ isPrimary = false }: { readonly isPrimary?: boolean }) {
  return (
    <Link to="/" class={`button button--large${isPrimary ? ' button--primary' : ''}`}>
      {words.value.toFrontPage}
    </Link>
  );
}

export function Calm(props: CalmProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // The page came in place of another: whoever reads by ear starts at its heading.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <Outer kind="calm">
      <main class="calm__main" id="content" tabIndex={-1}>
        <LittleYard names={props.people ?? []} isAtGate={props.isAtGate ?? false} />
        <div role={props.isAlert ? 'alert' : undefined}>
          <h1 ref={heading} tabIndex={-1}>
            {props.title}
          </h1>
          {props.text && <p>{props.text}</p>}
        </div>
        <div class="calm__actions">{props.actions ?? <FrontPageLink isPrimary />}</div>
        {props.children}
        {props.code && <p class="code">{props.code}</p>}
      </main>
      {props.foot && <footer class="foot">{props.foot}</footer>}
    </Outer>
  );
}
