import { useComputed, useSignal, useSignalEffect, type ReadonlySignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { count, dateAndTime, number, shortly, t, why } from '../language/index.js';
import type { Powow } from '../powow.js';
import { isArchived, isMuted, isPinned, isRequest, type Conversation } from '../pure/conversation.js';
import { beginning } from '../pure/text.js';
import type { ConversationId, Section } from 'powow-client';
import { pathOf, route } from '../route.js';
import { draftOf } from '../drafts.js';
import { ConversationAvatar, PersonAvatar } from './avatar.js';
import { attempt, tell } from './feedback.js';
import { Icon } from './icons.js';
import { Invitations, Requests } from './consent.js';
import { NotificationsCard } from './notifications-card.js';
import { menuOn, moveWithin } from './keyboard.js';
import { nameOf, previewOf, titleOf, usePowow } from './names.js';
import { Empty, IconButton, Menu, type MenuItem, type Place } from './parts.js';
import { isNarrow } from './narrow.js';
import { Search } from './search.js';
import { Typing } from './typing.js';

/** The number of entries drawn at first, and added when the end comes near. */
const STEP = 60;
/** The number of requests shown initially. */
const FEW = 3;

export function Inbox({ onCompose, onSettings }: { onCompose: () => void; onSettings: () => void }) {
  const powow = usePowow();
  const words = useSignal('');
  const me = powow.profile.value;
  // In a single-column layout, it is the main content.
  const inArchive = route.value.view === 'archive';
  const Landmark = isNarrow.value && route.value.view !== 'conversation' ? 'main' : 'nav';

  return (
    <Landmark class="inbox" aria-label={t('conversations')}>
      {inArchive && (
        <header class="inbox-head">
          <a class="icon-button" href={pathOf.inbox} aria-label={t('back')} title={t('back')}>
            <Icon name="back" />
          </a>
          <h1>{t('archive')}</h1>
        </header>
      )}
      <header class="inbox-head" hidden={inArchive}>
        <button type="button" class="inbox-me" onClick={onSettings} aria-label={t('settings')} title={t('settings')}>
          <PersonAvatar person={powow.me} name={me?.displayName ?? '?'} />
        </button>
        <h1>{t('conversations')}</h1>
        <IconButton icon="compose" label={t('newConversation')} class="strong" onClick={onCompose} />
      </header>
      <div class="search-line" role="search" aria-label={t('search')}>
        <Icon name="search" size={18} />
        <input
          type="search"
          aria-keyshortcuts="Control+K Meta+K"
          aria-label={t('search')}
          placeholder={t('search')}
          value={words.value}
          onInput={(event) => (words.value = event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && (words.value = '')}
          maxLength={200}
          dir="auto"
        />
        {words.value && <IconButton icon="close" label={t('clearSearch')} size={16} onClick={() => (words.value = '')} />}
      </div>
      <div class="inbox-list">
        {words.value.trim() ? <Found words={words.value.trim()} onDone={() => (words.value = '')} /> : <Waiting onCompose={onCompose} />}
      </div>
    </Landmark>
  );
}

/** Requests and invitations, above the conversations. */
function Waiting({ onCompose }: { onCompose: () => void }) {
  const powow = usePowow();
  const requests = powow.requests.value;
  const all = useSignal(false);
  if (route.value.view === 'archive') return <List onCompose={onCompose} />;
  return (
    <>
      <NotificationsCard />
      <Invitations />
      <Requests requests={requests}>
        <Entries conversations={all.value ? requests : requests.slice(0, FEW)} />
        {requests.length > FEW && (
          <button type="button" class="link requests-all" aria-expanded={all.value} onClick={() => (all.value = !all.value)}>
            {t(all.value ? 'showFewer' : 'showMore')}
          </button>
        )}
      </Requests>
      <List onCompose={onCompose} />
    </>
  );
}

function List({ onCompose }: { onCompose: () => void }) {
  const powow = usePowow();
  const shown = useSignal(STEP);
  const end = useRef<HTMLDivElement>(null);
  const { ready, failed } = powow.inboxState.value;
  const inArchive = route.value.view === 'archive';
  const archived = powow.archive.value.length;
  const inbox = inArchive ? powow.archive.value : powow.shelf.value;

  useEffect(() => {
    if (!end.current) return;
    const watching = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) shown.value += STEP;
    });
    watching.observe(end.current);
    return () => watching.disconnect();
  }, [inbox.length > shown.value]);

  if (inbox.length === 0 && failed) {
    return (
      <Empty icon="away" title={t('inboxFailed')} hint={`${why(failed)} ${t('tryingAgain')}`}>
        <button type="button" class="button" onClick={() => void powow.start()}>
          {t('tryAgain')}
        </button>
      </Empty>
    );
  }
  if (inbox.length === 0 && !ready) {
    return (
      <div class="skeletons" role="status" aria-label={t('loading')}>
        {Array.from({ length: 7 }, (_, i) => (
          <div key={i} class="skeleton-row">
            <span class="skeleton round" />
            <span class="skeleton lines" />
          </div>
        ))}
      </div>
    );
  }
  if (inArchive && inbox.length === 0) return <Empty icon="archive" title={t('archiveEmpty')} />;
  if (inbox.length === 0 && archived === 0) {
    return (
      <Empty icon="messages" title={t('inboxEmpty')} hint={t('inboxEmptyHint')}>
        <a class="button primary" href={pathOf.nearby}>
          <Icon name="place" size={18} />
          {t('lookAround')}
        </a>
        <button type="button" class="button" onClick={onCompose}>
          <Icon name="add" size={18} />
          {t('newConversation')}
        </button>
      </Empty>
    );
  }
  return (
    <>
      <Entries conversations={inbox.slice(0, shown.value)} />
      {inbox.length > shown.value && <div ref={end} class="inbox-end" />}
      {!inArchive && archived > 0 && (
        <a class="entry archive-link" href={pathOf.archive}>
          <Icon name="archive" size={18} />
          {t('archive')}
          <span class="hint">{number(archived)}</span>
        </a>
      )}
    </>
  );
}

function Entries({ conversations }: { conversations: readonly ReadonlySignal<Conversation>[] }) {
  const powow = usePowow();
  const reached = useSignal<ConversationId | null>(null);
  const menu = useSignal<{ conversation: ReadonlySignal<Conversation>; place: Place } | null>(null);
  const ids = conversations.map((conversation) => conversation.peek().conversationId);
  const open = 'id' in route.value ? route.value.id : null;
  const reachable = [reached.value, open].find((id) => id !== null && ids.includes(id)) ?? ids[0];
  return (
    <>
    <ul class="entries" onKeyDown={(event) => moveWithin(event, '.entry')}>
      {conversations.map((conversation, index) => (
        <Entry
          key={ids[index]!}
          conversation={conversation}
          reachable={ids[index] === reachable}
          onReached={(id) => (reached.value = id)}
          onMenu={(place) => (menu.value = { conversation, place })}
        />
      ))}
    </ul>
    {menu.value && (
      <Menu
        place={menu.value.place}
        label={t('conversationMenu', { name: titleOf(powow, menu.value.conversation.value) })}
        items={arrangements(powow, menu.value.conversation.value)}
        onClose={() => (menu.value = null)}
      />
    )}
    </>
  );
}

/** Pin, archive, mark as unread, and the inverse actions. */
function arrangements(powow: Powow, conversation: Conversation): MenuItem[] {
  const { conversationId: id } = conversation;
  const unread = (conversation.unread ?? 0) > 0 || conversation.markedUnread === true;
  const last = conversation.lastMessage?.position;
  const read = () => {
    if (conversation.markedUnread) void attempt(powow.arrange(id, { unread: false }));
    if (last !== undefined) powow.markRead(id, last);
  };
  const move = (section: Section) => () =>
    void attempt(powow.arrange(id, { section })).then((done) => done && section !== 'pinned' && tell(t(section === 'archived' ? 'archivedNow' : 'unarchivedNow')));
  return [
    unread
      ? { label: t('markRead'), icon: 'read', onChoose: read }
      : { label: t('markUnread'), icon: 'unread', onChoose: () => void attempt(powow.arrange(id, { unread: true })) },
    isPinned(conversation)
      ? { label: t('unpin'), icon: 'unpin', onChoose: () => void attempt(powow.arrange(id, { section: 'main' })) }
      : { label: t('pinToTop'), icon: 'pin', onChoose: move('pinned') },
    isArchived(conversation)
      ? { label: t('unarchive'), icon: 'unarchive', onChoose: move('main') }
      : { label: t('archiveOne'), icon: 'archive', onChoose: move('archived') },
  ];
}

/** Search results: conversations by name, and messages. */
function Found({ words, onDone }: { words: string; onDone: () => void }) {
  const powow = usePowow();
  const begun = words.toLowerCase();
  const named = [...powow.inbox.value, ...powow.requests.value]
    .filter((conversation) => titleOf(powow, conversation.value).toLowerCase().includes(begun))
    .slice(0, 8);
  return (
    <>
      {named.length > 0 && (
        <section>
          <h2 class="section-title">{t('conversations')}</h2>
          <Entries conversations={named} />
        </section>
      )}
      <section>
        <h2 class="section-title">{t('messages')}</h2>
        <Search words={words} onChosen={() => isNarrow.value && onDone()} />
      </section>
    </>
  );
}

/** @param reachable whether Tab reaches it: one entry of a list is, and the arrow keys reach the others */
function Entry({
  conversation,
  reachable,
  onReached,
  onMenu,
}: {
  conversation: ReadonlySignal<Conversation>;
  reachable: boolean;
  onReached: (id: ConversationId) => void;
  onMenu: (place: Place) => void;
}) {
  const powow = usePowow();
  const { value } = conversation;
  const id = value.conversationId;
  const title = titleOf(powow, value);
  const current = useComputed(() => 'id' in route.value && route.value.id === id).value;
  const online = value.peer !== undefined && powow.presence(value.peer).value.online;
  const muted = isMuted(value, Date.now());
  const unread = value.unread ?? 0;
  const menuAt = isRequest(value) ? {} : menuOn(onMenu);
  return (
    <li class="entry-place">
      <a
        {...menuAt}
        aria-keyshortcuts="Shift+F10"
        class={current ? 'entry current' : 'entry'}
        href={pathOf.conversation(id)}
        aria-current={current ? 'page' : undefined}
        tabIndex={reachable ? 0 : -1}
        onFocus={() => onReached(id)}
      >
        <ConversationAvatar conversation={value} online={online} />
        <span class="entry-lines">
          <span class="entry-line">
            <span class="entry-title" dir="auto">
              {title}
            </span>
            {online && <span class="only-spoken">, {t('online')}</span>}
            <time class="entry-time" dateTime={value.activityAt} title={dateAndTime(value.activityAt)}>
              {shortly(value.activityAt)}
            </time>
          </span>
          <span class="entry-line">
            <span class="entry-preview">
              <Preview conversation={value} />
            </span>
            {isPinned(value) && (
              <span class="entry-muted">
                <Icon name="pin" size={14} />
                <span class="only-spoken">{t('pinned')}</span>
              </span>
            )}
            {muted && (
              <span class="entry-muted">
                <Icon name="mute" size={14} />
                <span class="only-spoken">{t('muted')}</span>
              </span>
            )}
            {value.mentioned !== undefined && (
              <span class="badge mention-badge" title={t('mentionsYou')}>
                <span aria-hidden="true">@</span>
                <span class="only-spoken">{t('mentionsYou')}, </span>
              </span>
            )}
            {unread > 0 && (
              <span class={muted ? 'badge quiet' : 'badge'}>
                <span aria-hidden="true">
                  {number(Math.min(unread, 99))}
                  {(unread > 99 || value.unreadCapped) && '+'}
                </span>
                <span class="only-spoken">{count('unread', unread)}</span>
              </span>
            )}
            {unread === 0 && value.markedUnread && (
              <span class="badge dot" title={t('markedUnread')}>
                <span class="only-spoken">{t('markedUnread')}</span>
              </span>
            )}
          </span>
        </span>
      </a>
      {!isRequest(value) && (
        <IconButton
          icon="menu"
          class="entry-menu"
          size={16}
          tabIndex={-1}
          label={t('conversationMenu', { name: title })}
          aria-haspopup="menu"
          onClick={(event) => onMenu({ element: event.currentTarget })}
        />
      )}
    </li>
  );
}

function Preview({ conversation }: { conversation: Conversation }) {
  const powow = usePowow();
  const id = conversation.conversationId;
  const typing = powow.typing(id).value;
  void powow.outboxVersion.value;
  const pending = powow.outbox.in(id);
  const failed = pending.find((message) => message.refused !== undefined);
  const draft = useComputed(() => draftOf(id).value.text.trim()).value;
  const isCurrent = 'id' in route.value && route.value.id === id;

  if (typing.length > 0) return <Typing people={typing} short={conversation.kind === 'direct'} />;
  if (failed) {
    return (
      <span class="failed">
        <Icon name="alert" size={14} /> {t('notSent')}
      </span>
    );
  }
  if (draft && !isCurrent) {
    return (
      <>
        <span class="draft">{t('draft')}</span> <bdi>{beginning(draft, 100)}</bdi>
      </>
    );
  }
  const waiting = pending.at(-1);
  if (waiting) {
    return (
      <>
        <Icon name="waiting" size={14} /> <bdi>{beginning(waiting.text, 100)}</bdi>
      </>
    );
  }
  const last = conversation.lastMessage;
  if (!last) return <>{t('noMessages')}</>;
  const text = previewOf(last);
  if (last.sender === powow.me) return <Said as="youSaid" text={text} />;
  return conversation.kind === 'group' ? <Said as="somebodySaid" name={nameOf(powow, last.sender)} text={text} /> : <bdi>{text}</bdi>;
}

/** A message preview on one line. The text determines its direction, not its author. */
function Said({ as, name = '', text }: { as: 'youSaid' | 'somebodySaid'; name?: string; text: string }) {
  const [before, after] = t(as, { name, text: '\0' }).split('\0');
  // Inside the isolate, the colon and the space would be on the wrong side of a name in another direction.
  const [, who, colon] = /^(.*?)([:\s]*)$/su.exec(before!)!;
  return (
    <bdi>
      <bdi>{who}</bdi>
      {colon}
      {text}
      {after && <bdi>{after}</bdi>}
    </bdi>
  );
}

/** Shows the number of new messages in the title and on the icon of the installed app. */
export function useTitle(): void {
  const powow = usePowow();
  useSignalEffect(() => {
    const unread = powow.unread.value;
    if (powow.inboxState.value.ready) void navigator.setAppBadge?.(unread).catch(() => {});
    document.title = unread > 0 ? `(${number(unread)}) ${t('appName')}` : t('appName');
  });
}
