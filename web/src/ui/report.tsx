/** Reporting a person or a message to the staff. */

import { useSignal } from '@preact/signals';
import type { TargetedSubmitEvent } from 'preact';
import { useId } from 'preact/hooks';
import type { ConversationId, PersonId, ReportReason } from 'powow-client';
import { t } from '../language/index.js';
import { attempt, tell } from './feedback.js';
import { nameOf, usePowow } from './names.js';
import { Check, Dialog } from './parts.js';

const REASONS: readonly ReportReason[] = ['spam', 'harassment', 'threat', 'false_identity', 'other'];

/** In bytes of UTF-8, as the server counts; one character has up to four. */
const MOST_BYTES = 4_096;

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** @param message the reported message; without one, the person is reported */
export function ReportDialog({
  person,
  message,
  onClose,
}: {
  person: PersonId;
  message?: { conversationId: ConversationId; position: number };
  onClose: () => void;
}) {
  const powow = usePowow();
  const id = useId();
  const reason = useSignal<ReportReason | null>(null);
  const note = useSignal('');
  const block = useSignal(false);
  const missing = useSignal(false);
  const sending = useSignal(false);
  const received = useSignal(false);
  const name = nameOf(powow, person);
  const tooLong = bytesOf(note.value.trim()) > MOST_BYTES;

  async function send(event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    missing.value = reason.value === null;
    if (missing.value) {
      event.currentTarget.querySelector<HTMLElement>('input[type=radio]')?.focus();
      return;
    }
    if (tooLong || sending.value) return;
    sending.value = true;
    const done = await attempt(powow.report({ ...(message ?? { personId: person }), reason: reason.value!, note: note.value.trim() }).then(() => true));
    sending.value = false;
    if (!done) return;
    received.value = true;
    if (block.value && !powow.blocked.value.has(person)) {
      const blocked = await attempt(powow.block(person, true).then(() => true));
      if (blocked) tell(t('blockedNow', { name }));
    }
  }

  if (received.value) {
    return (
      <Dialog key="received" title={t('reportReceived')} onClose={onClose}>
        <p>{t('reportReceivedHint', { name })}</p>
        <div class="dialog-buttons">
          <button type="button" class="button primary" onClick={onClose}>
            {t('close')}
          </button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={t(message ? 'reportMessage' : 'reportPerson', { name })} onClose={onClose}>
      <form class="form" noValidate onSubmit={(event) => void send(event)}>
        <p class="hint">{t('reportHint', { name })}</p>
        <fieldset class="form" aria-describedby={missing.value ? `${id}-missing` : undefined}>
          <legend class="section-title">{t('reportReason')}</legend>
          <div class="choices">
            {REASONS.map((each) => (
              <label key={each} class="reason">
                <input
                  type="radio"
                  name={`${id}-reason`}
                  value={each}
                  required
                  checked={reason.value === each}
                  onChange={() => {
                    reason.value = each;
                    missing.value = false;
                  }}
                />
                {t(`report_${each}`)}
              </label>
            ))}
          </div>
          {missing.value && (
            <p id={`${id}-missing`} class="hint error" role="alert">
              {t('reportReasonMissing')}
            </p>
          )}
        </fieldset>
        <div class="field">
          <label for={`${id}-note`}>{t('reportNote')}</label>
          <textarea
            id={`${id}-note`}
            rows={3}
            dir="auto"
            aria-invalid={tooLong ? true : undefined}
            aria-describedby={tooLong ? `${id}-note-hint` : undefined}
            value={note.value}
            onInput={(event) => (note.value = event.currentTarget.value)}
          />
          {tooLong && (
            <p id={`${id}-note-hint`} class="hint error" role="alert">
              {t('reportNoteTooLong')}
            </p>
          )}
        </div>
        {!powow.blocked.value.has(person) && (
          <Check label={t('reportBlock', { name })} hint={t('blockHint')} checked={block.value} onChange={(event) => (block.value = event.currentTarget.checked)} />
        )}
        <div class="dialog-buttons">
          <button type="button" class="button" onClick={onClose}>
            {t('cancel')}
          </button>
          <button type="submit" class="button danger" disabled={sending.value}>
            {t('report')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
