/** Where mail goes, and which. */

import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { problemOf } from 'powow-client';
import type { MailSettings, NotificationSettings } from 'powow-client';
import { language, t } from '../language/index.js';
import { fieldOf, type Problem } from '../pure/refusal.js';
import { attempt, tell } from './feedback.js';
import { usePowow } from './names.js';
import { Check, Field, Refusal, RefusalOfForm } from './parts.js';

const here = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function MailSection({ settings }: { settings: Signal<NotificationSettings | null> }) {
  const { notifications } = usePowow();
  const mail = useSignal<MailSettings | null>(null);
  useEffect(() => {
    // Without an answer, the section stays hidden.
    notifications.mail().then((now) => (mail.value = now), () => {});
  }, []);
  return mail.value && settings.value ? <MailForm mail={mail.value} settings={settings} reload={async () => void (mail.value = await notifications.mail())} /> : null;
}

function MailForm({ mail, settings, reload }: { mail: MailSettings; settings: Signal<NotificationSettings | null>; reload: () => Promise<void> }) {
  const { notifications } = usePowow();
  const known = mail.pending ?? mail.address ?? '';
  const address = useSignal(known);
  const before = settings.value!;
  const digest = useSignal(mail.topics.includes('digest') && before.digest !== undefined);
  const at = useSignal(before.digest?.at.slice(0, 5) ?? '18:00');
  const news = useSignal(mail.topics.includes('news'));
  const refused = useSignal<Problem | null>(null);
  const busy = useSignal(false);

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    busy.value = true;
    refused.value = null;
    try {
      const given = address.value.trim();
      if (given !== '' || known !== '') await notifications.changeMail(given, language.peek());
      const { level, keywords, preview, quiet, nearby, digest: old } = settings.peek()!;
      const next = digest.value ? { zone: here(), ...old, at: at.value } : undefined;
      await notifications.save({ level, keywords, preview, nearby, ...(quiet && { quiet }), ...(next && { digest: next }) });
      const { digest: _, ...others } = settings.peek()!;
      settings.value = { ...others, ...(next && { digest: next }) };
      if (given !== '') {
        await notifications.setMailTopic('digest', digest.value);
        await notifications.setMailTopic('news', news.value);
      }
      tell(t('saved'));
      await attempt(reload());
    } catch (failure) {
      refused.value = problemOf(failure);
    }
    busy.value = false;
  }

  const hint = mail.undeliverable ? t('mailUndeliverable') : mail.pending ? t('mailPending') : undefined;
  return (
    <Refusal.Provider value={refused.value && { problem: refused.value, field: fieldOf(refused.value, ['address']) }}>
      <form class="form" onSubmit={save} aria-label={t('mail')}>
        <Field
          field="address"
          label={t('mail')}
          {...(hint && { hint })}
          type="email"
          dir="ltr"
          maxLength={254}
          autocomplete="email"
          value={address.value}
          onInput={(event) => (address.value = event.currentTarget.value)}
        />
        {address.value.trim() !== '' && (
          <>
            <Check label={t('mailDigest')} hint={t('mailDigestHint')} checked={digest.value} onChange={(event) => (digest.value = event.currentTarget.checked)} />
            {digest.value && <Field label={t('mailAt')} type="time" required value={at.value} onInput={(event) => (at.value = event.currentTarget.value)} />}
            <Check label={t('mailNews')} hint={t('mailNewsHint')} checked={news.value} onChange={(event) => (news.value = event.currentTarget.checked)} />
          </>
        )}
        <RefusalOfForm />
        <button type="submit" class="button primary" disabled={busy.value}>
          {t('save')}
        </button>
      </form>
    </Refusal.Provider>
  );
}
