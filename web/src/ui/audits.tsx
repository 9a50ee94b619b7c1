/** Who read the user's messages as an auditor, what for and on which basis, once the case has ended. */

import { useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import { codeOf } from 'powow-client';
import type { MyAudits } from 'powow-client';
import { count, dateAndTime, t, why } from '../language/index.js';
import { nameOf, usePowow } from './names.js';
import { Spinner } from './parts.js';

export function Audits() {
  const powow = usePowow();
  const found = useSignal<MyAudits | null>(null);
  const failed = useSignal<string | null>(null);
  const id = useId();

  useEffect(() => {
    powow.account.audits().then(
      (mine) => (found.value = mine),
      (failure: unknown) => (failed.value = codeOf(failure)),
    );
  }, []);

  return (
    <section aria-labelledby={id}>
      <h3 class="section-title" id={id}>
        {t('audits')}
      </h3>
      {failed.value && <p class="hint">{why(failed.value)}</p>}
      {!found.value && !failed.value && <Spinner />}
      {found.value && <p class="hint">{t(!found.value.told ? 'auditsUntold' : found.value.audits.length === 0 ? 'auditsNone' : 'auditsHint')}</p>}
      <ul class="people">
        {found.value?.audits.map(({ caseId, by, purpose, basis, openedAt, endedAt, looks }) => (
          <li key={caseId} class="person">
            <span class="person-text audit">
              <bdi class="person-name">{purpose ?? t('auditPurposeGone')}</bdi>
              {basis && (
                <span>
                  {t('auditBasis')}: <bdi>{basis}</bdi>
                </span>
              )}
              <span class="hint">
                {t('auditBy', { name: nameOf(powow, by), from: dateAndTime(openedAt), to: dateAndTime(endedAt) })}
              </span>
              <span class="hint">{count('auditLooks', looks)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
