/** The page for auditors: cases and, within a case, the screens of people at any moment. The server records every answer before it sends it. */

import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Auditor, Failed, type AuditCase, type AudienceMember, type Bundle, type HistoryRow, type Hold, type Look, type SeenMessage, type Timeline } from './api.js';
import { TextField } from '../ui/staff-form.js';
import { Form, whyOf } from './form.js';
import { type CaseDraft, Reports } from './reports.js';
import { choose, language, languages, number, t, time } from './words.js';

/** The maximum number of events on the slider. */
const MOST_EVENTS = 5_000;

export function Audit() {
  const auditor = useSignal<Auditor | null>(null);
  const ended = useSignal(false);
  const chosen = useSignal<AuditCase | null>(null);
  const view = useSignal<'cases' | 'reports'>('cases');
  const draft = useSignal<CaseDraft | null>(null);
  const me = auditor.value;

  /** Nothing of one session is left on the screen of the next. */
  function leave(): void {
    auditor.value = null;
    chosen.value = null;
    draft.value = null;
  }

  useEffect(() => {
    if (!me) return;
    const timer = setTimeout(() => {
      leave();
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
                leave();
              }}
            >
              {t('signOut')}
            </button>
          )}
        </nav>
      </header>
      {me?.readsCases && me.scopes.includes('moderate') && (
        <nav class="audit-views" aria-label={t('views')}>
          {(['cases', 'reports'] as const).map((each) => (
            <button
              key={each}
              type="button"
              class="button"
              aria-current={view.value === each ? 'page' : undefined}
              onClick={() => {
                view.value = each;
                draft.value = null;
              }}
            >
              {t(each)}
            </button>
          ))}
        </nav>
      )}
      <main id="content" tabIndex={-1}>
        {!me ? (
          <SignIn
            ended={ended.value}
            onDone={(signedIn) => {
              ended.value = false;
              view.value = signedIn.readsCases ? 'cases' : 'reports';
              auditor.value = signedIn;
            }}
          />
        ) : view.value === 'reports' ? (
          <Reports
            auditor={me}
            onCase={(of) => {
              draft.value = of;
              chosen.value = null;
              view.value = 'cases';
            }}
          />
        ) : chosen.value ? (
          <CaseWork key={chosen.value.caseId} auditor={me} of={chosen.value} onBack={() => (chosen.value = null)} />
        ) : (
          <CaseList
            auditor={me}
            draft={draft.value}
            onChoose={(one) => {
              draft.value = null;
              chosen.value = one;
            }}
          />
        )}
      </main>
    </div>
  );
}

function SignIn({ ended, onDone }: { ended: boolean; onDone: (auditor: Auditor) => void }) {
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
        onSubmit={async ({ handle = '', password = '', reason = '' }) => onDone(await Auditor.signIn(handle.replace(/^@/, ''), password, reason))}
      >
        <TextField label={t('handle')} name="handle" autocomplete="username" required />
        <TextField label={t('password')} name="password" type="password" autocomplete="current-password" required />
        <TextField label={t('reason')} hint={t('reasonHint')} name="reason" required />
      </Form>
    </section>
  );
}

const listed = (text: string): string[] => text.split(/[\s,،]+/).filter((each) => each !== '');

function CaseList({ auditor, draft, onChoose }: { auditor: Auditor; draft: CaseDraft | null; onChoose: (one: AuditCase) => void }) {
  const cases = useSignal<AuditCase[] | null>(null);
  const failure = useSignal<string | null>(null);

  async function load(): Promise<void> {
    try {
      const all = await auditor.cases();
      await auditor.learn(all.flatMap(({ by, people }) => [by, ...people]));
      cases.value = all;
    } catch (refusal) {
      failure.value = whyOf(refusal);
    }
  }
  useEffect(() => void load(), []);

  const form = useRef<HTMLElement>(null);
  useEffect(() => {
    if (draft) form.current?.querySelector('input')?.focus();
  }, [draft]);

  const opening = auditor.scopes.includes('audit') && (
    <section class="audit-card" ref={form}>
      <h2>{t('openCase')}</h2>
      {draft && <p class="hint">{t('openCaseWith')}</p>}
      <Form
        label={t('openCase')}
        submit={t('open')}
        onSubmit={async ({ purpose = '', basis = '', people = '', conversations = '', days = '7' }) => {
          const ids: string[] = [];
          for (const each of listed(people)) ids.push(draft?.people === each ? draft.personId : await auditor.personOf(each.replace(/^@/, '')));
          const expires = new Date(Date.now() + Number(days) * 86_400_000 - 60_000).toISOString();
          const opened = await auditor.open({ purpose, basis, people: ids, conversations: listed(conversations), expires });
          if (opened.status === 'open') onChoose(opened);
          else await load();
        }}
      >
        <TextField label={t('purpose')} name="purpose" value={draft?.purpose} required />
        <TextField label={t('basis')} name="basis" required />
        <TextField label={t('people')} name="people" value={draft?.people} />
        <TextField label={t('conversations')} name="conversations" value={draft?.conversation} />
        <TextField label={t('days')} name="days" type="number" value="7" min="1" max="90" required />
      </Form>
    </section>
  );

  return (
    <>
      {draft && opening}
      <section class="audit-card wide">
        <h2>{t('cases')}</h2>
        {failure.value && (
          <p class="error" role="alert">
            {failure.value}
          </p>
        )}
        {cases.value?.length === 0 && <p>{t('noCases')}</p>}
        <ul class="audit-cases">
          {cases.value?.map((one) => (
            <li key={one.caseId}>
              <h3>
                <bdi>{one.purpose ?? one.caseId}</bdi> <span class={`audit-status ${one.status}`}>{t(`status_${one.status}`)}</span>
              </h3>
              <p>
                <bdi>{one.basis}</bdi>
              </p>
              <p class="hint">
                {t('openedBy', { name: auditor.name(one.by), time: time(one.openedAt) })} · {t('expires', { time: time(one.expires) })}
              </p>
              {one.mine && !one.statistics && one.status === 'open' && (
                <button type="button" class="button primary" onClick={() => onChoose(one)}>
                  {t('choose')}
                </button>
              )}
              {auditor.scopes.includes('hold') && !one.statistics && <Holds auditor={auditor} of={one} />}
              {!one.mine && one.status === 'waiting' && auditor.scopes.includes('approve') && (
                <button
                  type="button"
                  class="button"
                  onClick={() =>
                    void auditor.approve(one.caseId).then(load, (refusal: unknown) => {
                      failure.value = whyOf(refusal);
                    })
                  }
                >
                  {t('approve')}
                </button>
              )}
            </li>
          ))}
        </ul>
      </section>
      {!draft && opening}
    </>
  );
}

/** The holds of a case. Whoever may hold releases them, also when the case has ended. */
function Holds({ auditor, of, conversations }: { auditor: Auditor; of: AuditCase; conversations?: Map<string, string | undefined> }) {
  const holds = useSignal<Hold[] | null>(null);
  const failure = useSignal<string | null>(null);
  const sure = useSignal<string | null>(null);
  const id = useId();

  async function load(): Promise<void> {
    const all = await auditor.holds(of.caseId);
    await auditor.learn(all.flatMap(({ by, erased }) => [by, ...erased]));
    holds.value = all;
  }
  const refused = (refusal: unknown) => {
    failure.value = whyOf(refusal);
  };
  const release = (hold: string) => {
    sure.value = null;
    auditor.releaseHold(of.caseId, hold).then(load).catch(refused);
  };

  return (
    <details
      onToggle={(event) => {
        if (event.currentTarget.open) load().catch(refused);
      }}
    >
      <summary>{t('holds')}</summary>
      <p class="hint">{t('holdsHint')}</p>
      {failure.value && (
        <p class="error" role="alert">
          {failure.value}
        </p>
      )}
      {holds.value?.length === 0 && <p>{t('noHolds')}</p>}
      <ul class="audit-cases" aria-live="polite">
        {holds.value?.map((hold) => (
          <li key={hold.holdId}>
            <p>
              {t('holdOn', { time: time(hold.placedAt), name: auditor.name(hold.by) })} <span class="audit-status">{t(`hold_${hold.status}`)}</span>
            </p>
            <p class="hint">
              {hold.people.length > 0 && t('holdPeople')} <code dir="ltr">{hold.conversations.join(' ')}</code>
            </p>
            {hold.erased.length > 0 && <p>{t('holdErased', { names: hold.erased.join(', ') })}</p>}
            {hold.status === 'in_force' && sure.value !== hold.holdId && (
              <button type="button" class="button" onClick={() => (sure.value = hold.holdId)}>
                {t('release')}
              </button>
            )}
            {sure.value === hold.holdId && (
              <p role="alert">
                {t('releaseSure')}{' '}
                <button type="button" class="button danger" onClick={() => release(hold.holdId)}>
                  {t('release')}
                </button>
              </p>
            )}
          </li>
        ))}
      </ul>
      {of.status === 'open' && (
        <Form
          label={t('hold')}
          submit={t('hold')}
          onSubmit={async ({ what = '' }) => {
            await auditor.placeHold(of.caseId, what ? { people: [], conversations: [what] } : { people: of.people, conversations: [] });
            await load();
          }}
        >
          <div class="field">
            <label for={id}>{t('holdWhat')}</label>
            <select id={id} name="what">
              {of.people.length > 0 && <option value="">{t('holdPeople')}</option>}
              {[...(conversations ?? new Map<string, string | undefined>(of.conversations.map((each) => [each, undefined])))].map(([each, name]) => (
                <option key={each} value={each}>
                  {name ?? t('privateChat', { id: each.slice(0, 10) })}
                </option>
              ))}
            </select>
          </div>
        </Form>
      )}
    </details>
  );
}

function CaseWork({ auditor, of, onBack }: { auditor: Auditor; of: AuditCase; onBack: () => void }) {
  const conversations = useSignal<Map<string, string | undefined> | null>(null);
  const conversation = useSignal('');
  const looks = useSignal<Look[]>([]);
  const failure = useSignal<string | null>(null);
  const id = useId();

  useEffect(() => {
    const load = async () => {
      const found = new Map<string, string | undefined>(of.conversations.map((each) => [each, undefined]));
      for (const person of of.people) {
        for (const [each, name] of await auditor.conversationsOf(person, of.caseId)) found.set(each, name);
      }
      conversations.value = found;
    };
    load().catch((refusal: unknown) => {
      failure.value = whyOf(refusal);
    });
  }, []);

  return (
    <>
      <section class="audit-card wide">
        <div class="audit-line">
          <h2>
            <bdi>{of.purpose ?? of.caseId}</bdi>
          </h2>
          <button type="button" class="button" onClick={onBack}>
            {t('back')}
          </button>
          <button
            type="button"
            class="button danger"
            onClick={() =>
              void auditor.close(of.caseId).then(onBack, (refusal: unknown) => {
                failure.value = whyOf(refusal);
              })
            }
          >
            {t('close')}
          </button>
        </div>
        {failure.value && (
          <p class="error" role="alert">
            {failure.value}
          </p>
        )}
        {!conversations.value && !failure.value && <p role="status">{t('busy')}</p>}
        {conversations.value?.size === 0 && <p>{t('noConversations')}</p>}
        {conversations.value && conversations.value.size > 0 && (
          <div class="field">
            <label for={id}>{t('conversation')}</label>
            <select id={id} value={conversation.value} onChange={(event) => (conversation.value = event.currentTarget.value)}>
              <option value="">{t('pick')}</option>
              {[...conversations.value].map(([each, name]) => (
                <option key={each} value={each}>
                  {name ?? t('privateChat', { id: each.slice(0, 10) })}
                </option>
              ))}
            </select>
          </div>
        )}
      </section>
      {conversation.value && <Conversation key={conversation.value} auditor={auditor} caseId={of.caseId} id={conversation.value} />}
      {conversations.value && conversations.value.size > 0 && (
        <Bundles auditor={auditor} caseId={of.caseId} conversations={conversations.value} chosen={conversation.value} />
      )}
      {auditor.scopes.includes('hold') && conversations.value && (
        <section class="audit-card wide">
          <Holds auditor={auditor} of={of} conversations={conversations.value} />
        </section>
      )}
      <section class="audit-card wide">
        <details
          onToggle={(event) => {
            if (event.currentTarget.open) void auditor.looks(of.caseId).then((all) => (looks.value = all));
          }}
        >
          <summary>{t('recorded')}</summary>
          <ol class="audit-looks">
            {looks.value.map((look, index) => (
              <li key={index}>
                <time dateTime={look.at}>{time(look.at)}</time> <code dir="ltr">{look.query}</code> {look.refused && <strong>{t('refused')}</strong>}
              </li>
            ))}
          </ol>
        </details>
      </section>
    </>
  );
}

/** The maximum number of conversations in a bundle. */
const MOST_BUNDLED = 100;

const instant = (local: string): string | undefined => (local ? new Date(local).toISOString() : undefined);

/** Makes bundles, follows them and downloads them. */
function Bundles({ auditor, caseId, conversations, chosen }: { auditor: Auditor; caseId: string; conversations: Map<string, string | undefined>; chosen: string }) {
  const bundles = useSignal<Bundle[]>([]);
  const failure = useSignal<string | null>(null);
  const fetching = useSignal<{ id: string; percent: number } | null>(null);
  const id = useId();
  const busy = bundles.value.some(({ status }) => status === 'waiting' || status === 'running');

  const load = (): Promise<void> =>
    auditor.bundles(caseId).then(
      (all) => {
        bundles.value = all;
      },
      (refusal: unknown) => {
        failure.value = whyOf(refusal);
      },
    );
  useEffect(() => void load(), []);
  useEffect(() => {
    if (!busy) return;
    const timer = setInterval(() => void load(), 1000);
    return () => clearInterval(timer);
  }, [busy]);

  async function download(bundle: Bundle): Promise<void> {
    failure.value = null;
    fetching.value = { id: bundle.bundleId, percent: 0 };
    try {
      const file = await auditor.fetchBundle(caseId, bundle, (percent) => (fetching.value = { id: bundle.bundleId, percent }));
      const link = document.createElement('a');
      link.href = URL.createObjectURL(file);
      link.download = `bundle-${bundle.bundleId}.zip`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    } catch (refusal) {
      failure.value = whyOf(refusal);
    } finally {
      fetching.value = null;
    }
  }

  return (
    <section class="audit-card wide">
      <h2>{t('bundles')}</h2>
      <p class="hint">{t('bundlesHint')}</p>
      <Form
        label={t('makeBundle')}
        submit={t('makeBundle')}
        onSubmit={async ({ what = '', from = '', to = '', eml, csv }) => {
          const wanted = what ? [what] : [...conversations.keys()];
          const [start, end] = [instant(from), instant(to)];
          await auditor.makeBundle(caseId, {
            conversations: wanted.slice(0, MOST_BUNDLED),
            ...(start && { from: start }),
            ...(end && { to: end }),
            formats: [...(eml ? ['eml'] : []), ...(csv ? ['csv'] : [])],
          });
          await load();
        }}
      >
        <div class="field">
          <label for={id}>{t('bundleOf')}</label>
          <select id={id} name="what" key={chosen} defaultValue={chosen}>
            {conversations.size <= MOST_BUNDLED && <option value="">{t('allConversations')}</option>}
            {[...conversations].map(([each, name]) => (
              <option key={each} value={each} selected={each === chosen}>
                {name ?? t('privateChat', { id: each.slice(0, 10) })}
              </option>
            ))}
          </select>
        </div>
        <TextField label={t('bundleFrom')} name="from" type="datetime-local" />
        <TextField label={t('bundleTo')} name="to" type="datetime-local" />
        <label class="audit-check">
          <input type="checkbox" name="eml" /> {t('bundleMails')}
        </label>
        <label class="audit-check">
          <input type="checkbox" name="csv" /> {t('bundleTable')}
        </label>
      </Form>
      {failure.value && (
        <p class="error" role="alert">
          {failure.value}
        </p>
      )}
      <ul class="audit-cases" aria-live="polite">
        {bundles.value.map((bundle) => (
          <li key={bundle.bundleId} class="audit-bundle">
            <h3>
              {t('bundleOn', { time: time(bundle.at) })} <span class={`audit-status ${bundle.status}`}>{t(`bundle_${bundle.status}`)}</span>
            </h3>
            {(bundle.status === 'waiting' || bundle.status === 'running') && (
              <progress max={100} value={bundle.percent} aria-label={t('bundleOn', { time: time(bundle.at) })} />
            )}
            {bundle.failure && <p class="error">{whyOf(new Failed(bundle.failure, bundle.failure))}</p>}
            {bundle.status === 'ready' && (
              <>
                <p class="hint">{t('bundleSize', { n: number(bundle.events ?? 0), kb: number(Math.ceil((bundle.bytes ?? 0) / 1024)) })}</p>
                <button type="button" class="button" disabled={fetching.value !== null} onClick={() => void download(bundle)}>
                  {fetching.value?.id === bundle.bundleId ? t('fetching', { n: number(fetching.value.percent) }) : t('download')}
                </button>
                <p class="hint">{bundle.key ? t('verifyWith') : t('noProof')}</p>
                {bundle.key && (
                  <code dir="ltr" class="audit-command">
                    java -jar verify.jar bundle-{bundle.bundleId}.zip --key {bundle.key}
                  </code>
                )}
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The people who become members by an event. */
function joining({ type, event }: HistoryRow): string[] {
  if (type === 'directOpened' || type === 'groupCreated') return event['members'] as string[];
  return type === 'memberJoined' || type === 'memberAdded' ? [event['personId'] as string] : [];
}

function Conversation({ auditor, caseId, id }: { auditor: Auditor; caseId: string; id: string }) {
  const events = useSignal<HistoryRow[] | null>(null);
  const at = useSignal(0);
  const left = useSignal('');
  const right = useSignal('');
  const failure = useSignal<string | null>(null);
  const asked = useSignal<number | null>(null);
  const slider = useId();

  useEffect(() => {
    const load = async () => {
      const rows = await auditor.history(id, caseId, MOST_EVENTS);
      const members = [...new Set(rows.flatMap(joining))];
      await auditor.learn(members);
      left.value = members[0] ?? '';
      right.value = members[1] ?? '';
      at.value = Math.max(0, rows.length - 1);
      events.value = rows;
    };
    load().catch((refusal: unknown) => {
      failure.value = whyOf(refusal);
    });
  }, []);

  if (failure.value) {
    return (
      <p class="error" role="alert">
        {failure.value}
      </p>
    );
  }
  const rows = events.value;
  if (!rows) return <p role="status">{t('busy')}</p>;
  const moment = rows[at.value]?.moment;
  if (!moment) return null;
  const members = [...new Set(rows.flatMap(joining))];
  const where = t('momentValue', { time: time(moment.at), n: number(at.value + 1), all: number(rows.length), index: number(moment.index) });
  const move = (to: number) => (at.value = Math.min(rows.length - 1, Math.max(0, to)));

  return (
    <>
      <section class="audit-card wide audit-moment">
        <label for={slider}>{t('moment')}</label>
        <div class="audit-line">
          <button type="button" class="button" onClick={() => move(at.value - 1)} disabled={at.value === 0} aria-label={t('earlier')}>
            −
          </button>
          <input
            id={slider}
            type="range"
            min={0}
            max={rows.length - 1}
            value={at.value}
            aria-valuetext={where}
            onInput={(event) => move(Number(event.currentTarget.value))}
          />
          <button type="button" class="button" onClick={() => move(at.value + 1)} disabled={at.value === rows.length - 1} aria-label={t('later')}>
            +
          </button>
        </div>
        <output for={slider}>{where}</output>
        {rows.length >= MOST_EVENTS && <p class="hint">{t('truncated', { n: number(rows.length) })}</p>}
      </section>
      <div class="audit-sides">
        {[left, right].map((side, index) => (
          <Screen
            key={index}
            label={t(index === 0 ? 'asSeenBy' : 'side')}
            auditor={auditor}
            caseId={caseId}
            conversation={id}
            index={moment.index}
            people={members}
            person={side.value}
            onPerson={(person) => (side.value = person)}
            onAsk={(position) => (asked.value = position)}
          />
        ))}
      </div>
      {asked.value !== null && (
        <Audience
          key={`${asked.value} ${moment.index}`}
          auditor={auditor}
          caseId={caseId}
          conversation={id}
          position={asked.value}
          index={moment.index}
          onClose={() => (asked.value = null)}
        />
      )}
    </>
  );
}

interface ScreenProps {
  label: string;
  auditor: Auditor;
  caseId: string;
  conversation: string;
  index: number;
  people: string[];
  person: string;
  onPerson: (person: string) => void;
  onAsk: (position: number) => void;
}

/** The screen of one person at a moment. */
function Screen({ label, auditor, caseId, conversation, index, people, person, onPerson, onAsk }: ScreenProps) {
  const seen = useSignal<Timeline | null>(null);
  const failure = useSignal<string | null>(null);
  const id = useId();

  useEffect(() => {
    if (!person) {
      seen.value = null;
      return;
    }
    let current = true;
    // Queries only where the slider rests, because every query is recorded.
    const timer = setTimeout(() => {
      auditor.timeline(conversation, caseId, person, index).then(
        async (answer) => {
          await auditor.learn(answer.messages.map(({ sender }) => sender));
          if (!current) return;
          failure.value = null;
          seen.value = answer;
        },
        (refusal: unknown) => {
          if (current) failure.value = whyOf(refusal);
        },
      );
    }, 250);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [person, index]);

  async function earlier(shown: Timeline): Promise<void> {
    try {
      const before = await auditor.timeline(conversation, caseId, person, index, shown.cursor);
      await auditor.learn(before.messages.map(({ sender }) => sender));
      const { cursor: _, ...rest } = shown;
      seen.value = {
        ...rest,
        messages: [...before.messages, ...shown.messages],
        happenings: [...before.happenings, ...shown.happenings],
        ...(before.cursor !== undefined && { cursor: before.cursor }),
      };
    } catch (refusal) {
      failure.value = whyOf(refusal);
    }
  }

  const shown = seen.value;
  return (
    <section class="audit-card audit-screen" aria-labelledby={`${id}-label`}>
      <div class="field">
        <label for={id} id={`${id}-label`}>
          {label}
        </label>
        <select id={id} value={person} onChange={(event) => onPerson(event.currentTarget.value)}>
          <option value="">{t('nobody')}</option>
          {people.map((each) => (
            <option key={each} value={each}>
              {auditor.name(each)}
            </option>
          ))}
        </select>
      </div>
      {failure.value && (
        <p class="error" role="alert">
          {failure.value}
        </p>
      )}
      {shown && !shown.member && <p class="banner">{t('notMember')}</p>}
      {shown && shown.messages.length === 0 && <p class="hint">{t('nothing')}</p>}
      {shown?.cursor !== undefined && (
        <button type="button" class="button" onClick={() => void earlier(shown)}>
          {t('more')}
        </button>
      )}
      <ol class="audit-messages">
        {shown?.messages.map((message) => (
          <Message key={message.position} message={message} auditor={auditor} onAsk={onAsk} />
        ))}
      </ol>
    </section>
  );
}

function Message({ message, auditor, onAsk }: { message: SeenMessage; auditor: Auditor; onAsk: (position: number) => void }) {
  const { position, sender, at, version, changed, text, images, reactions, pinned, withheld } = message;
  return (
    <li class={`audit-message ${version}`}>
      <p class="audit-message-head">
        <bdi>{auditor.name(sender)}</bdi> <time dateTime={at}>{time(at)}</time> <span class="audit-version">{t(version, changed && { time: time(changed.at) })}</span>{' '}
        {pinned && <span class="audit-version">{t('pinned')}</span>}
      </p>
      {text !== undefined && (
        <p class="audit-text" dir="auto">
          {text}
        </p>
      )}
      {(withheld === 'erased' || withheld === 'held') && <p class="hint">{t(withheld)}</p>}
      {images && (
        <details>
          <summary>{t('pictures', { n: number(images.length) })}</summary>
          <ul class="audit-cases">
            {images.map(({ imageId, format, width, height, bytes, hash, deletedAt }) => (
              <li key={imageId}>
                {format && t('picture', { format, width: number(width ?? 0), height: number(height ?? 0), kb: number(Math.ceil((bytes ?? 0) / 1024)) })}{' '}
                {deletedAt && t('pictureDeleted', { time: time(deletedAt) })} {hash && <code dir="ltr">SHA-256 {hash}</code>}
              </li>
            ))}
          </ul>
        </details>
      )}
      {reactions && (
        <ul class="audit-reactions">
          {Object.entries(reactions).map(([emoji, by]) => (
            <li key={emoji}>
              {emoji} {number(by.length)}
            </li>
          ))}
        </ul>
      )}
      <button type="button" class="link" onClick={() => onAsk(position)}>
        {t('whoSaw')}
      </button>
    </li>
  );
}

interface AudienceProps {
  auditor: Auditor;
  caseId: string;
  conversation: string;
  position: number;
  index: number;
  onClose: () => void;
}

function Audience({ auditor, caseId, conversation, position, index, onClose }: AudienceProps) {
  const people = useSignal<AudienceMember[] | null>(null);
  const failure = useSignal<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    const load = async () => {
      const all = await auditor.audience(conversation, caseId, position, index);
      await auditor.learn(all.map(({ personId }) => personId));
      people.value = all;
    };
    heading.current?.focus();
    load().catch((refusal: unknown) => {
      failure.value = whyOf(refusal);
    });
  }, []);

  return (
    <section class="audit-card wide">
      <div class="audit-line">
        <h2 ref={heading} tabIndex={-1}>
          {t('audience', { n: number(position) })}
        </h2>
        <button type="button" class="button" onClick={onClose}>
          {t('closeAudience')}
        </button>
      </div>
      {failure.value && (
        <p class="error" role="alert">
          {failure.value}
        </p>
      )}
      {people.value && (
        <div class="audit-scroll" tabIndex={0} role="region" aria-label={t('audience', { n: number(position) })}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('person')}</th>
                <th scope="col">{t('since')}</th>
                <th scope="col">{t('untilWhen')}</th>
                <th scope="col">{t('version')}</th>
                <th scope="col">{t('grade')}</th>
              </tr>
            </thead>
            <tbody>
              {people.value.map(({ personId, since, until, version, grades, read }) => (
                <tr key={personId}>
                  <th scope="row">
                    <bdi>{auditor.name(personId)}</bdi>
                  </th>
                  <td>{time(since.at)}</td>
                  <td>{until ? time(until.at) : t('openEnd')}</td>
                  <td>{version && t(version, { time: '' }).trim()}</td>
                  <td>{grades.map((grade) => t(grade, read && { time: time(read.at) })).join(' · ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
