/** The page for analysts: reports and SQL over the history, in a case. The server records every question before it answers. */

import { useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import { Analyst, type Answer, type Format, type Schema, type StatisticsCase } from './api.js';
import { Chart } from './chart.js';
import { Alert, TextField } from '../ui/staff-form.js';
import { Form, whyOf } from './form.js';
import { ReplayWork } from './replay.js';
import { choose, isWord, language, languages, number, t, time, type Words } from './words.js';

const EXAMPLES: { word: keyof Words; sql: string }[] = [
  { word: 'example_days', sql: "SELECT date_trunc('day', happened_at)::DATE AS day, count(*) AS messages\nFROM messages GROUP BY day ORDER BY day" },
  {
    word: 'example_replies',
    sql: 'SELECT CASE WHEN a.private THEN \'private\' ELSE \'group\' END AS kind,\n  round(median(epoch(b.happened_at - a.happened_at))) AS seconds, count(*) AS answers\nFROM messages a JOIN messages b ON b.conversation = a.conversation AND b.reply_to = a.position\nGROUP BY kind',
  },
  {
    word: 'example_groups',
    sql: "SELECT people, count(*) AS conversations FROM (\n  SELECT conversation, count(DISTINCT person) AS people FROM memberships\n  WHERE change IN ('opened', 'joined', 'added') GROUP BY conversation)\nGROUP BY people ORDER BY people",
  },
  { word: 'example_then', sql: 'SELECT type, count(*) AS n FROM events WHERE idx <= 100 GROUP BY type ORDER BY n DESC' },
];

export function Analytics() {
  const analyst = useSignal<Analyst | null>(null);
  const ended = useSignal(false);
  const chosen = useSignal<StatisticsCase | null>(null);
  const me = analyst.value;

  useEffect(() => {
    if (!me) return;
    const timer = setTimeout(() => {
      analyst.value = null;
      chosen.value = null;
      ended.value = true;
    }, Math.max(0, Date.parse(me.until) - Date.now()));
    return () => clearTimeout(timer);
  }, [me]);

  return (
    <div class="audit">
      <a class="skip-link" href="#content">
        {t('skip')}
      </a>
      <header class="audit-head">
        <h1>{t('title')}</h1>
        {me && <p class="hint">{t('until', { time: time(me.until) })}</p>}
        <nav aria-label={languages.map(({ name }) => name).join(', ')}>
          {languages.map(({ code, name }) => (
            <button key={code} type="button" class="link" lang={code} aria-pressed={language.value === code} onClick={() => choose(code)}>
              {name}
            </button>
          ))}
          {me && (
            <button
              type="button"
              class="button"
              onClick={() => {
                void me.signOut();
                analyst.value = null;
                chosen.value = null;
              }}
            >
              {t('signOut')}
            </button>
          )}
        </nav>
      </header>
      <main id="content" tabIndex={-1}>
        {!me ? (
          <SignIn
            ended={ended.value}
            onDone={(signedIn) => {
              ended.value = false;
              analyst.value = signedIn;
            }}
          />
        ) : chosen.value ? (
          <InCase key={chosen.value.caseId} analyst={me} of={chosen.value} onBack={() => (chosen.value = null)} />
        ) : (
          <Cases analyst={me} onChoose={(one) => (chosen.value = one)} />
        )}
      </main>
    </div>
  );
}

function SignIn({ ended, onDone }: { ended: boolean; onDone: (analyst: Analyst) => void }) {
  return (
    <section class="audit-card">
      <h2>{t('signIn')}</h2>
      {ended && (
        <p class="banner" role="alert">
          {t('again')}
        </p>
      )}
      <Form
        label={t('signIn')}
        submit={t('enter')}
        onSubmit={async ({ handle = '', password = '', reason = '' }) => onDone(await Analyst.signIn(handle.replace(/^@/, ''), password, reason))}
      >
        <TextField label={t('handle')} name="handle" autocomplete="username" required />
        <TextField label={t('password')} name="password" type="password" autocomplete="current-password" required />
        <TextField label={t('reason')} hint={t('reasonHint')} name="reason" required />
      </Form>
    </section>
  );
}

function Cases({ analyst, onChoose }: { analyst: Analyst; onChoose: (one: StatisticsCase) => void }) {
  const cases = useSignal<StatisticsCase[]>([]);
  const failure = useSignal<string | null>(null);
  useEffect(() => {
    analyst.cases().then(
      (all) => (cases.value = all.filter(({ mine, status }) => mine && status === 'open')),
      (refusal: unknown) => (failure.value = whyOf(refusal)),
    );
  }, []);
  return (
    <>
      <section class="audit-card wide">
        <h2>{t('cases')}</h2>
        <p class="hint">{t('casesHint')}</p>
        <Alert text={failure.value} />
        {cases.value.length === 0 && <p>{t('noCases')}</p>}
        <ul class="audit-cases">
          {cases.value.map((one) => (
            <li key={one.caseId}>
              <h3>
                <bdi>{one.purpose ?? one.caseId}</bdi>
              </h3>
              <p>
                <bdi>{one.basis}</bdi>
              </p>
              <p class="hint">{t('expires', { time: time(one.expires) })}</p>
              <button type="button" class="button primary" onClick={() => onChoose(one)}>
                {t('choose')}
              </button>
            </li>
          ))}
        </ul>
      </section>
      <section class="audit-card">
        <h2>{t('openCase')}</h2>
        <Form label={t('openCase')} submit={t('open')} onSubmit={async ({ purpose = '', basis = '' }) => onChoose(await analyst.open(purpose, basis))}>
          <TextField label={t('purpose')} name="purpose" required />
          <TextField label={t('basis')} name="basis" required />
        </Form>
      </section>
    </>
  );
}

interface Saved {
  name: string;
  sql: string;
}

const KEPT = 'powow.analytics.questions';

function kept(): Saved[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '[]');
    return Array.isArray(found) ? (found as Saved[]).filter(({ name, sql }) => typeof name === 'string' && typeof sql === 'string') : [];
  } catch {
    return [];
  }
}

/** Questions in SQL and replays, in one case. */
function InCase({ analyst, of, onBack }: { analyst: Analyst; of: StatisticsCase; onBack: () => void }) {
  const replaying = useSignal(false);
  return (
    <>
      <div class="audit-line">
        <h2>
          <bdi>{of.purpose ?? of.caseId}</bdi>
        </h2>
        <div class="analytics-choices" role="group" aria-label={t('means')}>
          <button type="button" class="button" aria-pressed={!replaying.value} onClick={() => (replaying.value = false)}>
            {t('questions')}
          </button>
          <button type="button" class="button" aria-pressed={replaying.value} onClick={() => (replaying.value = true)}>
            {t('replay')}
          </button>
          <button type="button" class="button" onClick={onBack}>
            {t('back')}
          </button>
        </div>
      </div>
      {replaying.value ? <ReplayWork analyst={analyst} of={of} /> : <Questions analyst={analyst} of={of} />}
    </>
  );
}

function Questions({ analyst, of }: { analyst: Analyst; of: StatisticsCase }) {
  const schema = useSignal<Schema | null>(null);
  const sql = useSignal(EXAMPLES[0]!.sql);
  const asked = useSignal('');
  const answer = useSignal<Answer | null>(null);
  const failure = useSignal<string | null>(null);
  const busy = useSignal(false);
  const saved = useSignal(kept());
  const id = useId();

  async function during(work: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    failure.value = null;
    try {
      await work();
    } catch (refusal) {
      failure.value = whyOf(refusal);
    } finally {
      busy.value = false;
    }
  }

  useEffect(() => void during(async () => void (schema.value = await analyst.schema())), []);

  const run = (): Promise<void> =>
    during(async () => {
      const question = sql.value;
      answer.value = null;
      answer.value = await analyst.ask(of.caseId, question);
      asked.value = question;
    });

  const report = (name: string, its: string): Promise<void> =>
    during(async () => {
      answer.value = null;
      sql.value = its;
      answer.value = await analyst.report(of.caseId, name);
      asked.value = its;
    });

  const download = (format: Format): Promise<void> =>
    during(async () => {
      const url = URL.createObjectURL(await analyst.file(of.caseId, asked.value, format));
      const link = document.createElement('a');
      link.href = url;
      link.download = `answer.${format}`;
      link.click();
      URL.revokeObjectURL(url);
    });

  function keep(all: Saved[]): void {
    saved.value = all;
    localStorage.setItem(KEPT, JSON.stringify(all));
  }

  return (
    <>
      <section class="audit-card wide">
        <h3>{t('reports')}</h3>
        <p class="hint">{t('reportsHint')}</p>
        <div class="analytics-choices">
          {schema.value?.reports.map(({ name, title, sql: its }) => {
            const word = `report_${name}`;
            return (
              <button key={name} type="button" class="button" disabled={busy.value} onClick={() => void report(name, its)}>
                {isWord(word) ? t(word) : title}
              </button>
            );
          })}
        </div>
        <h3>{t('ask')}</h3>
        <div class="analytics-choices" role="group" aria-label={t('examples')}>
          {EXAMPLES.map(({ word, sql: example }) => (
            <button key={word} type="button" class="link" onClick={() => (sql.value = example)}>
              {t(word)}
            </button>
          ))}
        </div>
        <div class="field">
          <label for={`${id}-sql`}>{t('sql')}</label>
          <textarea
            id={`${id}-sql`}
            class="analytics-sql"
            dir="ltr"
            rows={8}
            spellcheck={false}
            autocapitalize="none"
            autocomplete="off"
            aria-describedby={`${id}-hint`}
            value={sql.value}
            onInput={(event) => (sql.value = event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void run();
            }}
          />
          <p class="hint" id={`${id}-hint`}>
            {t('sqlHint')}
          </p>
        </div>
        <div class="analytics-choices">
          <button type="button" class="button primary" disabled={busy.value} onClick={() => void run()}>
            {t('run')}
          </button>
        </div>
        <p role="status">{busy.value ? t('busy') : ''}</p>
        <Alert text={failure.value} />
      </section>
      {answer.value && <Result answer={answer.value} busy={busy.value} onDownload={(format) => void download(format)} />}
      <section class="audit-card wide">
        <h2>{t('saved')}</h2>
        <p class="hint">{t('savedHint')}</p>
        {saved.value.length === 0 && <p>{t('noSaved')}</p>}
        <ul class="analytics-saved">
          {saved.value.map((one) => (
            <li key={one.name}>
              <button type="button" class="link" onClick={() => (sql.value = one.sql)}>
                <bdi>{one.name}</bdi>
              </button>
              <button type="button" class="link" onClick={() => keep(saved.value.filter((each) => each !== one))}>
                {t('remove', { name: one.name })}
              </button>
            </li>
          ))}
        </ul>
        <Form
          label={t('save')}
          submit={t('save')}
          onSubmit={async ({ name = '' }) => keep([...saved.value.filter((each) => each.name !== name), { name, sql: sql.value }])}
        >
          <TextField label={t('name')} name="name" required />
        </Form>
      </section>
      <section class="audit-card wide">
        <h2>{t('schema')}</h2>
        {schema.value?.tables.map(({ name, meaning, columns }) => (
          <details key={name}>
            <summary>
              <code>{name}</code>
            </summary>
            <p lang="en">{meaning}</p>
            <dl class="analytics-columns" lang="en" dir="ltr">
              {columns.map((column) => (
                <div key={column.name}>
                  <dt>
                    <code>{column.name}</code> {column.type}
                    {column.pseudonym && `, ${t('pseudonym')}`}
                  </dt>
                  <dd>{column.meaning}</dd>
                </div>
              ))}
            </dl>
          </details>
        ))}
      </section>
    </>
  );
}

function Result({ answer, busy, onDownload }: { answer: Answer; busy: boolean; onDownload: (format: Format) => void }) {
  return (
    <section class="audit-card wide">
      <div class="audit-line">
        <h2>{t('answer')}</h2>
        <button type="button" class="button" disabled={busy} onClick={() => onDownload('csv')}>
          {t('csv')}
        </button>
        <button type="button" class="button" disabled={busy} onClick={() => onDownload('parquet')}>
          {t('parquet')}
        </button>
      </div>
      <p class="hint">{t('rows', { n: number(answer.count), index: number(answer.index) })}</p>
      {answer.cut && <p class="banner">{t('cut')}</p>}
      {answer.rows.length === 0 ? (
        <p>{t('empty')}</p>
      ) : (
        <>
          <Chart answer={answer} />
          <div class="audit-scroll analytics-table" tabIndex={0} role="region" aria-label={t('answer')}>
            <table dir="ltr">
              <thead>
                <tr>
                  {answer.columns.map(({ name }, at) => (
                    <th key={at} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {answer.rows.map((row, at) => (
                  <tr key={at}>
                    {row.map((cell, column) => (
                      <td key={column}>{typeof cell === 'number' ? number(cell) : String(cell ?? '')}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}
