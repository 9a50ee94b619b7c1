/** Replays: the log played again, and how a conversation, a screen and an inbox were at a moment of it. */

import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useMemo } from 'preact/hooks';
import { Failed, type Analyst, type ConversationThen, type DryRun, type InboxThen, type MessagesThen, type Moment, type Replay, type Rules, type Speed, type StatisticsCase } from './api.js';
import { Alert, TextField } from '../ui/staff-form.js';
import { Form, refusal, whyOf } from './form.js';
import { Player, type ReplayedEvent } from './player.js';
import { isWord, number, t, time, type Words } from './words.js';

const SPEEDS: { speed: Speed; word: keyof Words }[] = [
  { speed: '1', word: 'speed_1' },
  { speed: '60', word: 'speed_60' },
  { speed: 'max', word: 'speed_max' },
];

const KINDS: { word: keyof Words; types?: string[] }[] = [
  { word: 'kind_all' },
  { word: 'kind_messages', types: ['messageSent', 'messageEdited', 'messageDeleted'] },
  { word: 'kind_people', types: ['directOpened', 'groupCreated', 'memberAdded', 'memberJoined', 'memberLeft', 'memberRemoved', 'memberBanned'] },
];

/** Every look is recorded. So the page waits until the moment stays. */
const SETTLES_AFTER = 400;

function moment(index: string, at: string): Moment | undefined {
  if (index) return { index: Number(index) };
  return at ? { at: new Date(at).toISOString() } : undefined;
}

export function ReplayWork({ analyst, of }: { analyst: Analyst; of: StatisticsCase }) {
  const replay = useSignal<{ begun: Replay; speed: Speed } | null>(null);
  if (replay.value) {
    const { begun, speed } = replay.value;
    return <Running key={begun.replayId} analyst={analyst} replay={begun} speed={speed} onEnd={() => (replay.value = null)} />;
  }
  return (
    <section class="audit-card wide">
      <h2>{t('beginReplay')}</h2>
      <p class="hint">{t('beginHint')}</p>
      <Form
        label={t('beginReplay')}
        submit={t('begin')}
        onSubmit={async ({ fromIndex = '', fromAt = '', toIndex = '', toAt = '', kind = '0', speed = '60' }) => {
          const [from, to] = [moment(fromIndex, fromAt), moment(toIndex, toAt)];
          const { types } = KINDS[Number(kind)]!;
          const begun = await analyst.beginReplay(of.caseId, { ...(from && { from }), ...(to && { to }), ...(types && { types }), speed: speed as Speed });
          replay.value = { begun, speed: speed as Speed };
        }}
      >
        <div class="analytics-fields">
          <TextField label={t('fromAt')} name="fromAt" type="datetime-local" step="1" />
          <TextField label={t('fromIndex')} name="fromIndex" type="number" min="1" inputmode="numeric" />
          <TextField label={t('toAt')} name="toAt" type="datetime-local" step="1" />
          <TextField label={t('toIndex')} name="toIndex" type="number" min="1" inputmode="numeric" />
          <Choice label={t('kind')} name="kind" value="0" options={KINDS.map(({ word }, at) => ({ value: String(at), text: t(word) }))} />
          <Choice label={t('speed')} name="speed" value="60" options={SPEEDS.map(({ speed, word }) => ({ value: speed, text: t(word) }))} />
        </div>
      </Form>
    </section>
  );
}

function Choice({ label, name, value, options, onChange }: { label: string; name?: string; value: string; options: { value: string; text: string }[]; onChange?: (value: string) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="field-line">
        <select id={id} name={name} value={value} onChange={(event) => onChange?.(event.currentTarget.value)}>
          {options.map((each) => (
            <option key={each.value} value={each.value} selected={each.value === value}>
              {each.text}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

function Running({ analyst, replay, speed: begunWith, onEnd }: { analyst: Analyst; replay: Replay; speed: Speed; onEnd: () => void }) {
  const refused = useSignal<string | null>(null);
  const speed = useSignal<Speed>(begunWith);
  const conversation = useSignal('');
  const person = useSignal('');
  const first = replay.first ?? 1;
  const last = replay.last ?? 0;
  const player = useMemo(
    () => new Player(analyst.staff, replay.replayId, first, begunWith, (code) => (refused.value = refusal(code))),
    [replay.replayId],
  );
  useEffect(() => {
    const end = (): void => {
      player.close();
      void analyst.endReplay(replay.replayId);
    };
    addEventListener('pagehide', end);
    return () => {
      removeEventListener('pagehide', end);
      end();
    };
  }, [player]);
  const id = useId();
  const { index, at, playing, ended, connected } = player.state.value;

  if (replay.events === 0) {
    return (
      <section class="audit-card wide">
        <p>{t('noEvents')}</p>
        <button type="button" class="button" onClick={onEnd}>
          {t('endReplay')}
        </button>
      </section>
    );
  }
  const status = !connected ? 'connecting' : ended ? 'replayEnded' : playing ? 'playing' : 'paused';
  return (
    <>
      <section class="audit-card wide">
        <div class="audit-line">
          <h2>{t('replay')}</h2>
          <button type="button" class="button" onClick={onEnd}>
            {t('endReplay')}
          </button>
        </div>
        <p class="hint">{t('replayed', { n: number(replay.events), first: number(first), last: number(last) })}</p>
        <div class="analytics-player">
          <button type="button" class="button primary" disabled={!connected || ended} onClick={() => (playing ? player.pause() : player.play())}>
            {t(playing ? 'pause' : 'play')}
          </button>
          <button type="button" class="button" disabled={!connected || ended} onClick={() => player.step(1)}>
            {t('step')}
          </button>
          <button type="button" class="button" disabled={!connected || ended} onClick={() => player.step(10)}>
            {t('step10')}
          </button>
          <button type="button" class="button" disabled={!connected} onClick={() => player.seek(first - 1)}>
            {t('restart')}
          </button>
          <Choice
            label={t('speed')}
            value={speed.value}
            options={SPEEDS.map((each) => ({ value: each.speed, text: t(each.word) }))}
            onChange={(value) => {
              speed.value = value as Speed;
              player.speed(speed.value);
            }}
          />
        </div>
        <div class="audit-line audit-moment">
          <label for={`${id}-moment`}>{t('moment')}</label>
          <input
            id={`${id}-moment`}
            type="range"
            min={first - 1}
            max={last}
            step={1}
            value={index}
            disabled={!connected}
            aria-valuetext={t('momentText', { index: number(index), time: at ? time(at) : '–' })}
            onChange={(event) => player.seek(Number(event.currentTarget.value))}
          />
        </div>
        <p class="analytics-moment">{t('momentText', { index: number(index), time: at ? time(at) : '–' })}</p>
        <p role="status">{t(status)}</p>
        <Alert text={refused.value} />
        <Events
          events={player.events.value}
          onConversation={(chosen) => (conversation.value = chosen)}
          onPerson={(chosen) => (person.value = chosen)}
        />
      </section>
      <Then
        analyst={analyst}
        replay={replay.replayId}
        index={index}
        playing={playing}
        conversation={conversation.value}
        person={person.value}
        onConversation={(chosen) => (conversation.value = chosen)}
        onPerson={(chosen) => (person.value = chosen)}
      />
      <WhatIf analyst={analyst} replay={replay.replayId} onIndex={(sample) => player.seek(sample)} />
    </>
  );
}

const who = (event: ReplayedEvent): string | undefined => event.sender ?? event.by ?? event.personId;

/** A pseudonym, shortened: its beginning tells a few apart. */
function Id({ id, label, onClick }: { id: string; label: string; onClick: (id: string) => void }) {
  return (
    <button type="button" class="link" aria-label={`${label} ${id.slice(0, 8)}`} title={id} onClick={() => onClick(id)}>
      <code>{id.slice(0, 8)}</code>
    </button>
  );
}

function Events({ events, onConversation, onPerson }: { events: ReplayedEvent[]; onConversation: (id: string) => void; onPerson: (id: string) => void }) {
  if (events.length === 0) return <p class="hint">{t('nothingPlayed')}</p>;
  return (
    <div class="audit-scroll analytics-table analytics-events" tabIndex={0} role="region" aria-label={t('events')}>
      <table dir="ltr">
        <thead>
          <tr>
            {(['index', 'at', 'type', 'person', 'conversation'] as const).map((name) => (
              <th key={name} scope="col">
                {t(`column_${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {events.map((event) => {
            const person = who(event);
            return (
              <tr key={event.index}>
                <td>{number(event.index)}</td>
                <td>{event.at ? time(event.at) : ''}</td>
                <td>
                  <code>{event.type}</code>
                </td>
                <td>{person && <Id id={person} label={t('column_person')} onClick={onPerson} />}</td>
                <td>{event.conversationId && <Id id={event.conversationId} label={t('column_conversation')} onClick={onConversation} />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface State {
  /** Whose state it is. */
  of: string;
  index: number;
  conversation?: ConversationThen;
  messages?: MessagesThen;
  inbox?: InboxThen;
}

/** Null if it was not there yet. */
async function orAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (failure) {
    if (failure instanceof Failed && failure.code === 'conversation_not_found') return undefined;
    throw failure;
  }
}

function Then(props: {
  analyst: Analyst;
  replay: string;
  index: number;
  playing: boolean;
  conversation: string;
  person: string;
  onConversation: (id: string) => void;
  onPerson: (id: string) => void;
}) {
  const { analyst, replay, index, playing, conversation, person } = props;
  const state = useSignal<State | null>(null);
  const refused = useSignal<string | null>(null);
  const of = `${conversation} ${person}`;

  useEffect(() => {
    if (playing || (!conversation && !person)) return;
    let stale = false;
    const timer = setTimeout(async () => {
      try {
        const found: State = { of, index };
        const [then, messages, inbox] = await Promise.all([
          conversation ? orAbsent(analyst.conversationThen(replay, conversation, index)) : undefined,
          conversation && person ? orAbsent(analyst.messagesThen(replay, conversation, person, index)) : undefined,
          person ? analyst.inboxThen(replay, person, index) : undefined,
        ]);
        if (stale) return;
        state.value = { ...found, ...(then && { conversation: then }), ...(messages && { messages }), ...(inbox && { inbox }) };
        refused.value = null;
      } catch (failure) {
        if (!stale) refused.value = whyOf(failure);
      }
    }, SETTLES_AFTER);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [playing, index, conversation, person]);

  const shown = state.value?.of === of ? state.value : null;
  return (
    <section class="audit-card wide" aria-label={t('then')}>
      <h2>{t('then')}</h2>
      <p class="hint">{t('thenHint')}</p>
      {shown && <p class="analytics-moment">{t('thenAt', { index: number(shown.index) })}</p>}
      <Alert text={refused.value} />
      <div class="audit-sides">
        {conversation && (
          <div class="analytics-then">
            <h3>
              {t('column_conversation')} <code>{conversation.slice(0, 8)}</code>
            </h3>
            {shown && !shown.conversation && <p>{t('notYet')}</p>}
            {shown?.conversation && <Conversation of={shown.conversation} onPerson={props.onPerson} />}
          </div>
        )}
        {person && (
          <div class="analytics-then">
            <h3>
              {t('inboxOf')} <code>{person.slice(0, 8)}</code>
            </h3>
            {shown?.inbox && <Inbox of={shown.inbox} onConversation={props.onConversation} />}
          </div>
        )}
        {conversation && person && (
          <div class="analytics-then">
            <h3>{t('screenOf')}</h3>
            {shown?.messages && <Screen of={shown.messages} onPerson={props.onPerson} />}
          </div>
        )}
      </div>
    </section>
  );
}

function Conversation({ of, onPerson }: { of: ConversationThen; onPerson: (id: string) => void }) {
  return (
    <>
      <p>{t(of.kind === 'group' ? 'aGroup' : 'aPrivateChat', { members: number(of.memberCount), messages: number(of.messages) })}</p>
      <p class="hint">{t('since', { time: time(of.createdAt), activity: time(of.activityAt) })}</p>
      <ul class="analytics-people">
        {of.members.map(({ personId, role }) => (
          <li key={personId}>
            <Id id={personId} label={t('column_person')} onClick={onPerson} /> {role !== 'member' && <span class="audit-status">{role}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

function Inbox({ of, onConversation }: { of: InboxThen; onConversation: (id: string) => void }) {
  if (of.conversations.length === 0) return <p>{t('emptyInbox')}</p>;
  return (
    <div class="audit-scroll" tabIndex={0} role="region" aria-label={t('inboxOf')}>
      <table dir="ltr">
        <thead>
          <tr>
            <th scope="col">{t('column_conversation')}</th>
            <th scope="col">{t('members')}</th>
            <th scope="col">{t('unread')}</th>
            <th scope="col">{t('activity')}</th>
          </tr>
        </thead>
        <tbody>
          {of.conversations.map((each) => (
            <tr key={each.conversationId}>
              <td>
                <Id id={each.conversationId} label={t('column_conversation')} onClick={onConversation} />
              </td>
              <td>{number(each.memberCount)}</td>
              <td>
                {number(each.unread)}
                {each.unreadCapped && '+'}
              </td>
              <td>{time(each.activityAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Screen({ of, onPerson }: { of: MessagesThen; onPerson: (id: string) => void }) {
  return (
    <>
      {!of.member && <p>{t('notMember')}</p>}
      <ul class="audit-messages">
        {of.messages.map((each) => (
          <li key={each.position} class={each.deletedAt ? 'audit-message deleted' : 'audit-message'}>
            <p class="audit-message-head">
              <Id id={each.sender} label={t('column_person')} onClick={onPerson} /> {time(each.at)} {each.edits && <span class="audit-version">{t('edited')}</span>}
            </p>
            <p>
              {each.deletedAt ? t('deleted') : each.images ? t('textAndPictures', { n: number(each.images.length) }) : t('text')}
              {each.replyTo !== undefined && ` · ${t('reply')}`}
            </p>
            {each.reactions && (
              <p class="audit-reactions">
                {Object.entries(each.reactions).map(([emoji, by]) => (
                  <span key={emoji}>
                    {emoji} {number(by.length)}
                  </span>
                ))}
              </p>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

const word = (prefix: string, code: string): string => {
  const entry = `${prefix}_${code}`;
  return isWord(entry) ? t(entry) : code;
};

function WhatIf({ analyst, replay, onIndex }: { analyst: Analyst; replay: string; onIndex: (index: number) => void }) {
  const result = useSignal<DryRun | null>(null);
  const cascading = useId();
  return (
    <section class="audit-card wide">
      <h2>{t('whatIf')}</h2>
      <p class="hint">{t('whatIfHint')}</p>
      <Form
        label={t('whatIf')}
        submit={t('judge')}
        onSubmit={async ({ slowModeSeconds, messagesPerMinute, maxTextBytes, cascading: leftOut }) => {
          const rules: Rules = {
            ...(slowModeSeconds && { slowModeSeconds: Number(slowModeSeconds) }),
            ...(messagesPerMinute && { messagesPerMinute: Number(messagesPerMinute) }),
            ...(maxTextBytes && { maxTextBytes: Number(maxTextBytes) }),
          };
          result.value = await analyst.dryRun(replay, rules, leftOut === 'on');
        }}
      >
        <div class="analytics-fields">
          <TextField label={t('slowMode')} name="slowModeSeconds" type="number" min="1" inputmode="numeric" />
          <TextField label={t('perMinute')} name="messagesPerMinute" type="number" min="1" inputmode="numeric" />
          <TextField label={t('textBytes')} name="maxTextBytes" type="number" min="1" inputmode="numeric" />
        </div>
        <div class="audit-check">
          <input id={cascading} type="checkbox" name="cascading" />
          <label for={cascading}>{t('cascading')}</label>
        </div>
      </Form>
      {result.value && <Judged of={result.value} onIndex={onIndex} />}
    </section>
  );
}

function Judged({ of, onIndex }: { of: DryRun; onIndex: (index: number) => void }) {
  const rules = of.rules.map(({ rule }) => rule);
  return (
    <div class="analytics-judged" role="status">
      <p>{t('judged', { refused: number(of.refused), messages: number(of.messages), people: number(of.people) })}</p>
      {of.undecidable > 0 && <p>{t('undecidable', { n: number(of.undecidable) })}</p>}
      {of.leftOut > 0 && <p>{t('leftOut', { n: number(of.leftOut) })}</p>}
      <Table
        caption={t('byRule')}
        head={[t('rule'), t('wouldRefuse'), t('column_people'), t('samples')]}
        rows={of.rules.map((each) => [
          word('rule', each.rule),
          number(each.refused),
          number(each.people),
          of.samples
            .filter(({ rule }) => rule === each.rule)
            .slice(0, 5)
            .map(({ index }) => (
              <button key={index} type="button" class="link" aria-label={t('goTo', { index: number(index) })} onClick={() => onIndex(index)}>
                {number(index)}
              </button>
            )),
        ])}
      />
      {of.days.length > 0 && (
        <Table
          caption={t('byDay')}
          head={[t('day'), ...rules.map((each) => word('rule', each))]}
          rows={of.days.map(({ day, refused }) => [day, ...rules.map((each) => number(refused[each] ?? 0))])}
        />
      )}
      {of.refusedThen.length > 0 && (
        <Table
          caption={t('refusedThen')}
          head={[t('command'), t('code'), t('times'), t('column_people')]}
          rows={of.refusedThen.map((each) => [<code key="command">{each.command}</code>, <code key="code">{each.code}</code>, number(each.times), number(each.people)])}
        />
      )}
    </div>
  );
}

function Table({ caption, head, rows }: { caption: string; head: string[]; rows: ComponentChildren[][] }) {
  return (
    <div class="audit-scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((each) => (
              <th key={each} scope="col">
                {each}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column} class="analytics-cell">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
