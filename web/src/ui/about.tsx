import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { codeOf } from 'powow-client';
import type { Member, PersonId } from 'powow-client';
import { ago, count, dateAndTime, t, why } from '../language/index.js';
import { isMember, isMuted, isRequest, may, type Conversation } from '../pure/conversation.js';
import { go, pathOf } from '../route.js';
import type { Talk } from '../talk.js';
import { ChangeAvatar, ConversationAvatar, PersonAvatar } from './avatar.js';
import { Bans, BlockQuestion, RemoveQuestion, tellInvited } from './consent.js';
import { attempt, copy } from './feedback.js';
import { Icon } from './icons.js';
import { usePanel } from './keyboard.js';
import { lazily } from './lazy.js';
import { nameOf, nameOrYou, titleOf, usePowow } from './names.js';
import { Dialog, Empty, Field, IconButton, Menu, Question, Spinner, type MenuItem, type Place } from './parts.js';
import { PersonButton } from './person-button.js';
import { PersonSearch } from './person-search.js';
import { PlaceFields, PublishDialog, usePlace } from './publish.js';

const ConversationLevel = lazily(async () => (await import('./notifications.js')).ConversationLevel);

type Asking = { kind: 'mute' | 'leave' } | { kind: 'block' | 'remove'; person: PersonId };

/** The latest time that can be transmitted. */
const ALWAYS = new Date('9999-12-31T00:00:00Z');
const HOUR = 3_600_000;
const MUTES = [
  { label: 'muteHour', time: HOUR },
  { label: 'muteDay', time: 8 * HOUR },
  { label: 'muteWeek', time: 7 * 24 * HOUR },
  { label: 'muteAlways', time: null },
] as const;

/** The panel about a conversation: its members, and actions. */
export function About({ conversation, talk, onClose }: { conversation: Conversation; talk: Talk; onClose: () => void }) {
  const powow = usePowow();
  const asking = useSignal<Asking | null>(null);
  const panel = useRef<HTMLElement>(null);
  const keys = usePanel(panel, onClose);
  const { conversationId: id, peer } = conversation;
  const title = titleOf(powow, conversation);
  const muted = isMuted(conversation, Date.now());
  const isGroup = conversation.kind === 'group';
  const done = () => (asking.value = null);

  return (
    <aside ref={panel} class="panel" tabIndex={-1} {...keys} aria-label={t('aboutConversation')}>
      <header class="panel-head">
        <h2>{t('aboutConversation')}</h2>
        <IconButton icon="close" label={t('closePanel')} onClick={onClose} />
      </header>
      <div class="about-head">
        <ConversationAvatar conversation={conversation} size="large" online={peer !== undefined && powow.presence(peer).value.online} />
        <h3 dir="auto">{title}</h3>
        {peer !== undefined && <Person person={peer} />}
        {isGroup && isMember(conversation) && (
          <p class="hint">
            {t(conversation.open ? 'openGroup' : 'closedGroup')} · {count('members', conversation.memberCount)}
          </p>
        )}
        {may.present(conversation) && (
          <ChangeAvatar
            has={conversation.avatar !== undefined}
            onChosen={(file) => powow.groupAvatar(id, file)}
            onRemoved={() => powow.groupAvatar(id)}
          />
        )}
      </div>

      {isMember(conversation) && (
        <div class="about-actions">
          <button type="button" class="button" onClick={() => (muted ? void attempt(powow.mute(id)) : (asking.value = { kind: 'mute' }))}>
            <Icon name={muted ? 'unmute' : 'mute'} size={18} />
            {t(muted ? 'unmute' : 'mute')}
          </button>
          {peer !== undefined && (
            <button
              type="button"
              class="button"
              onClick={() =>
                powow.blocked.value.has(peer) ? void attempt(powow.block(peer, false)) : (asking.value = { kind: 'block', person: peer })
              }
            >
              <Icon name="block" size={18} />
              {t(powow.blocked.value.has(peer) ? 'unblock' : 'block')}
            </button>
          )}
          {isGroup && (
            <button type="button" class="button danger" onClick={() => (asking.value = { kind: 'leave' })}>
              <Icon name="leave" size={18} />
              {t('leave')}
            </button>
          )}
        </div>
      )}
      {muted && (
        <p class="hint about-muted">
          {Date.parse(conversation.mutedUntil!) > Date.now() + 366 * 24 * HOUR
            ? t('mutedAlways')
            : t('mutedUntil', { when: dateAndTime(conversation.mutedUntil!) })}
        </p>
      )}

      {isMember(conversation) && !isRequest(conversation) && <ConversationLevel id={id} onClose={onClose} />}
      <section class="form">
        <a class="button" href={pathOf.panel(id, 'media')}>
          <Icon name="media" size={18} />
          {t('media')}
        </a>
      </section>
      {may.present(conversation) && <Rename conversation={conversation} />}
      {may.present(conversation) && conversation.open && <OnTheMap conversation={conversation} />}
      {isGroup && conversation.open && isMember(conversation) && (
        <section class="form">
          <h3 class="section-title">{t('invite')}</h3>
          <p class="hint">{t('inviteHint')}</p>
          <button type="button" class="button" onClick={() => copy(new URL(pathOf.join(id), location.href).href)}>
            <Icon name="link" size={18} />
            {t('copyInvite')}
          </button>
        </section>
      )}
      {isGroup && isMember(conversation) && <Members conversation={conversation} talk={talk} onAsk={(ask) => (asking.value = ask)} />}
      {may.ban(conversation) && <Bans conversation={conversation} talk={talk} />}

      {asking.value?.kind === 'mute' && (
        <Dialog title={t('muteFor')} onClose={done}>
          <div class="choices">
            {MUTES.map(({ label, time }) => (
              <button
                key={label}
                type="button"
                class="button large"
                onClick={() => {
                  done();
                  void attempt(powow.mute(id, time === null ? ALWAYS : new Date(Date.now() + time)));
                }}
              >
                {t(label)}
              </button>
            ))}
          </div>
        </Dialog>
      )}
      {asking.value?.kind === 'leave' && (
        <Question title={t('leaveQuestion')} hint={t('leaveHint')} yes={t('leave')} onYes={() => void attempt(powow.leave(id))} onClose={done} />
      )}
      {asking.value?.kind === 'block' && (
        <BlockQuestion person={asking.value.person} onClose={done} />
      )}
      {asking.value?.kind === 'remove' && (
        <RemoveQuestion conversation={id} person={asking.value.person} mayBan={may.ban(conversation)} onClose={done} />
      )}
    </aside>
  );
}

/** The user's own face is not clickable. */
function Face({ person, name, children }: { person: PersonId; name: string; children: ComponentChildren }) {
  return person === usePowow().me ? (
    <>{children}</>
  ) : (
    <PersonButton person={person} name={name}>
      {children}
    </PersonButton>
  );
}

function Person({ person }: { person: PersonId }) {
  const powow = usePowow();
  const profile = powow.people.person(person).value;
  const { online, lastSeen } = powow.presence(person).value;
  return (
    <>
      {profile?.handle && (
        <p class="handle" dir="ltr">
          @{profile.handle}
        </p>
      )}
      <p class="hint">{online ? t('online') : lastSeen ? t('lastSeen', { when: ago(lastSeen) }) : ''}</p>
      {profile?.about && <p dir="auto">{profile.about}</p>}
    </>
  );
}

function Rename({ conversation }: { conversation: Conversation }) {
  const powow = usePowow();
  const name = useSignal(conversation.name ?? '');
  useEffect(() => {
    name.value = conversation.name ?? '';
  }, [conversation.name]);
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void attempt(powow.rename(conversation.conversationId, name.value.trim()));
      }}
    >
      <Field label={t('groupName')} value={name.value} maxLength={100} dir="auto" onInput={(event) => (name.value = event.currentTarget.value)}>
        <button type="submit" class="button" disabled={name.value.trim() === '' || name.value.trim() === conversation.name}>
          {t('rename')}
        </button>
      </Field>
    </form>
  );
}

/** The place where people find an open group. */
function OnTheMap({ conversation }: { conversation: Conversation }) {
  const powow = usePowow();
  const changing = useSignal(false);
  const { conversationId: id, place } = conversation;
  return (
    <section class="form">
      <h3 class="section-title">{t('onTheMap')}</h3>
      <p class="hint">{place ? <bdi>{place.label ?? t('groupIsOnMap')}</bdi> : t('groupOnMapHint')}</p>
      <button type="button" class="button" onClick={() => (changing.value = true)}>
        <Icon name="place" size={18} />
        {t(place ? 'movePlace' : 'putOnMap')}
      </button>
      {place && (
        <button type="button" class="button" onClick={() => void attempt(powow.groupPlace(id))}>
          {t('takeOffMap')}
        </button>
      )}
      {changing.value && <PlaceDialog conversation={conversation} onClose={() => (changing.value = false)} />}
    </section>
  );
}

function PlaceDialog({ conversation: { conversationId: id, place: before }, onClose }: { conversation: Conversation; onClose: () => void }) {
  const powow = usePowow();
  const place = usePlace(before);
  return (
    <PublishDialog
      title={t(before ? 'movePlace' : 'putOnMap')}
      button={t('save')}
      fields={['place']}
      ready={place.point.value !== null}
      onPublish={async () => {
        if (place.changed()) await powow.groupPlace(id, place.place());
        onClose();
      }}
      onClose={onClose}
    >
      <PlaceFields place={place} name={t('groupPlace')} hint={t('groupPlaceHint')} />
    </PublishDialog>
  );
}

function Members({ conversation, talk, onAsk }: { conversation: Conversation; talk: Talk; onAsk: (asking: Asking) => void }) {
  const powow = usePowow();
  const failed = useSignal<string | null>(null);
  const menu = useSignal<{ member: Member; place: Place } | null>(null);
  const members = talk.members.value;

  function load(): void {
    failed.value = null;
    talk.loadMembers().catch((failure: unknown) => (failed.value = codeOf(failure)));
  }

  useEffect(() => {
    if (members === null) load();
  }, [members === null]);

  return (
    <section class="form">
      <h3 class="section-title">{t('groupMembers')}</h3>
      {may.add(conversation) && (
        <PersonSearch
          label={t('addByHandle')}
          without={new Set(members?.map(({ personId }) => personId))}
          action={t('add')}
          onChosen={({ personId, displayName }) =>
            void attempt(powow.add(conversation.conversationId, personId)).then((receipt) => {
              if (receipt?.invited?.includes(personId)) tellInvited([displayName]);
            })
          }
        />
      )}
      {members === null && (failed.value ? <Empty icon="alert" title={why(failed.value)} /> : <Spinner />)}
      <ul class="people">
        {members?.map((member) => {
          const items = itemsOf(member);
          const name = nameOrYou(powow, member.personId);
          return (
            <li key={member.personId} class="person">
              <Face person={member.personId} name={name}>
                <PersonAvatar
                  person={member.personId}
                  name={member.displayName ?? '?'}
                  size="small"
                  online={member.personId !== powow.me && powow.presence(member.personId).value.online}
                />
              </Face>
              <span class="person-text">
                <bdi class="person-name">{name}</bdi>
                <span class="handle" dir="ltr">
                  {member.handle && `@${member.handle}`}
                </span>
              </span>
              {member.role !== 'member' && <span class={`role ${member.role}`}>{t(member.role)}</span>}
              {items.length > 0 && (
                <IconButton
                  icon="menu"
                  label={t('memberMenu', { name })}
                  size={16}
                  aria-haspopup="menu"
                  onClick={(event) => (menu.value = { member, place: { element: event.currentTarget } })}
                />
              )}
            </li>
          );
        })}
      </ul>
      {menu.value && (
        <Menu
          place={menu.value.place}
          label={t('memberMenu', { name: nameOf(powow, menu.value.member.personId) })}
          items={itemsOf(menu.value.member)}
          onClose={() => (menu.value = null)}
        />
      )}
    </section>
  );

  function itemsOf(member: Member): MenuItem[] {
    const { conversationId: id } = conversation;
    const { personId, role } = member;
    const items: MenuItem[] = [];
    if (personId !== powow.me) {
      items.push({
        label: t('writeTo', { name: nameOf(powow, personId) }),
        icon: 'message',
        onChoose: () =>
          void attempt(powow.openDirect(personId)).then((opened) => {
            if (opened !== undefined) go(pathOf.conversation(opened));
          }),
      });
    }
    if (may.giveRoles(conversation)) {
      const give = (to: Member['role'], label: 'makeOwner' | 'makeModerator' | 'makeMember') => {
        if (role !== to) items.push({ label: t(label), icon: 'group', onChoose: () => void attempt(powow.role(id, personId, to)) });
      };
      give('owner', 'makeOwner');
      give('moderator', 'makeModerator');
      give('member', 'makeMember');
    }
    if (personId !== powow.me && may.remove(conversation, role)) {
      items.push({ label: t('removeMember'), icon: 'remove', danger: true, onChoose: () => onAsk({ kind: 'remove', person: personId }) });
    }
    if (personId !== powow.me && !powow.blocked.value.has(personId)) {
      items.push({ label: t('block'), icon: 'block', danger: true, onChoose: () => onAsk({ kind: 'block', person: personId }) });
    }
    return items;
  }
}
