/** The page of somebody who is signed in. Loaded separately, so that signing in needs little script. */

import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { forgetDrafts } from '../drafts.js';
import { count, number, span, t } from '../language/index.js';
import { forgetLook } from '../look.js';
import { Powow } from '../powow.js';
import { isRequest } from '../pure/conversation.js';
import type { LookedOut } from 'powow-client';
import { go, pathOf, route } from '../route.js';
import { session, signOut, tokens } from '../session.js';
import { lookForNewer } from '../shell.js';
import { ConversationPane } from './conversation.js';
import { say, tell } from './feedback.js';
import { Inbox, useTitle } from './inbox.js';
import { Icon } from './icons.js';
import { lazily, loadEarly } from './lazy.js';
import { nameOf, PowowProvider, previewOf, titleOf, usePowow } from './names.js';
import { isNarrow } from './narrow.js';
import { Empty, Question } from './parts.js';
import { shownPerson } from './person-button.js';
import { Status } from './status.js';

const SettingsDialog = lazily(async () => (await import('./settings.js')).SettingsDialog);
const Compose = lazily(async () => (await import('./compose.js')).Compose);
const JoinDialog = lazily(async () => (await import('./join.js')).JoinDialog);
const PersonCard = lazily(async () => (await import('./person.js')).PersonCard);
const NearbyPane = lazily(async () => (await import('./nearby.js')).NearbyPane);
const MapPane = lazily(async () => (await import('./map.js')).MapPane);

export function SignedIn() {
  const [powow] = useState(open);
  useEffect(() => () => powow.close(), [powow]);
  return (
    <PowowProvider value={powow}>
      <Shell powow={powow} />
    </PowowProvider>
  );
}

function open(): Powow {
  const powow: Powow = new Powow(session.value!, tokens, {
    said(message, conversation) {
      const name = nameOf(powow, message.sender);
      const text = previewOf({ text: message.text ?? '', images: message.images?.length ?? 0 });
      const isOpen = route.value.view === 'conversation' && route.value.id === conversation.conversationId;
      const where = isOpen || conversation.kind === 'direct' ? name : `${titleOf(powow, conversation)}, ${name}`;
      if (isOpen || (message.mentions?.includes(powow.me) && !isRequest(conversation))) say(t('somebodySaid', { name: where, text }));
    },
    lookedOut,
    newGathering: (title) => tell(t('noticeNewGathering', { title })),
    invited: ({ name, by }) => tell(t('invitedTo', { name: by.displayName ?? nameOf(powow, by.personId), group: name ?? t('unnamedGroup') })),
    invitationDeclined(person, id) {
      const group = powow.conversation(id)?.peek();
      if (group) tell(t('invitationDeclined', { name: nameOf(powow, person), group: titleOf(powow, group) }));
    },
    invitedToSpeak: ({ name, by }) => tell(t('invitedToSpeakNow', { name: by?.displayName ?? t('somebody'), service: name })),
    answeredService: (person, { name }, accepted) =>
      tell(t(accepted ? 'speakerAccepted' : 'speakerDeclined', { name: nameOf(powow, person), service: name })),
    signedOut: (code) => {
      forgetLook();
      signOut(code);
    },
  });
  return powow;
}

function nameOfFound(told: Extract<LookedOut, { type: 'appeared' | 'changed' }>): string {
  switch (told.kind) {
    case 'person':
      return told.person.displayName;
    case 'gathering':
      return told.gathering.title;
    case 'group':
      return told.group.name;
    case 'service':
      return told.service.name;
  }
}

function lookedOut(told: LookedOut): void {
  switch (told.type) {
    case 'gatheringRescheduled':
      return tell(t('rescheduled', { title: told.title, when: span(told.start, told.end, told.zone) }));
    case 'gatheringCancelled':
      return tell(t('cancelledNow', { title: told.title }));
    case 'appeared':
      return say(t('appearedNow', { name: nameOfFound(told) }));
    default:
  }
}

/** The two halves of the page. */
function Places() {
  const powow = usePowow();
  const near = route.value.view === 'nearby';
  const unread = powow.unread.value;
  return (
    <nav class="places" aria-label={t('appName')}>
      <a href={pathOf.inbox} aria-current={near ? undefined : 'page'}>
        <Icon name="messages" />
        {t('chats')}
        {unread > 0 && near && (
          <span class="badge">{number(unread)}</span>
        )}
      </a>
      <a href={pathOf.nearby} aria-current={near ? 'page' : undefined}>
        <Icon name="place" />
        {t('nearby')}
      </a>
    </nav>
  );
}

/** The targets of the link that skips the list, the best first: where the user writes or reads. */
const MAIN_THINGS = ['.composer textarea', '.stage .list', '.stage a', '.stage button'];

function skipToContent(): void {
  for (const things of MAIN_THINGS) {
    const thing = [...document.querySelectorAll<HTMLElement>(things)].find((each) => each.checkVisibility());
    if (thing) return thing.focus();
  }
}

function Shell({ powow }: { powow: Powow }) {
  const dialog = useSignal<'none' | 'compose' | 'settings' | 'signOut'>('none');
  const { value } = route;
  const close = () => (dialog.value = 'none');
  useTitle();

  const { ready } = powow.inboxState.value;
  useEffect(() => {
    if (ready) loadEarly([Compose, PersonCard, NearbyPane, MapPane, SettingsDialog]);
  }, [ready]);

  // After an absence, the user is told that the session has ended.
  const wasAway = useSignal(false);
  useSignalEffect(() => {
    const status = powow.status.value;
    if (status === 'waiting' || status === 'offline') wasAway.value = true;
    else if (status === 'online' && wasAway.peek()) {
      wasAway.value = false;
      tell(t('statusBack'));
      void lookForNewer();
    }
  });

  // Ctrl+K or ⌘K focuses the search.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      if (document.querySelector('dialog[open]')) return;
      event.preventDefault();
      const search = () => document.querySelector<HTMLInputElement>('.inbox input[type=search]');
      if (!search()?.checkVisibility()) go(pathOf.inbox);
      requestAnimationFrame(() => search()?.focus());
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);

  function leave(): void {
    if (powow.outbox.waiting().length > 0) dialog.value = 'signOut';
    else leaveNow();
  }

  function leaveNow(): void {
    forgetDrafts();
    forgetLook();
    location.hash = '#/';
    signOut();
  }

  const Stage = value.view === 'nearby' && isNarrow.value ? 'div' : 'main';
  return (
    <div class={value.view === 'conversation' ? 'shell in-conversation' : value.view === 'nearby' ? 'shell in-nearby' : 'shell'}>
      <button type="button" class="skip-link" onClick={skipToContent}>
        {t('skipToContent')}
      </button>
      <Status />
      {value.view === 'nearby' ? (
        <NearbyPane route={value} />
      ) : (
        <Inbox onCompose={() => (dialog.value = 'compose')} onSettings={() => (dialog.value = 'settings')} />
      )}
      <Stage class="stage">
        {value.view === 'conversation' ? (
          <ConversationPane key={value.id} id={value.id} route={value} />
        ) : value.view === 'nearby' ? (
          <MapPane />
        ) : (
          <Empty icon="messages" title={t('pickConversation')} />
        )}
      </Stage>
      <Places />
      {value.view === 'join' && <JoinDialog id={value.id} onClose={() => go(pathOf.inbox, 'instead')} />}
      {shownPerson.value !== null && <PersonCard key={shownPerson.value} person={shownPerson.value} onClose={() => (shownPerson.value = null)} />}
      {dialog.value === 'compose' && <Compose onClose={close} />}
      {dialog.value === 'settings' && <SettingsDialog onClose={close} onSignOut={leave} />}
      {dialog.value === 'signOut' && (
        <Question
          title={t('signOut')}
          hint={count('signOutWaiting', powow.outbox.waiting().length)}
          yes={t('signOut')}
          onYes={leaveNow}
          onClose={close}
        />
      )}
    </div>
  );
}
