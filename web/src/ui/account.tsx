/** What people can do with their account as a whole: take everything along, or have it erased. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { codeOf, problemOf } from 'powow-client';
import { dateAndTime, t, why } from '../language/index.js';
import { fieldOf, type Problem } from '../pure/refusal.js';
import { save } from '../save.js';
import { attempt, tell } from './feedback.js';
import { usePowow } from './names.js';
import { Field, Refusal, RefusalOfForm } from './parts.js';

export function Account() {
  const { account } = usePowow();
  /** When it is erased; null if nobody asked for that. */
  const due = useSignal<string | null>(null);
  const held = useSignal(false);
  const asking = useSignal(false);
  const exporting = useSignal(false);
  const password = useSignal('');
  const refused = useSignal<Problem | null>(null);

  useEffect(() => {
    account.erasure().then(
      (erasure) => {
        due.value = erasure.due ?? null;
        held.value = erasure.held ?? false;
      },
      // Without an answer, asking again is possible, and changes nothing.
      () => {},
    );
  }, []);

  async function takeAlong(): Promise<void> {
    exporting.value = true;
    try {
      save(new File([await account.everything()], 'powow-export.zip', { type: 'application/zip' }));
    } catch (failure) {
      tell(why(codeOf(failure)), true);
    }
    exporting.value = false;
  }

  async function erase(event: Event): Promise<void> {
    event.preventDefault();
    refused.value = null;
    try {
      const erasure = await account.erase(password.value);
      due.value = erasure.due;
      held.value = erasure.held;
      asking.value = false;
    } catch (failure) {
      refused.value = problemOf(failure);
    }
    password.value = '';
  }

  async function withdraw(): Promise<void> {
    if (await attempt(account.keep().then(() => true))) due.value = null;
  }

  return (
    <section aria-label={t('account')}>
      <h3 class="section-title">{t('account')}</h3>
      <div class="buttons">
        <button type="button" class="button" disabled={exporting.value} onClick={() => void takeAlong()}>
          {t('exportMe')}
        </button>
        {!due.value && !asking.value && (
          <button type="button" class="button danger" onClick={() => (asking.value = true)}>
            {t('eraseMe')}
          </button>
        )}
      </div>
      {due.value ? (
        <>
          <p class="hint" role="status">
            {t('eraseDue', { when: dateAndTime(due.value) })} {held.value && t('eraseHeld')}
          </p>
          <button type="button" class="button primary" onClick={() => void withdraw()}>
            {t('keepAccount')}
          </button>
        </>
      ) : asking.value ? (
        <Refusal.Provider value={refused.value && { problem: refused.value, field: fieldOf(refused.value, ['password']) }}>
          <form class="form" onSubmit={(event) => void erase(event)}>
            <Field
              field="password"
              label={t('password')}
              hint={t('eraseHint')}
              type="password"
              autocomplete="current-password"
              value={password.value}
              required
              onInput={(event) => (password.value = event.currentTarget.value)}
            />
            <RefusalOfForm />
            <button type="submit" class="button danger">
              {t('eraseMe')}
            </button>
            <button type="button" class="button" onClick={() => (asking.value = false)}>
              {t('cancel')}
            </button>
          </form>
        </Refusal.Provider>
      ) : null}
    </section>
  );
}
