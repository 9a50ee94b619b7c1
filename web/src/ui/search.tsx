import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { codeOf } from 'powow-client';
import type { ConversationId, FoundMessage } from 'powow-client';
import { count, dateAndTime, shortly, t, why } from '../language/index.js';
import { excerpt } from '../pure/text.js';
import { go, pathOf } from '../route.js';
import { attempt } from './feedback.js';
import { nameOrYou, titleOf, usePowow } from './names.js';
import { Empty, Spinner } from './parts.js';

/** The delay after typing before a search starts. */
const PAUSE = 250;
/** The number of characters of a long message shown before the match. */
const BEFORE = 40;
const SHOWN = 240;

interface Result {
  messages: FoundMessage[];
  cursor?: string;
}

/** Messages that contain the words, in all conversations or in one. */
export function Search({ words, within, onChosen }: { words: string; within?: ConversationId; onChosen: () => void }) {
  const powow = usePowow();
  const result = useSignal<Result | null>(null);
  const failed = useSignal<string | null>(null);
  const more = useSignal(false);

  useEffect(() => {
    let current = true;
    failed.value = null;
    const timer = setTimeout(async () => {
      try {
        const found = await powow.search(words, within);
        if (current) result.value = found;
      } catch (failure) {
        if (current) failed.value = codeOf(failure);
      }
    }, PAUSE);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [words, within]);

  async function showMore(): Promise<void> {
    const before = result.value!;
    more.value = true;
    const next = await attempt(powow.search(words, within, before.cursor));
    more.value = false;
    if (next && result.value === before) result.value = { ...next, messages: [...before.messages, ...next.messages] };
  }

  if (failed.value) return <Empty icon="alert" title={why(failed.value)} />;
  if (!result.value) {
    return (
      <div class="waiting">
        <Spinner label={t('searching')} />
      </div>
    );
  }
  const { messages, cursor } = result.value;
  if (messages.length === 0) return <Empty icon="search" title={t('noResults', { words })} hint={t('noResultsHint')} />;
  return (
    <>
      <p class="only-spoken" role="status">
        {count('results', messages.length)}
      </p>
      <ul class="entries">
        {messages.map((message) => (
          <Result key={`${message.conversationId}/${message.position}`} message={message} within={within !== undefined} onChosen={onChosen} />
        ))}
      </ul>
      {cursor && (
        <button type="button" class="button more" disabled={more.value} onClick={showMore}>
          {t('showMore')}
        </button>
      )}
    </>
  );
}

function Result({ message, within, onChosen }: { message: FoundMessage; within: boolean; onChosen: () => void }) {
  const powow = usePowow();
  const conversation = powow.conversation(message.conversationId)?.value;
  const who = nameOrYou(powow, message.sender);
  const path = pathOf.message(message.conversationId, message.position);
  const highlights = message.highlights ?? [];
  const shown = excerpt(message.text, highlights, BEFORE, SHOWN);
  return (
    <li>
      <a
        class="entry found"
        href={path}
        onClick={(event) => {
          event.preventDefault();
          go(path);
          onChosen();
        }}
      >
        <span class="entry-line">
          <span class="entry-title" dir="auto">
            {within || !conversation ? who : titleOf(powow, conversation)}
          </span>
          <time class="entry-time" dateTime={message.at} title={dateAndTime(message.at)}>
            {shortly(message.at)}
          </time>
        </span>
        <span class="found-text" dir="auto">
          {/* The text determines the direction, not the name. */}
          {!within && (
            <>
              <bdi class="found-who">{who}</bdi>
              {': '}
            </>
          )}
          {!shown.begins && '…'}
          {shown.pieces.map((piece, i) => (piece.marked ? <mark key={i}>{piece.text}</mark> : piece.text))}
          {!shown.ends && '…'}
        </span>
      </a>
    </li>
  );
}
