/** Invitations and requests that await the user's consent. */

import { useSignal, type ReadonlySignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { codeOf } from 'powow-client';
import type { Ban, Invitation, MyService, PersonId } from 'powow-client';
import { count, dateAndTime, list, t, why } from '../language/index.js';
import type { Conversation } from '../pure/conversation.js';
import { go, pathOf } from '../route.js';
import type { Talk } from '../talk.js';
import { GroupAvatar, PersonAvatar } from './avatar.js';
import { attempt, tell } from './feedback.js';
import { nameOf, usePowow } from './names.js';
import { isNarrow } from './narrow.js';
import { Check, Dialog, Empty, Question } from './parts.js';

export function BlockQuestion({ person, onBlocked, onClose }: { person: PersonId; onBlocked?: () => void; onClose: () => void }) {
  const powow = usePowow();
  return (
    <Question
      title={t('blockQuestion', { name: nameOf(powow, person) })}
      hint={t('blockHint')}
      yes={t('block')}
      onYes={() => void attempt(powow.block(person, true).then(() => onBlocked?.()))}
      onClose={onClose}
    />
  );
}

/** Announces who was invited instead of being added. */
export function tellInvited(names: readonly string[]): void {
  if (names.length > 0) tell(t('invitedNow', { names: list(names) }));
}

// --- Invitations -------------------------------------------------------------------------------

export function Invitations() {
  const powow = usePowow();
  const id = useId();
  const invitations = powow.invitations.value;
  const services = powow.serviceInvitations.value;
  const open = invitations.length + services.length;
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(0);
  useLayoutEffect(() => {
    const fewer = open < before.current;
    before.current = open;
    // The answered one had the focus.
    if (fewer && (document.activeElement ?? document.body) === document.body) {
      (heading.current ?? document.querySelector<HTMLElement>('.inbox-list .entry[tabindex="0"], .inbox-head button'))?.focus();
    }
  }, [open]);
  if (open === 0) return null;
  return (
    <section class="invitations" aria-labelledby={id}>
      <h2 ref={heading} class="section-title" id={id} tabIndex={-1}>
        {t('invitations')}
      </h2>
      <ul>
        {invitations.map((invitation) => (
          <InvitationCard key={invitation.conversationId} invitation={invitation} />
        ))}
        {services.map((service) => (
          <ServiceInvitationCard key={service.serviceId} service={service} />
        ))}
      </ul>
    </section>
  );
}

function InvitationCard({ invitation }: { invitation: Invitation }) {
  const powow = usePowow();
  const { conversationId, avatar, memberCount, by } = invitation;
  return (
    <Answerable
      title={invitation.name ?? t('unnamedGroup')}
      hint={`${t('invitedBy', { name: by.displayName ?? nameOf(powow, by.personId) })} · ${count('members', memberCount)}`}
      at={invitation.at}
      by={by.personId}
      accept={async () => {
        await powow.acceptInvitation(conversationId);
        go(pathOf.conversation(conversationId));
      }}
      decline={() => powow.declineInvitation(conversationId)}
    >
      <GroupAvatar id={conversationId} picture={avatar} />
    </Answerable>
  );
}

function ServiceInvitationCard({ service }: { service: MyService }) {
  const powow = usePowow();
  const { serviceId, name, by } = service;
  return (
    <Answerable
      title={name}
      hint={t('invitedToSpeak', { name: by?.displayName ?? nameOf(powow, by!.personId) })}
      at={service.at}
      by={by!.personId}
      accept={() => powow.answerService(serviceId, 'accept')}
      decline={() => powow.answerService(serviceId, 'decline')}
    />
  );
}

/** An invitation with its actions. */
function Answerable({
  title,
  hint,
  at,
  by,
  accept,
  decline,
  children,
}: {
  title: string;
  hint: string;
  at: string;
  by: PersonId;
  accept: () => Promise<unknown>;
  decline: () => Promise<unknown>;
  children?: ComponentChildren;
}) {
  const id = useId();
  const busy = useSignal(false);
  const blocking = useSignal(false);

  async function doing(answer: () => Promise<unknown>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    await attempt(answer());
    busy.value = false;
  }

  return (
    <li class="invitation">
      {children}
      <div class="person-text">
        <h3 class="person-name" id={id} dir="auto">
          {title}
        </h3>
        <p class="hint" title={dateAndTime(at)}>
          {hint}
        </p>
      </div>
      <div class="consent-buttons">
        <button type="button" class="button primary" aria-describedby={id} onClick={() => void doing(accept)}>
          {t('accept')}
        </button>
        <button type="button" class="button" aria-describedby={id} onClick={() => void doing(decline)}>
          {t('decline')}
        </button>
        <button type="button" class="button danger" aria-describedby={id} onClick={() => (blocking.value = true)}>
          {t('block')}
        </button>
      </div>
      {blocking.value && <BlockQuestion person={by} onClose={() => (blocking.value = false)} />}
    </li>
  );
}

// --- Requests ----------------------------------------------------------------------------------

/** @param children the list of requests */
export function Requests({ requests, children }: { requests: readonly ReadonlySignal<Conversation>[]; children: ComponentChildren }) {
  const id = useId();
  if (requests.length === 0) return null;
  return (
    <section class="requests" aria-labelledby={id}>
      <h2 class="section-title" id={id}>
        {count('requests', requests.length)}
      </h2>
      {children}
    </section>
  );
}

/** Shown above the composer while the conversation is a request. */
export function RequestBanner({ conversation }: { conversation: Conversation }) {
  const powow = usePowow();
  const id = useId();
  const blocking = useSignal(false);
  const busy = useSignal(false);
  const { conversationId, peer } = conversation;
  const name = peer === undefined ? t('somebody') : nameOf(powow, peer);
  const leave = () => go(pathOf.inbox);
  // The focused element disappears. On touch devices, focusing the field would open the keyboard.
  const write = () => !matchMedia('(pointer: coarse)').matches && document.querySelector<HTMLElement>('.composer textarea')?.focus();

  async function doing(answer: () => Promise<unknown>, then: () => unknown): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    const done = await attempt(answer().then(() => true));
    busy.value = false;
    if (done) then();
  }

  return (
    <section class="request" aria-labelledby={id}>
      <p id={id} class="request-title" role="heading" aria-level={isNarrow.value ? 2 : 3}>
        {t('requestFrom', { name })}
      </p>
      <p class="hint">{t('requestHint')}</p>
      <div class="consent-buttons">
        <button type="button" class="button primary" onClick={() => void doing(() => powow.acceptRequest(conversationId), write)}>
          {t('accept')}
        </button>
        <button type="button" class="button" onClick={() => void doing(() => powow.declineRequest(conversationId), leave)}>
          {t('decline')}
        </button>
        {peer !== undefined && (
          <button type="button" class="button danger" onClick={() => (blocking.value = true)}>
            {t('block')}
          </button>
        )}
      </div>
      {blocking.value && <BlockQuestion person={peer!} onBlocked={leave} onClose={() => (blocking.value = false)} />}
    </section>
  );
}

// --- Bans --------------------------------------------------------------------------------------

/** Asks before removing somebody from a group, and whether to ban them. */
export function RemoveQuestion({ conversation, person, mayBan, onClose }: { conversation: string; person: PersonId; mayBan: boolean; onClose: () => void }) {
  const powow = usePowow();
  const ban = useSignal(false);
  return (
    <Dialog title={t('removeQuestion', { name: nameOf(powow, person) })} onClose={onClose}>
      {mayBan && (
        <Check label={t('banToo')} hint={t('banHint')} checked={ban.value} onChange={(event) => (ban.value = event.currentTarget.checked)} />
      )}
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={onClose}>
          {t('cancel')}
        </button>
        <button
          type="button"
          class="button danger"
          onClick={() => {
            onClose();
            void attempt(powow.remove(conversation, person, ban.value));
          }}
        >
          {t('removeMember')}
        </button>
      </div>
    </Dialog>
  );
}

/** For members who may lift bans. */
export function Bans({ conversation, talk }: { conversation: Conversation; talk: Talk }) {
  const powow = usePowow();
  const failed = useSignal<string | null>(null);
  const bans = talk.bans.value;

  useEffect(() => {
    if (bans !== null) return;
    failed.value = null;
    talk.loadBans().catch((failure: unknown) => (failed.value = codeOf(failure)));
  }, [bans === null]);

  if (!failed.value && !bans?.length) return null;
  return (
    <section class="form">
      <h3 class="section-title">{t('bannedPeople')}</h3>
      {failed.value && <Empty icon="alert" title={why(failed.value)} />}
      <ul class="people">
        {bans?.map((ban: Ban) => {
          const name = ban.displayName ?? nameOf(powow, ban.personId);
          return (
            <li key={ban.personId} class="person">
              <PersonAvatar person={ban.personId} name={name} size="small" />
              <bdi class="person-name">{name}</bdi>
              <button
                type="button"
                class="button"
                aria-label={t('liftBanOf', { name })}
                onClick={() => void attempt(powow.unban(conversation.conversationId, ban.personId))}
              >
                {t('liftBan')}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
