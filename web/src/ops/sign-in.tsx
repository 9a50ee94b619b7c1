import { useSignal } from '@preact/signals';
import { Refused } from './api.js';
import { signIn } from './main.js';

/** Operators sign in with a reason, which is recorded. */
export function SignIn() {
  const busy = useSignal(false);
  const refused = useSignal<string | null>(null);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const field = (name: string): string => String(form.get(name) ?? '').trim();
    busy.value = true;
    refused.value = null;
    try {
      await signIn(field('handle').replace(/^@/, ''), field('password'), field('reason'));
    } catch (failure) {
      refused.value = failure instanceof Refused ? failure.message : 'The server does not answer.';
      busy.value = false;
    }
  }

  return (
    <main class="ops-signin">
      <h1>Powow: operators</h1>
      <form class="ops-card" onSubmit={submit} aria-label="Sign in">
        <label>
          Handle
          <input name="handle" autocomplete="username" autocapitalize="none" spellcheck={false} required />
        </label>
        <label>
          Password
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        <label>
          Reason
          <input name="reason" placeholder="What are you looking for?" required />
        </label>
        {refused.value && <p role="alert">{refused.value}</p>}
        <button type="submit" class="primary" disabled={busy.value}>
          Sign in
        </button>
        <p class="soft">Needs the role operator. The reason is recorded with your name. The session ends after 15 minutes.</p>
      </form>
    </main>
  );
}
