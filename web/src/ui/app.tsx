import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { forgetDrafts } from '../drafts.js';
import { count, t } from '../language/index.js';
import { Powow } from '../powow.js';
import { route } from '../route.js';
import { session, signOut } from '../session.js';
import { Compose } from './compose.js';
import { ConversationPane } from './conversation.js';
import { Feedback, say, tell } from './feedback.js';
import { Inbox, useTitle } from './inbox.js';
import { JoinDialog } from './join.js';
import { nameOf, PowowProvider, previewOf, titleOf } from './names.js';
import { Empty, Question } from './parts.js';
import { SettingsDialog } from './settings.js';
import { SignIn } from './signin.js';
import { Status } from './status.js';

export function App() {
  const current = session.value;
  return (
    <>
      {current ? <SignedIn key={current.token} /> : <SignIn />}
      <Feedback />
    </>
  );
}

function SignedIn() {
  const [powow] = useState(open);
  useEffect(() => () => powow.close(), [powow]);
  return (
    <PowowProvider value={powow}>
      <Shell powow={powow} />
    </PowowProvider>
  );
}

function open(): Powow {
  const powow: Powow = new Powow(session.value!, {
    said(message, conversation) {
      const name = nameOf(powow, message.sender);
      const text = previewOf({ text: message.text ?? '', images: message.images?.length ?? 0 });
      const isOpen = route.value.view === 'conversation' && route.value.id === conversation.conversationId;
      const where = isOpen || conversation.kind === 'direct' ? name : `${titleOf(powow, conversation)}, ${name}`;
      if (isOpen || message.mentions?.includes(powow.me)) say(t('somebodySaid', { name: where, text }));
    },
    signedOut: (code) => signOut(code),
  });
  return powow;
}

function Shell({ powow }: { powow: Powow }) {
  const dialog = useSignal<'none' | 'compose' | 'settings' | 'signOut'>('none');
  const { value } = route;
  const close = () => (dialog.value = 'none');
  useTitle();

  // Who comes back after a while is told that it is over.
  const wasAway = useSignal(false);
  useSignalEffect(() => {
    const status = powow.connection.status.value;
    if (status === 'waiting' || status === 'offline') wasAway.value = true;
    else if (status === 'online' && wasAway.peek()) {
      wasAway.value = false;
      tell(t('statusBack'));
    }
  });

  function leave(): void {
    if (powow.outbox.waiting().length > 0) dialog.value = 'signOut';
    else leaveNow();
  }

  function leaveNow(): void {
    forgetDrafts();
    location.hash = '#/';
    signOut();
  }

  return (
    <div class={value.view === 'conversation' ? 'shell in-conversation' : 'shell'}>
      <Status />
      <Inbox onCompose={() => (dialog.value = 'compose')} onSettings={() => (dialog.value = 'settings')} />
      <main class="stage">
        {value.view === 'conversation' ? (
          <ConversationPane key={value.id} id={value.id} route={value} />
        ) : (
          <Empty icon="messages" title={t('pickConversation')} />
        )}
      </main>
      {value.view === 'join' && <JoinDialog id={value.id} />}
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
