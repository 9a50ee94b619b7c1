/** What people have reported, for moderators. Seeing a report needs no case; reading what it is about does. */

import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { type Auditor, Failed, OUTCOMES, type Report } from './api.js';
import { Form, whyOf } from './form.js';
import { number, t, time } from './words.js';

/** What a case about a report begins with. */
export interface CaseDraft {
  purpose: string;
  /** A handle, or the id of a person without a known handle. Empty if the conversation is enough. */
  people: string;
  /** Whom `people` names. They may have another handle by now. */
  personId: string;
  conversation: string;
}

const STATES = ['open', 'closed'] as const;

/** The server's limit, in bytes of UTF-8; one character has up to four. */
const MAX_REASON = 1_000;

/** How many characters at the end are beyond the limit. */
function beyond(reason: string): number {
  const encoder = new TextEncoder();
  let bytes = 0;
  let characters = 0;
  for (const each of reason) {
    bytes += encoder.encode(each).length;
    if (bytes > MAX_REASON) characters++;
  }
  return characters;
}

function draftOf(report: Report, auditor: Auditor): CaseDraft {
  return {
    purpose: t('purposeOfReport', { id: report.reportId, reason: t(`report_${report.reason}`) }).replace(/[\u2068\u2069]/g, ''),
    // A case covers no more than it needs: not all that this person ever wrote, if one message is reported.
    people: report.conversationId ? '' : auditor.handle(report.personId),
    personId: report.personId,
    conversation: report.conversationId ?? '',
  };
}

export function Reports({ auditor, onCase }: { auditor: Auditor; onCase: (draft: CaseDraft) => void }) {
  const state = useSignal<Report['state']>('open');
  const reports = useSignal<Report[] | null>(null);
  const before = useSignal<string | undefined>(undefined);
  const busy = useSignal(false);
  const failure = useSignal<string | null>(null);
  /** A new object each time, because two reports may be closed with the same words. */
  const done = useSignal<{ said: string } | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const said = useRef<HTMLParagraphElement>(null);
  /** Answers to what was asked earlier are dropped. */
  const asked = useRef(0);

  async function load(from?: string): Promise<void> {
    const mine = ++asked.current;
    busy.value = true;
    failure.value = null;
    try {
      const page = await auditor.reports(state.value, from);
      await auditor.learn(page.reports.flatMap(({ reporterId, personId, closed }) => [reporterId, personId, ...(closed ? [closed.by] : [])]));
      if (mine !== asked.current) return;
      const known = from === undefined ? [] : (reports.value ?? []);
      reports.value = [...known, ...page.reports];
      before.value = page.before;
      // The button that asked for it may be gone.
      if (from !== undefined) requestAnimationFrame(() => list.current?.querySelectorAll('h3')[known.length]?.focus());
    } catch (refusal) {
      if (mine === asked.current) failure.value = whyOf(refusal);
    } finally {
      if (mine === asked.current) busy.value = false;
    }
  }

  function show(of: Report['state']): void {
    state.value = of;
    reports.value = null;
    before.value = undefined;
    done.value = null;
    void load();
  }
  useEffect(() => void load(), []);
  useEffect(() => {
    if (done.value) said.current?.focus();
  }, [done.value]);

  return (
    <section class="audit-card wide">
      <h2>{t('reports')}</h2>
      <p class="hint">{t('reportsHint')}</p>
      <div class="audit-views" role="group" aria-label={t('reports')}>
        {STATES.map((each) => (
          <button key={each} type="button" class="button" aria-pressed={state.value === each} onClick={() => show(each)}>
            {t(`reports_${each}`)}
          </button>
        ))}
      </div>
      <p class="audit-report-done" role="status" ref={said} tabIndex={-1}>
        {busy.value ? t('busy') : done.value?.said}
      </p>
      {failure.value && (
        <p class="error" role="alert">
          {failure.value}{' '}
          <button type="button" class="link" onClick={() => void load(reports.value ? before.value : undefined)}>
            {t('retry')}
          </button>
        </p>
      )}
      {!busy.value && reports.value?.length === 0 && before.value === undefined && <p>{t(`noReports_${state.value}`)}</p>}
      <ul class="audit-cases" ref={list}>
        {reports.value?.map((report) => (
          <OneReport
            key={report.reportId}
            auditor={auditor}
            report={report}
            onCase={() => onCase(draftOf(report, auditor))}
            onClosed={(outcome) => {
              reports.value = reports.value!.filter(({ reportId }) => reportId !== report.reportId);
              done.value = { said: t('reportClosed', { name: auditor.name(report.personId), outcome }) };
            }}
          />
        ))}
      </ul>
      {before.value !== undefined && (
        <button type="button" class="button" aria-disabled={busy.value} onClick={() => !busy.value && void load(before.value)}>
          {t('moreReports')}
        </button>
      )}
    </section>
  );
}

function OneReport({ auditor, report, onCase, onClosed }: { auditor: Auditor; report: Report; onCase: () => void; onClosed: (outcome: string) => void }) {
  const closing = useSignal(false);
  const id = useId();
  const { closed } = report;
  const names = { by: auditor.name(report.reporterId), name: auditor.name(report.personId) };
  const opener = useRef<HTMLButtonElement>(null);
  const outcome = useRef<HTMLSelectElement>(null);
  const reason = useRef<HTMLTextAreaElement>(null);
  const cancelled = useRef(false);

  useEffect(() => {
    if (closing.value) outcome.current?.focus();
    else if (cancelled.current) opener.current?.focus();
    cancelled.current = closing.value;
  }, [closing.value]);

  return (
    <li class="audit-report">
      <h3 id={`${id}-title`} tabIndex={-1}>
        {t(`report_${report.reason}`)}
      </h3>
      <p>{t(report.conversationId ? 'reportOfMessage' : 'reportOfPerson', names)}</p>
      <p class="hint">
        <time dateTime={report.at}>{time(report.at)}</time> · <code dir="ltr">{auditor.handle(report.personId)}</code>
        {report.position !== undefined && (
          <>
            {' '}
            · {t('reportMessage', { n: number(report.position) })} <code dir="ltr">{report.conversationId}</code>
          </>
        )}
      </p>
      {report.note ? (
        <blockquote class="audit-note" dir="auto" aria-label={t('reportNote', names)}>
          {report.note}
        </blockquote>
      ) : (
        <p class="hint">{t('noNote')}</p>
      )}
      {closed && (
        <>
          <p>{t('closedBy', { name: auditor.name(closed.by), time: time(closed.at), outcome: t(`outcome_${closed.outcome}`) })}</p>
          {closed.reason && (
            <p class="audit-text" dir="auto">
              {closed.reason}
            </p>
          )}
        </>
      )}
      <div class="audit-line">
        {auditor.scopes.includes('audit') && (
          <button type="button" class="button" aria-describedby={`${id}-title`} onClick={onCase}>
            {t('caseOfReport')}
          </button>
        )}
        {!closed && !closing.value && (
          <button ref={opener} type="button" class="button" aria-describedby={`${id}-title`} onClick={() => (closing.value = true)}>
            {t('closeReport')}
          </button>
        )}
      </div>
      {closing.value && (
        <div
          class="audit-closing"
          onKeyDown={(event) => {
            // Not what somebody has typed, nor the key with which an input method leaves its candidates.
            if (event.key === 'Escape' && !event.isComposing && !reason.current?.value.trim()) closing.value = false;
          }}
        >
          <Form
            label={t('closeReport')}
            submit={t('closeReport')}
            onSubmit={async (values) => {
              const surplus = beyond(values.reason ?? '');
              if (surplus > 0) throw new Failed('reason_too_long', number(surplus));
              const chosen = OUTCOMES.find((each) => each === values.outcome);
              await auditor.closeReport(report.reportId, { outcome: values.outcome ?? '', reason: values.reason ?? '' });
              onClosed(chosen ? t(`outcome_${chosen}`) : '');
            }}
          >
            <p class="hint">{t('closeReportHint')}</p>
            <div class="field">
              <label for={`${id}-outcome`}>{t('outcome')}</label>
              <select ref={outcome} id={`${id}-outcome`} name="outcome" required>
                <option value="">{t('pickOutcome')}</option>
                {OUTCOMES.map((each) => (
                  <option key={each} value={each}>
                    {t(`outcome_${each}`)}
                  </option>
                ))}
              </select>
            </div>
            <div class="field">
              <label for={`${id}-reason`}>{t('closingReason')}</label>
              <textarea ref={reason} id={`${id}-reason`} name="reason" dir="auto" rows={3} required aria-describedby={`${id}-hint`} />
              <p class="hint" id={`${id}-hint`}>
                {t('closingReasonHint')}
              </p>
            </div>
          </Form>
          <button type="button" class="button" onClick={() => (closing.value = false)}>
            {t('cancel')}
          </button>
        </div>
      )}
    </li>
  );
}
