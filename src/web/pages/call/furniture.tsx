// Toasts and live regions: what is shown for five seconds, and what is said.
import { hideToast, regions, toasts } from '../../store.ts';

export function Toasts() {
  return (
    <div class="toasts" data-toasts>
      {toasts.value.map(({ id, text, action }) => (
        <div class="toast" key={id}>
          <span>{text}</span>
          {action !== null && (
            <button
              type="button"
              onClick={() => {
                hideToast(id);
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
        </div>
      ))}
    </div>
  );
}

export function LiveRegions() {
  return (
    <>
      <div class="sr-only" aria-live="polite">
        {regions.polite.value}
      </div>
      <div class="sr-only" aria-live="assertive">
        {regions.urgent.value}
      </div>
    </>
  );
}
