import { useComputed, useSignal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { attended, onAttention } from '../attention.js';
import { keepDraft, draftOf } from '../drafts.js';
import { codeOf } from 'powow-client';
import type { ConversationId } from 'powow-client';
import { ago, count, dayOf, t, why } from '../language/index.js';
import { isMember, isRequest, may, type Conversation } from '../pure/conversation.js';
import { rowsOf, type Row } from '../pure/rows.js';
import { isMessage, type Message } from '../pure/timeline.js';
import { beginning } from '../pure/text.js';
import { go, pathOf, type Route } from '../route.js';
import type { Talk } from '../talk.js';
import { ConversationAvatar } from './avatar.js';
import { choosePictures } from './chosen.js';
import { Composer } from './composer.js';
import { RequestBanner } from './consent.js';
import { attempt, copy } from './feedback.js';
import { lazily, loadEarly } from './lazy.js';
import { List } from './list.js';
import { HappeningLine, MessageRow, PendingRow, QUICK, readersOf, Separators, type MessageActions } from './message.js';
import { nameOf, previewOf, titleOf, usePowow } from './names.js';
import { Empty, IconButton, Menu, Question, Spinner, type Place } from './parts.js';
import { isNarrow } from './narrow.js';
import { Search } from './search.js';
import { Typing } from './typing.js';
import { Icon } from './icons.js';

/** With more unread messages than this, the list starts where the user left off, not at the end. */
const MANY = 40;
/** The minimum interval between read markers sent. */
const READ_EVERY = 300;

const About = lazily(async () => (await import('./about.js')).About);
const Pins = lazily(async () => (await import('./pins.js')).Pins);
const Lightbox = lazily(async () => (await import('./lightbox.js')).Lightbox);
const MessageDetails = lazily(async () => (await import('./details.js')).MessageDetails);
const EmojiPicker = lazily(async () => (await import('./emoji.js')).EmojiPicker);
const Gallery = lazily(async () => (await import('./gallery.js')).Gallery);
const ReportDialog = lazily(async () => (await import('./report.js')).ReportDialog);
const Forward = lazily(async () => (await import('./forward.js')).Forward);

type Shown = Extract<Route, { view: 'conversation' }>;

export function ConversationPane({ id, route }: { id: ConversationId; route: Shown }) {
  const powow = usePowow();
  const conversation = powow.conversation(id);
  const failed = useSignal<string | null>(null);
  const { ready, kept } = powow.inboxState.value;

  useEffect(() => loadEarly([Lightbox, About, Pins, MessageDetails, EmojiPicker]), []);

  useEffect(() => {
    failed.value = null;
    if (!ready || conversation) return;
    powow.find(id).catch((failure: unknown) => (failed.value = codeOf(failure)));
  }, [ready, kept, id, conversation === undefined]);

  if (!conversation) {
    return failed.value ? (
      <Empty icon="alert" title={why(failed.value)}>
        <a class="button" href={pathOf.inbox}>
          {t('back')}
        </a>
      </Empty>
    ) : (
      <div class="waiting">
        <Spinner />
      </div>
    );
  }
  return <Open conversation={conversation} route={route} />;
}

function Open({ conversation, route }: { conversation: ReadonlySignal<Conversation>; route: Shown }) {
  const powow = usePowow();
  const { conversationId: id } = conversation.peek();
  const talk = useMemo(() => powow.talk(id), [powow, id]);
  const unreadAfter = useSignal<number | null>((conversation.peek().unread ?? 0) > 0 ? conversation.peek().readUpTo : null);
  const editing = useSignal<Message | null>(null);
  const menu = useSignal<{ message: Message; place: Place } | null>(null);
  const reacting = useSignal<{ message: Message; place: Place } | null>(null);
  const dialog = useSignal<{ kind: 'delete' | 'details' | 'forward' | 'report'; message: Message } | null>(null);
  const searching = useSignal<string | null>(null);
  const dragged = useSignal(false);
  const looking = useSignal<{ position: number; index: number } | null>(null);

  // --- Loading ---------------------------------------------------------------------------------

  useEffect(() => {
    if (route.at !== undefined) {
      void talk.show({ position: route.at, found: true });
    } else if (!talk.timeline.peek()) {
      const { unread = 0, readUpTo } = conversation.peek();
      // Nothing was read yet: begin at the beginning.
      void (unread > MANY ? talk.around(Math.max(readUpTo, 0)) : talk.latest());
    }
  }, [talk, route.at]);

  // After a jump, continuing is not another jump.
  useEffect(() => {
    if (route.at !== undefined) history.replaceState(null, '', pathOf.conversation(id));
  }, [route.at]);

  // Messages that arrive without attention are new when the user returns. Until then, and while nothing else is new, the separator stays.
  useEffect(() => {
    const isNew = () => {
      const { unread = 0, readUpTo } = conversation.peek();
      if (unread > 0) unreadAfter.value = readUpTo;
    };
    let unreadBefore = conversation.peek().unread ?? 0;
    const unsubscribe = conversation.subscribe(({ unread = 0 }) => {
      if (unreadBefore === 0 && unread > 0 && !attended()) isNew();
      unreadBefore = unread;
    });
    const stop = onAttention(() => attended() && isNew());
    return () => {
      unsubscribe();
      stop();
    };
  }, [conversation]);

  const rows = useComputed(() => {
    void powow.outboxVersion.value;
    const timeline = talk.timeline.value;
    return timeline && rowsOf(timeline, powow.outbox.in(id), powow.me, unreadAfter.value, dayOf);
  }).value;

  const start = useMemo(() => {
    const first = rows?.find((row) => row.unread);
    return first ? first.key : 'end';
  }, [rows === null]);

  // --- Seen messages ---------------------------------------------------------------------------

  const seen = useRef({ upTo: -1, timer: 0 });
  const tellSeen = () => {
    seen.current.timer = 0;
    if (seen.current.upTo <= conversation.peek().readUpTo) return;
    powow.markRead(id, seen.current.upTo);
  };
  const onSeen = (position: number) => {
    if (position <= seen.current.upTo) return;
    seen.current.upTo = position;
    if (position > conversation.peek().readUpTo) seen.current.timer ||= window.setTimeout(tellSeen, READ_EVERY);
  };
  useEffect(() => {
    // Messages seen while disconnected.
    const unsubscribe = powow.status.subscribe((status) => status === 'online' && tellSeen());
    return () => {
      unsubscribe();
      clearTimeout(seen.current.timer);
      tellSeen();
    };
  }, [id]);
  // Opening it removes the mark as unread.
  useEffect(() => {
    if (conversation.peek().markedUnread) powow.arrange(id, { unread: false }).catch(() => {});
  }, [id]);
  // Messages seen before the request was accepted.
  useEffect(() => void tellSeen(), [isRequest(conversation.value)]);

  // --- Actions ---------------------------------------------------------------------------------

  const jump = (position: number) => void attempt(talk.show({ position, found: true }));
  const toFirstUnread = () => jump(unreadAfter.peek()! + 1);
  const reply = (message: Message) => {
    editing.value = null;
    keepDraft(id, { ...draftOf(id).value, replyTo: message.position });
  };
  function react(message: Message, emoji: string): void {
    const mine = message.reactions?.some((reaction) => reaction.emoji === emoji && reaction.people.includes(powow.me));
    void attempt(powow.react(id, message.position, emoji, !mine));
  }
  const actions: MessageActions = {
    jump,
    reply,
    react,
    chooseReaction: (message, place) => (reacting.value = { message, place }),
    menu: (message, place) => (menu.value = { message, place }),
    look: ({ position }, index) => (looking.value = { position, index }),
  };

  const { value } = conversation;
  const writable = isMember(value) && !(value.peer !== undefined && powow.blocked.value.has(value.peer));

  function row(shown: Row, focused: boolean) {
    switch (shown.kind) {
      case 'top':
        return <Top talk={talk} conversation={value} />;
      case 'bottom':
        return (
          <div class="waiting">
            <Spinner />
          </div>
        );
      case 'happening':
        return (
          <>
            <Separators row={shown} />
            <HappeningLine happening={shown.happening} />
          </>
        );
      case 'message':
        return (
          <>
            <Separators row={shown} />
            <MessageRow row={shown} conversation={value} talk={talk} focused={focused} actions={actions} />
          </>
        );
      case 'pending':
        return (
          <>
            <Separators row={shown} />
            <PendingRow row={shown} conversation={value} talk={talk} focused={focused} actions={actions} />
          </>
        );
    }
  }

  // Anything dropped on the conversation is added to the message being written.
  const takes = (event: DragEvent) => writable && !editing.value && event.dataTransfer?.types.includes('Files');
  const dropping = {
    onDragOver(event: DragEvent) {
      if (!takes(event)) return;
      event.preventDefault();
      dragged.value = true;
    },
    onDragLeave(event: DragEvent) {
      if (!(event.currentTarget as HTMLElement).contains(event.relatedTarget as Node | null)) dragged.value = false;
    },
    onDrop(event: DragEvent) {
      dragged.value = false;
      if (!takes(event)) return;
      event.preventDefault();
      choosePictures(powow, id, event.dataTransfer!.files);
    },
  };

  const empty = rows !== null && talk.timeline.value!.atStart && !rows.some(({ kind }) => kind === 'message' || kind === 'pending');
  const closePanel = () => go(pathOf.conversation(id), 'instead');

  return (
    <div class={route.panel ? 'conversation with-panel' : 'conversation'}>
      <section class="conversation-main" aria-label={titleOf(powow, value)} {...dropping}>
        {dragged.value && (
          <div class="drop-here" aria-hidden="true">
            <Icon name="picture" size={32} />
            {t('dropHere')}
          </div>
        )}
        <Head conversation={value} route={route} onSearch={() => (searching.value = searching.value === null ? '' : null)} />
        {searching.value !== null && (
          <SearchHere
            id={id}
            words={searching.value}
            onWords={(words) => (searching.value = words)}
            onClose={() => (searching.value = null)}
          />
        )}
        <Pinned conversation={value} talk={talk} onJump={jump} />
        {rows ? (
          <List
            key={start === 'end' ? 'end' : 'unread'}
            rows={rows}
            talk={talk}
            start={start}
            unseen={value.unread ?? 0}
            onSeen={onSeen}
            onFirstUnread={unreadAfter.value === null ? undefined : toFirstUnread}
          >
            {row}
          </List>
        ) : (
          <div class="list-frame">
            {talk.failed.value ? <Failed talk={talk} /> : <MessageSkeletons />}
          </div>
        )}
        {empty && (
          <div class="no-messages">
            <Empty icon="message" title={t('noMessages')} {...(isMember(value) && { hint: t('noMessagesHint') })} />
          </div>
        )}
        <div class="typing-line" role="status">
          {powow.typing(id).value.length > 0 && <Typing people={powow.typing(id).value} />}
        </div>
        <Foot
          conversation={value}
          talk={talk}
          editing={editing.value}
          onEdited={() => (editing.value = null)}
          onEditLast={() => {
            const timeline = talk.timeline.value;
            const last = timeline?.items.filter(isMessage).findLast(({ sender, deletedAt }) => sender === powow.me && deletedAt === undefined);
            if (!timeline?.atEnd || !last?.text) return false;
            editing.value = last;
            return true;
          }}
          onSent={() => {
            unreadAfter.value = null;
            void talk.toLatest();
          }}
        />
      </section>
      {route.panel === 'about' && <About conversation={value} talk={talk} onClose={closePanel} />}
      {route.panel === 'pins' && <Pins conversation={value} talk={talk} onJump={jump} onClose={closePanel} />}
      {route.panel === 'media' && <Gallery conversation={value} talk={talk} onLook={(position, index) => (looking.value = { position, index })} onClose={closePanel} />}
      {menu.value && (
        <Menu
          place={menu.value.place}
          label={t('messageMenu')}
          items={menuItems(menu.value.message)}
          above={isMember(value) && !isRequest(value) && emoji(menu.value.message, menu.value.place)}
          onClose={() => (menu.value = null)}
        />
      )}
      {reacting.value && (
        <EmojiPicker
          place={reacting.value.place}
          onChoose={((message) => (chosen: string) => react(message, chosen))(reacting.value.message)}
          onClose={() => (reacting.value = null)}
        />
      )}
      {dialog.value?.kind === 'forward' && <Forward message={dialog.value.message} onClose={() => (dialog.value = null)} />}
      {dialog.value?.kind === 'report' && (
        <ReportDialog
          person={dialog.value.message.sender}
          message={{ conversationId: id, position: dialog.value.message.position }}
          onClose={() => (dialog.value = null)}
        />
      )}
      {looking.value && <Lightbox talk={talk} {...looking.value} onClose={() => (looking.value = null)} />}
      {dialog.value?.kind === 'delete' && (
        <Question
          title={t('deleteQuestion')}
          hint={t('deleteHint')}
          yes={t('delete')}
          onYes={((position) => () => void attempt(powow.delete(id, position)))(dialog.value.message.position)}
          onClose={() => (dialog.value = null)}
        />
      )}
      {dialog.value?.kind === 'details' && (
        <MessageDetails message={dialog.value.message} readers={readersOf(dialog.value.message, talk)} onClose={() => (dialog.value = null)} />
      )}
    </div>
  );

  function emoji(message: Message, place: Place) {
    return (
      <>
        {QUICK.map((choice) => (
          <button
            key={choice}
            type="button"
            role="menuitem"
            tabIndex={-1}
            class="emoji"
            aria-label={t('reactWith', { emoji: choice })}
            onClick={() => {
              menu.value = null;
              react(message, choice);
            }}
          >
            {choice}
          </button>
        ))}
        <button
          type="button"
          role="menuitem"
          tabIndex={-1}
          class="emoji"
          aria-label={t('more')}
          title={t('more')}
          onClick={() => {
            menu.value = null;
            reacting.value = { message, place };
          }}
        >
          <Icon name="add" size={18} />
        </button>
      </>
    );
  }

  function menuItems(message: Message) {
    const mine = message.sender === powow.me;
    const member = isMember(value);
    const pinned = value.pins?.includes(message.position) ?? false;
    return [
      ...(member ? [{ label: t('reply'), icon: 'reply' as const, onChoose: () => reply(message) }] : []),
      ...(mine && member ? [{ label: t('edit'), icon: 'edit' as const, onChoose: () => (editing.value = message) }] : []),
      { label: t('forward'), icon: 'forward' as const, onChoose: () => (dialog.value = { kind: 'forward', message }) },
      ...(message.pictures && !(isRequest(value) && !mine)
        ? [
            {
              label: count('savePictures', message.pictures.length),
              icon: 'save' as const,
              onChoose: () => void attempt(Promise.all(message.pictures!.map((picture) => powow.pictures.save(picture)))),
            },
          ]
        : []),
      ...(message.text ? [{ label: t('copy'), icon: 'copy' as const, onChoose: () => void copy(message.text!) }] : []),
      {
        label: t('copyLink'),
        icon: 'link' as const,
        onChoose: () => void copy(new URL(pathOf.message(id, message.position), location.href).href),
      },
      ...(may.pin(value)
        ? [
            {
              label: t(pinned ? 'unpin' : 'pin'),
              icon: pinned ? ('unpin' as const) : ('pin' as const),
              onChoose: () => void attempt(powow.pin(id, message.position, !pinned)),
            },
          ]
        : []),
      { label: t('details'), icon: 'details' as const, onChoose: () => (dialog.value = { kind: 'details', message }) },
      ...(mine ? [] : [{ label: t('report'), icon: 'report' as const, danger: true, onChoose: () => (dialog.value = { kind: 'report', message }) }]),
      ...(member && (mine || (value.kind === 'group' && may.moderate(value)))
        ? [{ label: t('delete'), icon: 'delete' as const, danger: true, onChoose: () => (dialog.value = { kind: 'delete', message }) }]
        : []),
    ];
  }
}

function Head({ conversation, route, onSearch }: { conversation: Conversation; route: Shown; onSearch: () => void }) {
  const powow = usePowow();
  const { conversationId: id, peer } = conversation;
  const title = titleOf(powow, conversation);
  const online = peer !== undefined && powow.presence(peer).value.online;

  useEffect(() => {
    if (peer) void powow.lookUp(peer).catch(() => {});
  }, [peer, isRequest(conversation)]);

  const lastSeen = peer !== undefined ? powow.presence(peer).value.lastSeen : undefined;
  const subtitle =
    isRequest(conversation)
      ? t('request')
      : peer !== undefined
        ? online
          ? t('online')
          : lastSeen
            ? t('lastSeen', { when: ago(lastSeen) })
            : ''
        : isMember(conversation)
          ? count('members', conversation.memberCount)
          : '';

  return (
    <header class="conversation-head">
      <a class="icon-button only-narrow" href={pathOf.inbox} aria-label={t('back')} title={t('back')}>
        <Icon name="back" />
      </a>
      <a
        class="conversation-title"
        href={route.panel === 'about' ? pathOf.conversation(id) : pathOf.panel(id, 'about')}
        title={t('aboutConversation')}
      >
        <ConversationAvatar conversation={conversation} online={online} />
        <span>
          <span class="title" dir="auto" role="heading" aria-level={isNarrow.value ? 1 : 2}>
            {title}
          </span>
          <span class="subtitle">{subtitle}</span>
        </span>
      </a>
      <IconButton icon="search" label={t('searchHere')} onClick={onSearch} />
      <a
        class="icon-button"
        href={route.panel === 'about' ? pathOf.conversation(id) : pathOf.panel(id, 'about')}
        aria-label={t('aboutConversation')}
        title={t('aboutConversation')}
      >
        <Icon name="details" />
      </a>
    </header>
  );
}

function SearchHere({
  id,
  words,
  onWords,
  onClose,
}: {
  id: ConversationId;
  words: string;
  onWords: (words: string) => void;
  onClose: () => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <div class="search-here" role="search" aria-label={t('searchHere')} onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <div class="search-line">
        <Icon name="search" size={18} />
        <input
          ref={input}
          type="search"
          aria-label={t('searchHere')}
          placeholder={t('searchHere')}
          value={words}
          maxLength={200}
          dir="auto"
          onInput={(event) => onWords(event.currentTarget.value)}
        />
        <IconButton icon="close" label={t('close')} size={16} onClick={onClose} />
      </div>
      {words.trim() && (
        <div class="search-here-results">
          <Search words={words.trim()} within={id} onChosen={onClose} />
        </div>
      )}
    </div>
  );
}

/** The newest pin, with a link to all of them. */
function Pinned({ conversation, talk, onJump }: { conversation: Conversation; talk: Talk; onJump: (position: number) => void }) {
  const powow = usePowow();
  const pins = conversation.pins ?? [];
  const last = pins.at(-1);
  if (last === undefined) return null;
  const message = talk.quote(last);
  if (!message || message.deletedAt !== undefined) return null;
  return (
    <div class="pinned">
      <button type="button" class="pinned-message" onClick={() => onJump(last)}>
        <Icon name="pin" size={16} />
        <span class="only-spoken">{t('pinned')}: </span>
        <span class="pinned-name" dir="auto">
          {nameOf(powow, message.sender)}
        </span>
        <span class="quote-text" dir="auto">
          {previewOf({ text: beginning(message.text ?? '', 200), images: message.images?.length ?? 0 })}
        </span>
      </button>
      {pins.length > 1 && (
        <a class="link" href={pathOf.panel(conversation.conversationId, 'pins')}>
          {count('pinnedMessages', pins.length)}
        </a>
      )}
    </div>
  );
}

function Top({ talk, conversation }: { talk: Talk; conversation: Conversation }) {
  if (talk.failed.value) return <Failed talk={talk} />;
  if (!talk.timeline.value?.atStart) {
    return (
      <div class="list-top">
        <Spinner />
      </div>
    );
  }
  return (
    <div class="list-top">
      <ConversationAvatar conversation={conversation} />
      <p class="hint">{t('beginning')}</p>
    </div>
  );
}

function Failed({ talk }: { talk: Talk }) {
  const again = () => (talk.timeline.value ? ((talk.failed.value = null), void talk.older()) : void talk.latest());
  return (
    <Empty icon="away" title={t('historyFailed')} hint={why(talk.failed.value!)}>
      <button type="button" class="button" onClick={again}>
        {t('tryAgain')}
      </button>
    </Empty>
  );
}

const MessageSkeletons = () => (
  <div class="message-skeletons" role="status" aria-label={t('loading')}>
    {[46, 62, 30, 54, 40, 68, 36].map((width, i) => (
      <span key={i} class={i % 3 === 1 ? 'skeleton bubble end' : 'skeleton bubble'} style={{ inlineSize: `${width}%` }} />
    ))}
  </div>
);

/** The composer, or the reason why the user cannot write. */
function Foot({
  conversation,
  ...composing
}: {
  conversation: Conversation;
  talk: Talk;
  editing: Message | null;
  onEdited: () => void;
  onEditLast: () => boolean;
  onSent: () => void;
}) {
  const powow = usePowow();
  const { conversationId: id, peer } = conversation;
  if (!isMember(conversation)) {
    return (
      <div class="composer closed">
        <p>{t('youLeft')}</p>
        {conversation.open && (
          <button type="button" class="button" onClick={() => attempt(powow.join(id))}>
            {t('rejoin')}
          </button>
        )}
      </div>
    );
  }
  if (peer !== undefined && powow.blocked.value.has(peer)) {
    return (
      <div class="composer closed">
        <p>{t('youBlocked', { name: nameOf(powow, peer) })}</p>
        <button type="button" class="button" onClick={() => attempt(powow.block(peer, false))}>
          {t('unblock')}
        </button>
      </div>
    );
  }
  return (
    <>
      {isRequest(conversation) && <RequestBanner conversation={conversation} />}
      <Composer conversation={conversation} {...composing} />
    </>
  );
}
