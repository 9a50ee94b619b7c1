import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { count, dateAndTime, day, direction, list, number, t, timeOfDay, why } from '../language/index.js';
import { isRequest, type Conversation } from '../pure/conversation.js';
import { blocks, plain, type Inline } from '../pure/format.js';
import type { Pending } from '../pure/outbox.js';
import type { Row } from '../pure/rows.js';
import { beginning, isOnlyEmoji, pieces } from '../pure/text.js';
import { isGone, type Happening, type Message } from '../pure/timeline.js';
import type { PersonId, Picture } from 'powow-client';
import { pathOf } from '../route.js';
import type { Talk } from '../talk.js';
import { hueClass, PersonAvatar } from './avatar.js';
import { attempt } from './feedback.js';
import { Icon } from './icons.js';
import { nameOf, nameOrYou, previewOf, usePowow } from './names.js';
import { isNarrow } from './narrow.js';
import { IconButton, type Place } from './parts.js';
import { PersonButton } from './person-button.js';
import { PictureGrid } from './pictures.js';

/** The most common reactions; as many of them as fit are shown beside a hovered message. */
export const QUICK = ['👍', '❤️', '😂', '😮', '😢', '🎉'];
const AT_HAND = 3;

/** The duration of a long press on a message. */
const LONG_PRESS = 450;
/** How far a finger may move during a long press, in pixels. */
const STEADY = 10;

export function Separators({ row }: { row: Row }) {
  return (
    <>
      {row.day !== undefined && (
        <div class="day">
          <span role="heading" aria-level={isNarrow.value ? 2 : 3}>
            <time dateTime={row.day}>{day(row.day)}</time>
          </span>
        </div>
      )}
      {row.unread && (
        <div class="new-messages">
          <span>{t('newMessages')}</span>
        </div>
      )}
    </>
  );
}

export function HappeningLine({ happening }: { happening: Happening }) {
  const powow = usePowow();
  const name = (person: PersonId) => nameOrYou(powow, person);
  const whom = (person: PersonId) => (person === powow.me ? t('youInside') : nameOf(powow, person));
  let text: string;
  switch (happening.type) {
    case 'directOpened':
      text = t('opened', { name: name(happening.by) });
      break;
    case 'groupCreated':
      text = t('created', { name: name(happening.by), group: happening.name });
      break;
    case 'memberJoined':
      text = t('joined', { name: name(happening.personId) });
      break;
    case 'memberLeft':
      text = t('left', { name: name(happening.personId) });
      break;
    case 'memberAdded':
      text = t('added', { by: name(happening.by), name: whom(happening.personId) });
      break;
    case 'memberRemoved':
      text = t('removed', { by: name(happening.by), name: whom(happening.personId) });
      break;
    case 'memberInvited':
      text = t('invited', { by: name(happening.by), name: whom(happening.personId) });
      break;
    case 'memberBanned':
      text = t('bannedOne', { by: name(happening.by), name: whom(happening.personId) });
      break;
    case 'memberUnbanned':
      text = t('unbannedOne', { by: name(happening.by), name: whom(happening.personId) });
      break;
    case 'requestAccepted':
      text = t('requestAccepted', { name: name(happening.personId) });
      break;
    case 'authorErased':
      text = t('authorErased');
      break;
    case 'groupRenamed':
      text = t('renamed', { by: name(happening.by), group: happening.name });
      break;
    case 'groupAvatarChanged':
      text = t(happening.avatar ? 'avatarChanged' : 'avatarRemoved', { by: name(happening.by) });
      break;
    case 'groupPlaceChanged':
      text = t(happening.place ? 'groupPlaced' : 'groupUnplaced', { by: name(happening.by) });
      break;
    case 'roleChanged':
      text = t('roleGiven', { by: name(happening.by), name: whom(happening.personId), role: t(happening.role) });
      break;
    default:
      text = t('pinnedOne', { by: name(happening.by) });
  }
  const path = 'message' in happening ? pathOf.message(happening.conversationId, happening.message) : null;
  return (
    <p class="happening" title={dateAndTime(happening.at)}>
      {path ? <a href={path}>{text}</a> : text}
    </p>
  );
}

const ELEMENTS = { bold: 'strong', italic: 'em', strike: 's', code: 'code' } as const;

/** Renders formatting, links and mentions as elements: user input is never markup. */
export function Parts({ parts }: { parts: readonly Inline[] }) {
  const powow = usePowow();
  return (
    <>
      {parts.map((part, i) => {
        switch (part.kind) {
          case 'text':
            return part.text;
          case 'link':
            return (
              <a
                key={i}
                href={part.href}
                {...(part.href.startsWith('http') && { target: '_blank' })}
                rel="noopener noreferrer nofollow"
                dir="ltr"
              >
                {part.text}
              </a>
            );
          case 'mention':
            return (
              <span key={i} class={part.personId === powow.me ? 'mention me' : 'mention'}>
                {part.text}
              </span>
            );
          case 'marked': {
            const Element = ELEMENTS[part.mark];
            return (
              <Element key={i} {...(part.mark === 'code' && { dir: 'auto' })}>
                <Parts parts={part.parts} />
              </Element>
            );
          }
        }
      })}
    </>
  );
}

/** A text without formatting, with links. */
export const Text = ({ text }: { text: string }) => <Parts parts={pieces(text)} />;

/** A formatted message text. */
function MessageText({ text, mentions = [] }: { text: string; mentions?: readonly PersonId[] | undefined }) {
  const powow = usePowow();
  const mentioned = mentions.map((id) => powow.people.person(id).value ?? { personId: id });
  const all = blocks(text, mentioned);
  const [only] = all;
  if (all.length === 1 && only?.kind === 'lines') {
    return (
      <p class="message-text">
        <Parts parts={only.parts} />
      </p>
    );
  }
  return (
    <div class="message-text blocks">
      {all.map((block, i) => {
        switch (block.kind) {
          case 'lines':
            return (
              <p key={i}>
                <Parts parts={block.parts} />
              </p>
            );
          case 'code':
            return (
              <pre key={i} dir="auto">
                {block.text}
              </pre>
            );
          case 'list': {
            const List = block.ordered ? 'ol' : 'ul';
            return (
              <List key={i} {...(block.ordered && { start: block.start })}>
                {block.items.map((item, at) => (
                  <li key={at}>
                    <Parts parts={item} />
                  </li>
                ))}
              </List>
            );
          }
        }
      })}
    </div>
  );
}

interface BubbleProps {
  row: Extract<Row, { kind: 'message' | 'pending' }>;
  sender: PersonId;
  at: string;
  text: string;
  conversation: Conversation;
  focused: boolean;
  classes?: string;
  above?: ComponentChildren;
  body: ComponentChildren;
  meta: ComponentChildren;
  below?: ComponentChildren;
  tools?: ComponentChildren;
  onMenu: (place: Place) => void;
}

function Bubble({ row, sender, at, text, conversation, focused, classes = '', above, body, meta, below, tools, onMenu }: BubbleProps) {
  const powow = usePowow();
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  /** The finger of the long press is still down: lifting it must not activate what is below it. */
  const held = useRef(false);
  const mine = sender === powow.me;
  const named = !mine && row.first && conversation.kind === 'group';
  const name = nameOf(powow, sender);
  const stopPress = () => {
    clearTimeout(press.current?.timer);
    press.current = null;
  };

  return (
    <div class={`message ${mine ? 'mine' : 'theirs'} ${row.first ? 'first' : ''} ${row.last ? 'last' : ''} ${classes}`}>
      {!mine && conversation.kind === 'group' && (
        <span class="message-avatar">
          {row.last && (
            <PersonButton person={sender} name={name} reachable={focused}>
              <PersonAvatar person={sender} name={name} size="small" />
            </PersonButton>
          )}
        </span>
      )}
      <article
        class="message-frame"
        tabIndex={focused ? 0 : -1}
        data-key={row.key}
        aria-label={`${mine ? t('you') : name}, ${timeOfDay(at)}: ${text}`}
        onKeyDown={(event) => {
          if (event.target !== event.currentTarget) return;
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          onMenu({ element: event.currentTarget });
        }}
        onContextMenu={(event) => {
          if ((event.target as HTMLElement).closest('a') || !getSelection()?.isCollapsed) return;
          event.preventDefault();
          stopPress();
          onMenu({ x: event.clientX, y: event.clientY });
        }}
        onPointerDown={(event) => {
          if (event.pointerType !== 'touch') return;
          const { clientX: x, clientY: y } = event;
          stopPress();
          held.current = false;
          const timer = setTimeout(() => {
            held.current = true;
            onMenu({ x, y });
          }, LONG_PRESS);
          press.current = { timer, x, y };
        }}
        onPointerUp={stopPress}
        onPointerCancel={stopPress}
        onPointerMove={({ clientX, clientY }) => {
          const { current } = press;
          if (current && Math.hypot(clientX - current.x, clientY - current.y) > STEADY) stopPress();
        }}
        onClickCapture={(event) => {
          if (!held.current) return;
          held.current = false;
          event.preventDefault();
          event.stopPropagation();
        }}
      >
        {named && (
          <span class={`message-name ${hueClass(sender)}`} dir="auto">
            {name}
          </span>
        )}
        {/* The text determines the direction, not the page. */}
        <div class="bubble" dir="auto">
          {above}
          {body}
          <span class="message-meta" dir={direction.value}>
            {meta}
          </span>
        </div>
        {below}
      </article>
      {tools}
    </div>
  );
}

const spoken = (text: string, pictures?: readonly Picture[]): string =>
  [...(pictures ? [count('pictures', pictures.length)] : []), ...(text !== '' ? [plain(text)] : [])].join(' ');

export interface MessageActions {
  react(message: Message, emoji: string): void;
  /** Opens the emoji picker. */
  chooseReaction(message: Message, place: Place): void;
  menu(message: Message, place: Place): void;
  reply(message: Message): void;
  jump(position: number): void;
  /** Shows a picture in full size. */
  look(message: Message, index: number): void;
}

export function MessageRow({
  row,
  conversation,
  talk,
  focused,
  actions,
}: {
  row: Extract<Row, { kind: 'message' }>;
  conversation: Conversation;
  talk: Talk;
  focused: boolean;
  actions: MessageActions;
}) {
  const powow = usePowow();
  const { message } = row;
  const mine = message.sender === powow.me;
  const gone = isGone(message);
  const why = t(message.deletedAt === undefined ? 'erased' : 'deleted');
  const text = message.text ?? '';
  const pictures = gone ? undefined : message.pictures;
  const large = !gone && !pictures && message.replyTo === undefined && isOnlyEmoji(text);
  const writable = conversation.role !== undefined;

  return (
    <Bubble
      row={row}
      sender={message.sender}
      at={message.at}
      text={gone ? why : spoken(text, pictures)}
      conversation={conversation}
      focused={focused}
      classes={`${gone ? 'gone' : ''} ${large ? 'large' : ''} ${message.mentions?.includes(powow.me) ? 'to-me' : ''}`}
      above={
        message.replyTo !== undefined && !gone && <Quote talk={talk} position={message.replyTo} onJump={actions.jump} />
      }
      body={
        gone ? (
          <p class="message-text">
            <Icon name="delete" size={14} /> {why}
          </p>
        ) : (
          <>
            {pictures && (
              <PictureGrid
                pictures={pictures}
                from={mine ? null : nameOf(powow, message.sender)}
                reachable={focused}
                // Pictures from strangers are not loaded automatically.
                held={!mine && isRequest(conversation)}
                onLook={(index) => actions.look(message, index)}
              />
            )}
            {text !== '' && <MessageText text={text} mentions={message.mentions} />}
          </>
        )
      }
      meta={
        <>
          {conversation.pins?.includes(message.position) && <Icon name="pin" size={12} />}
          {message.editedAt && !gone && (
            <span title={dateAndTime(message.editedAt)}>{t('edited')}</span>
          )}
          <time dateTime={message.at} title={dateAndTime(message.at)}>
            {timeOfDay(message.at)}
          </time>
          {mine && !gone && <Ticks message={message} conversation={conversation} talk={talk} />}
        </>
      }
      below={!gone && message.reactions && <Reactions message={message} conversation={conversation} />}
      tools={
        !gone &&
        writable && (
          <div class="message-tools">
            {!isRequest(conversation) && (
              <>
                {QUICK.slice(0, AT_HAND).map((emoji) => (
                  <button
                    key={emoji}
                    type="button"
                    class="emoji"
                    tabIndex={-1}
                    aria-label={t('reactWith', { emoji })}
                    title={t('reactWith', { emoji })}
                    onClick={() => actions.react(message, emoji)}
                  >
                    {emoji}
                  </button>
                ))}
                <IconButton
                  icon="react"
                  label={t('react')}
                  size={16}
                  tabIndex={focused ? 0 : -1}
                  aria-haspopup="dialog"
                  onClick={(event) => actions.chooseReaction(message, { element: event.currentTarget })}
                />
              </>
            )}
            <IconButton icon="reply" label={t('reply')} size={16} tabIndex={focused ? 0 : -1} onClick={() => actions.reply(message)} />
            <IconButton
              icon="menu"
              label={t('messageMenu')}
              size={16}
              tabIndex={focused ? 0 : -1}
              aria-haspopup="menu"
              onClick={(event) => actions.menu(message, { element: event.currentTarget })}
            />
          </div>
        )
      }
      onMenu={(place) => !gone && actions.menu(message, place)}
    />
  );
}

/** Whether the message was sent or read; in groups, by how many. */
function Ticks({ message, conversation, talk }: { message: Message; conversation: Conversation; talk: Talk }) {
  const readers = readersOf(message, talk);
  if (!readers || readers.length === 0) {
    return (
      <span class="ticks" title={t('sent')}>
        <Icon name="sent" size={14} />
        <span class="only-spoken">{t('sent')}</span>
      </span>
    );
  }
  const label = conversation.kind === 'direct' ? t('read') : count('readBy', readers.length);
  return (
    <span class="ticks read" title={label}>
      {conversation.kind === 'group' && <span aria-hidden="true">{number(readers.length)}</span>}
      <Icon name="read" size={14} />
      <span class="only-spoken">{label}</span>
    </span>
  );
}

/** Null in large groups. */
export function readersOf(message: Message, talk: Talk): PersonId[] | null {
  const reads = talk.reads.value;
  if (!reads) return null;
  return [...reads].filter(([person, upTo]) => upTo >= message.position && person !== message.sender).map(([person]) => person);
}

function Quote({ talk, position, onJump }: { talk: Talk; position: number; onJump: (position: number) => void }) {
  const powow = usePowow();
  const quoted = talk.quote(position);
  return (
    <button type="button" class="quote" dir={direction.value} tabIndex={-1} onClick={() => onJump(position)} disabled={quoted === null}>
      {quoted ? (
        <>
          <span class={`quote-name ${hueClass(quoted.sender)}`} dir="auto">
            {nameOrYou(powow, quoted.sender)}
          </span>
          <span class="quote-text" dir="auto">
            {previewOf({ text: beginning(quoted.text ?? '', 200), images: quoted.images?.length ?? 0, deleted: quoted.deletedAt !== undefined, ...(quoted.withheld && { withheld: quoted.withheld }) })}
          </span>
        </>
      ) : (
        <span class="quote-text">{quoted === null ? t('original') : t('loading')}</span>
      )}
    </button>
  );
}

function Reactions({ message, conversation }: { message: Message; conversation: Conversation }) {
  const powow = usePowow();
  return (
    <div class="reactions">
      {message.reactions!.map(({ emoji, people }) => {
        const mine = people.includes(powow.me);
        const names = list(people.map((person) => nameOrYou(powow, person)));
        return (
          <button
            key={emoji}
            type="button"
            class="reaction"
            aria-pressed={mine}
            aria-label={t('reactionBy', { emoji, n: number(people.length), names })}
            title={names}
            disabled={conversation.role === undefined || isRequest(conversation)}
            onClick={() => attempt(powow.react(message.conversationId, message.position, emoji, !mine))}
          >
            <span>{emoji}</span>
            {number(people.length)}
          </button>
        );
      })}
    </div>
  );
}

/** A message that is being sent or was refused. */
export function PendingRow({
  row,
  conversation,
  talk,
  focused,
  actions,
}: {
  row: Extract<Row, { kind: 'pending' }>;
  conversation: Conversation;
  talk: Talk;
  focused: boolean;
  actions: MessageActions;
}) {
  const powow = usePowow();
  const { pending } = row;
  void powow.outboxVersion.value;
  return (
    <Bubble
      row={row}
      sender={powow.me}
      at={pending.at}
      text={spoken(pending.text, pending.pictures)}
      conversation={conversation}
      focused={focused}
      classes={`${pending.refused ? 'refused' : 'waiting'} ${isOnlyEmoji(pending.text) && !pending.pictures && pending.replyTo === undefined ? 'large' : ''}`}
      above={pending.replyTo !== undefined && <Quote talk={talk} position={pending.replyTo} onJump={actions.jump} />}
      body={
        <>
          {pending.pictures && <PictureGrid pictures={pending.pictures} from={null} reachable={focused} />}
          {pending.text !== '' && <MessageText text={pending.text} mentions={pending.mentions} />}
        </>
      }
      meta={
        <>
          <time dateTime={pending.at}>{timeOfDay(pending.at)}</time>
          <State pending={pending} />
        </>
      }
      below={
        pending.refused && (
          <div class="refusal" role="alert">
            <span>{t('failed', { why: why(pending.refused) })}</span>
            <button type="button" class="link" onClick={() => powow.retry(pending.key)}>
              {t('retry')}
            </button>
            <button type="button" class="link" onClick={() => powow.outbox.done(pending.key)}>
              {t('discard')}
            </button>
          </div>
        )
      }
      onMenu={() => {}}
    />
  );
}

function State({ pending }: { pending: Pending }) {
  const powow = usePowow();
  const label = pending.refused
    ? t('notSent')
    : powow.isAcknowledged(pending)
      ? t('sent')
      : powow.status.value === 'waiting' || powow.status.value === 'offline'
        ? t('waiting')
        : t('sending');
  return (
    <span class="ticks" title={label}>
      <Icon name={pending.refused ? 'alert' : powow.isAcknowledged(pending) ? 'sent' : 'waiting'} size={14} />
      <span class="only-spoken">{label}</span>
    </span>
  );
}
