/** Turns push messages into notifications: one for each conversation, with a line for each message. Pure. */

import type { GatheringReason } from 'powow-client';
import { isolated, type Direction } from './direction.js';

export interface CameByPush {
  type: 'message' | 'deleted' | 'summary' | 'test' | 'gathering';
  /** The same for every push about one message. */
  tag: string;
  conversationId?: string;
  position?: number;
  reason?: 'mention' | 'reply' | 'direct' | 'keyword' | 'message' | GatheringReason;
  gatheringId?: string;
  /** The title of a gathering, when it starts, and in which time zone. */
  title?: string;
  start?: string;
  zone?: string;
  badge?: number;
  sender?: string;
  /** The name of the group. */
  group?: string;
  text?: string;
  edited?: boolean;
  /** The number of messages in a summary. */
  count?: number;
  /** What was read on other devices since the last push message. */
  cleared?: { conversationId: string; upTo: number }[];
}

/** Texts that the page sends to the worker, in the page's language. */
export interface NoticeWords {
  language: string;
  direction: Direction;
  appName: string;
  newMessage: string;
  mentionedBy: string;
  mentionedYou: string;
  deleted: string;
  test: string;
  newMessages: Partial<Record<string, string>> & { other: string };
  gatherings: Record<GatheringReason, string>;
  gathering: string;
}

export interface Line {
  tag: string;
  position: number;
  text: string;
  /** The number of messages that the line stands for. */
  count: number;
}

/** The data stored in a notification that is shown. */
export interface Shown {
  conversationId: string;
  /** Only in news about a gathering. */
  gatheringId?: string;
  /** The position of the last message. */
  position: number;
  title: string;
  lines: Line[];
}

export interface Notice {
  title: string;
  body: string;
  tag: string;
  /** Whether it alerts the user again although it replaces one with the same tag. */
  renotify: boolean;
  data: Shown | null;
}

/** The maximum number of lines shown; further messages are only counted. */
const LINES = 5;

export const tagOf = (conversationId: string): string => `conversation ${conversationId}`;

const counted = (n: number, { newMessages, language }: NoticeWords): string =>
  (newMessages[new Intl.PluralRules(language).select(n)] ?? newMessages.other).replace('{n}', new Intl.NumberFormat(language).format(n));

/** @param shown the notification of the same conversation that is shown now */
export function noticeOf(push: CameByPush | null, words: NoticeWords, shown: Shown | null): Notice {
  if (push?.gatheringId !== undefined) return gatheringNotice(push, push.gatheringId, words);
  if (push === null || push.type === 'test' || push.conversationId === undefined) {
    return { title: words.appName, body: push?.type === 'test' ? words.test : words.newMessage, tag: push?.tag ?? 'powow', renotify: true, data: null };
  }
  const { conversationId, position = 0 } = push;
  const line: Line = { tag: push.tag, position, text: lineOf(push, words), count: push.type === 'summary' ? (push.count ?? 1) : 1 };
  const before = shown?.lines ?? [];
  const at = before.findIndex(({ tag }) => tag === push.tag);
  const lines = at < 0 ? [...before, line].sort((a, b) => a.position - b.position) : before.with(at, line);
  return shownAs({ conversationId, position, title: push.group ?? push.sender ?? shown?.title ?? words.appName, lines }, words, at < 0 && push.type !== 'deleted' && !push.edited);
}

function shownAs({ conversationId, title, lines }: Shown, words: NoticeWords, renotify: boolean): Notice {
  const all = lines.reduce((sum, { count }) => sum + count, 0);
  const isQuiet = lines.every(({ text }) => text === words.newMessage);
  const hidden = lines.slice(0, -LINES).reduce((sum, { count }) => sum + count, 0);
  const body =
    isQuiet && all > 1
      ? counted(all, words)
      : [...(hidden > 0 ? [counted(all, words)] : []), ...lines.slice(-LINES).map(({ text }) => text)].join('\n');
  return { title, body, tag: tagOf(conversationId), renotify, data: { conversationId, position: lines.at(-1)!.position, title, lines } };
}

function lineOf({ type, reason, sender, group, text, count = 1 }: CameByPush, words: NoticeWords): string {
  const apart = (written: string) => isolated(written, words.direction);
  if (type === 'deleted') return words.deleted;
  if (type === 'summary') return counted(count, words);
  if (text !== undefined && text !== '') return group !== undefined && sender !== undefined ? `${apart(sender)}: ${apart(text)}` : apart(text);
  if (reason === 'mention') return sender === undefined ? words.mentionedYou : words.mentionedBy.replace('{name}', () => apart(sender));
  return group !== undefined && sender !== undefined ? `${apart(sender)}: ${words.newMessage}` : words.newMessage;
}

function gatheringNotice({ tag, reason, title, start, zone }: CameByPush, gatheringId: string, words: NoticeWords): Notice {
  // Words that a page of an older build has sent lack those of gatherings.
  const phrase = words.gatherings?.[reason as GatheringReason];
  return {
    title: title === undefined || phrase === undefined ? (title ?? words.gathering ?? words.appName) : phrase.replace('{title}', () => isolated(title, words.direction)),
    body: start === undefined ? '' : new Intl.DateTimeFormat(words.language, { dateStyle: 'full', timeStyle: 'short', ...(zone !== undefined && { timeZone: zone }) }).format(new Date(start)),
    tag,
    renotify: true,
    data: { conversationId: '', gatheringId, position: 0, title: '', lines: [] },
  };
}

/** The notification without the messages that were read; null if none is left. */
export function readUpTo(shown: Shown, upTo: number, words: NoticeWords): Notice | null {
  const lines = shown.lines.filter(({ position }) => position > upTo);
  return lines.length === 0 ? null : shownAs({ ...shown, lines }, words, false);
}
