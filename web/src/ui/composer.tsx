import { useComputed, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { draftOf, keepDraft } from '../drafts.js';
import { count, t } from '../language/index.js';
import { isRequest, type Conversation } from '../pure/conversation.js';
import { formatted, type Format } from '../pure/format.js';
import { beginning, mentionBeingWritten, mentionedIn } from '../pure/text.js';
import type { Message } from '../pure/timeline.js';
import type { Member } from 'powow-client';
import type { Talk } from '../talk.js';
import { givenOf } from '../uploads.js';
import { hueClass, PersonAvatar } from './avatar.js';
import { ChooseButton, Chosen, choosePictures } from './chosen.js';
import { attempt, tell } from './feedback.js';
import { Icon, type IconName } from './icons.js';
import { lazily } from './lazy.js';
import { nameOrYou, previewOf, usePowow } from './names.js';
import { IconButton, type Place } from './parts.js';

/** The server's default limit; the server decides. */
const LONGEST = 64 * 1024;
const SUGGESTIONS = 6;

const EmojiPicker = lazily(async () => (await import('./emoji.js')).EmojiPicker);

const FORMATS: { format: Format; icon: IconName; label: 'bold' | 'italic' | 'strike' | 'code' | 'list'; key?: string }[] = [
  { format: 'bold', icon: 'bold', label: 'bold', key: 'b' },
  { format: 'italic', icon: 'italic', label: 'italic', key: 'i' },
  { format: 'strike', icon: 'strike', label: 'strike' },
  { format: 'code', icon: 'code', label: 'code', key: 'e' },
  { format: 'list', icon: 'list', label: 'list' },
];

export function Composer({
  conversation,
  talk,
  editing,
  onEdited,
  onEditLast,
  onSent,
}: {
  conversation: Conversation;
  talk: Talk;
  editing: Message | null;
  onEdited: () => void;
  /** @returns whether the user has a message to edit */
  onEditLast: () => boolean;
  onSent: () => void;
}) {
  const powow = usePowow();
  const id = conversation.conversationId;
  const draft = draftOf(id);
  const edit = useSignal('');
  const input = useRef<HTMLTextAreaElement>(null);
  /** The selection to restore after the text has been set. */
  const cursor = useRef<[number, number] | null>(null);
  /** Whether a selected text can be formatted. */
  const selected = useSignal(false);
  const emoji = useSignal<Place | null>(null);
  const suggestions = useSuggestions(talk, input);
  const uploads = editing ? [] : powow.uploads.chosenFor(id).value;
  const given = useMemo(() => givenOf(powow.uploads.chosenFor(id)), [powow, id]);
  const text = editing ? edit.value : draft.value.text;
  const listId = useId();

  useEffect(() => {
    if (!editing) return;
    edit.value = editing.text ?? '';
    input.current?.focus();
  }, [editing?.position]);

  const replyTo = draft.value.replyTo;
  useEffect(() => {
    if (replyTo !== undefined) input.current?.focus();
  }, [replyTo]);

  useEffect(() => {
    // Not on a phone, where the keyboard would cover the messages; nor for a request, which the user may not want to answer.
    if (!isRequest(conversation) && matchMedia('(hover: hover) and (min-width: 900px)').matches) input.current?.focus({ preventScroll: true });
    return () => powow.tellTyping(id, false);
  }, [id]);

  useLayoutEffect(() => {
    const area = input.current!;
    area.style.blockSize = 'auto';
    area.style.blockSize = `${Math.min(area.scrollHeight, 200)}px`;
    if (cursor.current === null) return;
    area.focus();
    area.setSelectionRange(...cursor.current);
    cursor.current = null;
  }, [text]);

  function write(written: string): void {
    if (editing) {
      edit.value = written;
    } else {
      keepDraft(id, { ...draft.value, text: written });
      powow.tellTyping(id, written.trim() !== '');
    }
    suggestions.look(written);
  }

  function stop(): void {
    if (editing) onEdited();
    else keepDraft(id, { text: draft.value.text });
    input.current?.focus();
  }

  async function submit(): Promise<void> {
    const said = text.trim();
    if (said === '' && uploads.length === 0) return;
    if (!editing && given.value === null) {
      tell(t(uploads.some(({ progress }) => progress.value.state === 'refused') ? 'picturesRefused' : 'picturesOnTheirWay'), true);
      return;
    }
    if (new TextEncoder().encode(said).length > LONGEST) {
      tell(t('tooLong'), true);
      return;
    }
    if (editing) {
      const members = talk.members.value;
      const mentions = members ? mentionedIn(said, members) : undefined;
      if (said !== editing.text && !(await attempt(powow.edit(id, editing.position, said, mentions)))) return;
      onEdited();
    } else {
      const mentions = mentionedIn(said, talk.members.value ?? []);
      const pictures = given.value!;
      powow.say(id, said, { ...(pictures.length > 0 && { pictures }), ...(replyTo !== undefined && { replyTo }), ...(mentions.length > 0 && { mentions }) });
      keepDraft(id, { text: '' });
      powow.uploads.take(id);
      onSent();
    }
    input.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (suggestions.onKeyDown(event, insert)) return;
    const chosen = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && FORMATS.find(({ key }) => key === event.key.toLowerCase());
    if (chosen) {
      event.preventDefault();
      format(chosen.format);
      return;
    }
    if (event.key === 'Enter' && !event.shiftKey && !matchMedia('(hover: none)').matches) {
      event.preventDefault();
      void submit();
    } else if (event.key === 'ArrowUp' && text === '' && !editing && uploads.length === 0 && replyTo === undefined) {
      if (onEditLast()) event.preventDefault();
    } else if (event.key === 'Escape' && (editing || replyTo !== undefined)) {
      event.preventDefault();
      stop();
    }
  }

  function insert(member: Member): void {
    const area = input.current!;
    const begun = mentionBeingWritten(text, area.selectionStart);
    if (!begun) return;
    const before = `${text.slice(0, begun.start)}@${member.handle} `;
    write(before + text.slice(area.selectionStart));
    suggestions.close();
    cursor.current = [before.length, before.length];
  }

  function put(chosen: string): void {
    const { selectionStart, selectionEnd } = input.current!;
    const before = text.slice(0, selectionStart) + chosen;
    write(before + text.slice(selectionEnd));
    // Where to insert the next one; the focus stays in the picker.
    input.current!.value = before + text.slice(selectionEnd);
    input.current!.setSelectionRange(before.length, before.length);
  }

  function format(how: Format): void {
    const { selectionStart, selectionEnd } = input.current!;
    const changed = formatted(text, selectionStart, selectionEnd, how);
    write(changed.text);
    suggestions.close();
    cursor.current = [changed.start, changed.end];
  }

  useEffect(() => {
    const look = () => {
      const area = input.current;
      selected.value = area !== null && document.activeElement === area && area.selectionStart !== area.selectionEnd;
    };
    document.addEventListener('selectionchange', look);
    return () => document.removeEventListener('selectionchange', look);
  }, []);

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {editing ? (
        <About title={t('editing')} text={previewOf({ text: editing.text ?? '', images: editing.images?.length ?? 0 })} stop={t('cancelEdit')} onStop={stop} />
      ) : (
        replyTo !== undefined && <Answering talk={talk} position={replyTo} onStop={stop} />
      )}
      {suggestions.found.value.length > 0 && (
        <ul class="suggestions" role="listbox" id={listId} aria-label={count('suggestions', suggestions.found.value.length)}>
          {suggestions.found.value.map((member, i) => (
            <li
              key={member.personId}
              id={`${listId}-${i}`}
              role="option"
              aria-selected={i === suggestions.at.value}
              onPointerDown={(event) => {
                event.preventDefault();
                insert(member);
              }}
            >
              <PersonAvatar person={member.personId} name={member.displayName ?? '?'} size="small" />
              <bdi>{member.displayName}</bdi>
              <span class="handle" dir="ltr">
                @{member.handle}
              </span>
            </li>
          ))}
        </ul>
      )}
      {uploads.length > 0 && <Chosen id={id} uploads={uploads} onDropped={() => input.current?.focus()} />}
      {selected.value && (
        // Not reachable with Tab, which would remove the selection: there are keyboard shortcuts.
        <div class="composer-formats" role="toolbar" aria-label={t('formatting')} onPointerDown={(event) => event.preventDefault()}>
          {FORMATS.map(({ format: how, icon, label, key }) => (
            <IconButton
              key={how}
              icon={icon}
              size={18}
              tabIndex={-1}
              label={t(label)}
              {...(key && { 'aria-keyshortcuts': `Control+${key.toUpperCase()} Meta+${key.toUpperCase()}` })}
              onClick={() => format(how)}
            />
          ))}
        </div>
      )}
      <div class="composer-line">
        {!editing && <ChooseButton onChosen={(files) => choosePictures(powow, id, files)} />}
        <textarea
          ref={input}
          rows={1}
          value={text}
          dir="auto"
          aria-label={t('writeMessage')}
          placeholder={t('writeMessage')}
          aria-autocomplete="list"
          aria-controls={suggestions.found.value.length > 0 ? listId : undefined}
          aria-activedescendant={suggestions.found.value.length > 0 ? `${listId}-${suggestions.at.value}` : undefined}
          enterkeyhint="enter"
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const files = [...(event.clipboardData?.files ?? [])];
            // A copied table also contains a picture of itself: prefer its text.
            if (files.length === 0 || editing || event.clipboardData!.types.includes('text/plain')) return;
            event.preventDefault();
            choosePictures(powow, id, files);
          }}
          onBlur={() => {
            suggestions.close();
            powow.tellTyping(id, false);
          }}
        />
        <IconButton
          icon="emoji"
          class="composer-emoji"
          label={t('emoji')}
          aria-haspopup="dialog"
          onClick={(event) => (emoji.value = { element: event.currentTarget })}
        />
        <button type="submit" class="send" aria-label={t(editing ? 'saveEdit' : 'send')} title={t(editing ? 'saveEdit' : 'send')} disabled={text.trim() === '' && uploads.length === 0}>
          <Icon name={editing ? 'sent' : 'send'} size={20} />
        </button>
      </div>
      {emoji.value && <EmojiPicker place={emoji.value} keep onChoose={put} onClose={() => (emoji.value = null)} />}
      <p class="only-spoken" role="status">
        {suggestions.found.value.length > 0 && count('suggestions', suggestions.found.value.length)}
      </p>
    </form>
  );
}

function About({ title, text, stop, onStop }: { title: ComponentChildren; text: string; stop: string; onStop: () => void }) {
  return (
    <div class="composer-about">
      <div>
        <span class="quote-name">{title}</span>
        <span class="quote-text" dir="auto">
          {text}
        </span>
      </div>
      <IconButton icon="close" label={stop} size={16} onClick={onStop} />
    </div>
  );
}

function Answering({ talk, position, onStop }: { talk: Talk; position: number; onStop: () => void }) {
  const powow = usePowow();
  const message = talk.quote(position);
  if (!message) return null;
  return (
    <About
      title={<span class={hueClass(message.sender)}>{t('replyingTo', { name: nameOrYou(powow, message.sender) })}</span>}
      text={previewOf({ text: beginning(message.text ?? '', 200), images: message.images?.length ?? 0, deleted: message.deletedAt !== undefined, ...(message.withheld && { withheld: message.withheld }) })}
      stop={t('cancelReply')}
      onStop={onStop}
    />
  );
}

/** Suggests members while an @ mention is being typed. */
function useSuggestions(talk: Talk, input: { current: HTMLTextAreaElement | null }) {
  const powow = usePowow();
  const begun = useSignal<string | null>(null);
  const at = useSignal(0);

  const found = useComputed(() => {
    if (begun.value === null) return [];
    const words = begun.value;
    return (talk.members.value ?? [])
      .filter((member) => member.personId !== powow.me && member.handle)
      .filter(
        ({ handle, displayName }) =>
          handle!.startsWith(words) || displayName?.toLowerCase().split(/\s+/).some((word) => word.startsWith(words)),
      )
      .slice(0, SUGGESTIONS);
  });

  function close(): void {
    begun.value = null;
  }

  return {
    found,
    at,
    close,
    look(text: string) {
      const mention = mentionBeingWritten(text, input.current?.selectionStart ?? text.length);
      begun.value = mention?.begun ?? null;
      at.value = 0;
      if (mention && talk.members.value === null) void attempt(talk.loadMembers());
    },
    /** @returns whether the suggestions handled the key */
    onKeyDown(event: KeyboardEvent, choose: (member: Member) => void): boolean {
      const all = found.value;
      if (all.length === 0) return false;
      if (event.key === 'ArrowDown') at.value = (at.value + 1) % all.length;
      else if (event.key === 'ArrowUp') at.value = (at.value + all.length - 1) % all.length;
      else if (event.key === 'Enter' || event.key === 'Tab') choose(all[at.value]!);
      else if (event.key === 'Escape') close();
      else return false;
      event.preventDefault();
      return true;
    },
  };
}
