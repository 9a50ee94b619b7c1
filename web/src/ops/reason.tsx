import { useSignal } from '@preact/signals';
import { Refused } from './api.js';

/** Asks for the reason of an action. The server records it before the action. */
export function Reason({ action, onReason, onCancel }: { action: string; onReason: (reason: string) => Promise<void>; onCancel: () => void }) {
  const refused = useSignal<string | null>(null);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget as HTMLFormElement).get('reason') ?? '');
    try {
      await onReason(reason);
    } catch (failure) {
      refused.value = failure instanceof Refused ? failure.message : 'The server does not answer.';
    }
  }

  return (
    <form class="ops-reason" onSubmit={submit} aria-label={action}>
      <label>
        Reason
        <input name="reason" minLength={5} maxLength={500} required autoFocus />
      </label>
      {refused.value && <p role="alert">{refused.value}</p>}
      <button type="submit" class="primary">
        {action}
      </button>
      <button type="button" onClick={onCancel}>
        Cancel
      </button>
    </form>
  );
}
