/** The rows of the list of messages. Pure. */

import type { PersonId } from 'powow-client';
import type { Pending } from './outbox.js';
import { layout } from './layout.js';
import { isMessage, type Happening, type Message, type Timeline } from './timeline.js';

interface Common {
  /** Stays the same when a message being sent arrives. */
  key: string;
  /** Set on the first row of a day: its time. */
  day?: string;
  /** Set on the first unread row. */
  unread?: boolean;
}

export type Row =
  | (Common & { kind: 'top' })
  | (Common & { kind: 'message'; message: Message; first: boolean; last: boolean })
  | (Common & { kind: 'pending'; pending: Pending; first: boolean; last: boolean })
  | (Common & { kind: 'happening'; happening: Happening })
  | (Common & { kind: 'bottom' });

/** Messages of one sender within this time are grouped. */
const TOGETHER = 5 * 60_000;

export const keyOf = (sender: PersonId, key: string): string => `${sender} ${key}`;

/**
 * @param dayOf the calendar day of a time
 * @param unreadAfter the read marker when the conversation was opened
 */
export function rowsOf(
  timeline: Timeline,
  pending: readonly Pending[],
  me: PersonId,
  unreadAfter: number | null,
  dayOf: (at: string) => number,
): Row[] {
  const rows: Row[] = [{ kind: 'top', key: 'top' }];
  let day: number | undefined;
  // The first unread message is known only if the message before it is loaded.
  let unreadShown = unreadAfter === null || !(timeline.atStart || timeline.items.some(({ position }) => position <= unreadAfter));
  const here = new Set<string>();

  for (const item of timeline.items) {
    const at = dayOf(item.at);
    const common: Omit<Common, 'key'> = {};
    if (at !== day) common.day = item.at;
    day = at;
    if (!isMessage(item)) {
      rows.push({ kind: 'happening', key: String(item.position), happening: item, ...common });
      continue;
    }
    if (!unreadShown && item.position > unreadAfter! && item.sender !== me) {
      common.unread = true;
      unreadShown = true;
    }
    // The key is unique among this person's messages in this conversation, so it identifies the row.
    const key = item.sender === me ? keyOf(me, item.key) : String(item.position);
    if (item.sender === me) here.add(item.key);
    rows.push({ kind: 'message', key, message: item, first: true, last: true, ...common });
  }
  if (timeline.atEnd) {
    for (const waiting of pending) {
      if (here.has(waiting.key)) continue;
      const at = dayOf(waiting.at);
      rows.push({
        kind: 'pending',
        key: keyOf(me, waiting.key),
        pending: waiting,
        first: true,
        last: true,
        ...(at !== day && { day: waiting.at }),
      });
      day = at;
    }
  } else {
    rows.push({ kind: 'bottom', key: 'bottom' });
  }
  group(rows, me);
  return rows;
}

const authorOf = (row: Row | undefined, me: PersonId): { sender: PersonId; at: number } | null =>
  row?.kind === 'message'
    ? { sender: row.message.sender, at: Date.parse(row.message.at) }
    : row?.kind === 'pending'
      ? { sender: me, at: Date.parse(row.pending.at) }
      : null;

function group(rows: Row[], me: PersonId): void {
  for (let i = 1; i < rows.length; i++) {
    const row = rows[i]!;
    const before = rows[i - 1]!;
    const author = authorOf(row, me);
    const previous = authorOf(before, me);
    if (!author || !previous || row.day !== undefined || row.unread) continue;
    if (author.sender !== previous.sender || author.at - previous.at > TOGETHER) continue;
    if (row.kind === 'message' || row.kind === 'pending') row.first = false;
    if (before.kind === 'message' || before.kind === 'pending') before.last = false;
  }
}

/** The width for pictures in a list of that width, as in the stylesheet. */
const roomForPictures = (width: number): number => (Math.min(width, 896) - 32) * 0.84 - 24;

/** The estimated height of a row before it is drawn. */
export function estimate(row: Row, width: number): number {
  const above = (row.day !== undefined ? 44 : 0) + (row.unread ? 36 : 0);
  switch (row.kind) {
    case 'top':
      return 88;
    case 'bottom':
      return 56;
    case 'happening':
      return above + 34;
    case 'pending':
    case 'message': {
      const text = row.kind === 'message' ? (row.message.text ?? '') : row.pending.text;
      const perLine = Math.max(12, Math.floor((Math.min(width, 760) * 0.7) / 7.6));
      const { pictures } = row.kind === 'message' ? row.message : row.pending;
      const high = pictures ? layout(pictures, roomForPictures(width)).height + 8 : 0;
      let lines = pictures && text === '' ? -0.5 : 0;
      if (!pictures || text !== '') for (const line of text.split('\n')) lines += Math.max(1, Math.ceil(line.length / perLine));
      const more = row.kind === 'message' ? (row.message.reactions ? 34 : 0) + (row.message.replyTo !== undefined ? 46 : 0) : 0;
      return above + (row.first ? 12 : 2) + 34 + lines * 21 + high + more;
    }
  }
}
