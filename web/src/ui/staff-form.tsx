/** Forms of the pages for staff. */

import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export function TextField({ label, hint, ...input }: { label: string; hint?: string; name: string; type?: string; value?: string; required?: boolean; autocomplete?: string; min?: string; max?: string; step?: string; inputmode?: string }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="field-line">
        {/* Any type of a text field. */}
        <input {...(input as object)} id={id} aria-describedby={hint ? `${id}-hint` : undefined} dir="auto" />
      </div>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

export const Alert = ({ text }: { text: string | null }) =>
  text ? (
    <p class="error" role="alert">
      {text}
    </p>
  ) : null;

interface FormProps {
  label: string;
  /** The text of the button. */
  submit: string;
  children: ComponentChildren;
  onSubmit: (values: Record<string, string>) => Promise<void>;
}

/**
 * A form that shows the reason of a refusal.
 *
 * @param whyOf says a failure in the words of the page
 */
export const formOf = (whyOf: (failure: unknown) => string) => function Form({ label, submit, children, onSubmit }: FormProps) {
  const refused = useSignal<string | null>(null);
  const busy = useSignal(false);
  return (
    <form
      aria-label={label}
      onSubmit={async (event) => {
        event.preventDefault();
        if (busy.value) return;
        const values = Object.fromEntries([...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value).trim()]));
        busy.value = true;
        refused.value = null;
        try {
          await onSubmit(values);
        } catch (failure) {
          refused.value = whyOf(failure);
        } finally {
          busy.value = false;
        }
      }}
    >
      {children}
      <Alert text={refused.value} />
      <button type="submit" class="button primary" aria-busy={busy.value} disabled={busy.value}>
        {submit}
      </button>
    </form>
  );
};
