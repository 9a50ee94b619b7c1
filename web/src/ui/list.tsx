/**
 * A virtual list of messages of any length. Only the rows near the viewport are drawn, and the visible ones stay in place while rows above
 * them are loaded, measured or removed.
 */

import { effect, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { attended, onAttention } from '../attention.js';
import { t } from '../language/index.js';
import { Heights } from '../pure/heights.js';
import { estimate, type Row } from '../pure/rows.js';
import { isVisible, Seen } from '../pure/seen.js';
import type { Anchor, Talk } from '../talk.js';
import { Icon } from './icons.js';
import { IconButton } from './parts.js';

/** How far beyond the viewport rows are drawn, in pixels. */
const BEYOND = 900;
/** The distance from the end of the loaded range at which the next page is requested. */
const AHEAD = 2_500;
/** The maximum distance from the end that counts as being at the end. */
const NEAR_END = 48;
/** The steps in which the browser reports the visible fraction of a row. */
const STEPS = Array.from({ length: 21 }, (_, i) => i / 20);

export function List({
  rows,
  talk,
  start,
  unseen,
  onSeen,
  onFirstUnread,
  children,
}: {
  rows: Row[];
  talk: Talk;
  /** Where to start: the first new row, or the end. */
  start: string | 'end';
  /** The number of new messages below. */
  unseen: number;
  /** The last message that was visible long enough in a page with attention. */
  onSeen: (position: number) => void;
  /** Jumps to the first new message; absent if there is none. */
  onFirstUnread?: (() => void) | undefined;
  children: (row: Row, focused: boolean) => ComponentChildren;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const heights = useRef(new Heights()).current;
  // Where the user left the conversation, unless something is new.
  const anchor = useRef<Anchor>(start === 'end' ? talk.place : { key: start, edge: 'top', offset: 72 });
  /** An estimate, until measured. */
  const size = useRef({ width: 800, height: 800 });
  const measured = useRef(false);
  const [, draw] = useReducer((drawn: number) => drawn + 1, 0);
  const focused = useSignal<string | null>(null);
  const away = useSignal(false);
  /** New messages begin above the viewport and were not seen yet. */
  const unreadAbove = useSignal(false);
  const unreadShown = useRef(false);
  useMemo(() => (unreadShown.current = false), [onFirstUnread === undefined]);
  const found = useSignal<string | null>(null);
  const focusNext = useRef<string | null>(null);

  const scrolledTo = useRef(0);
  const placed = useRef<Row[]>(rows);

  /**
   * Detects that the user has scrolled since rows were placed, and makes the visible position the anchor. Call it before changing anything
   * drawn, because scroll events arrive late.
   */
  function follow(): boolean {
    const top = scroller.current?.scrollTop ?? 0;
    if (!scroller.current || Math.abs(top - scrolledTo.current) < 1) return false;
    scrolledTo.current = top;
    if (talk.timeline.value!.atEnd && top >= furthest() - NEAR_END) {
      anchor.current = 'end';
    } else {
      // The anchor is a message: the ends of the list move away as more is loaded.
      const index = Math.max(1, Math.min(heights.at(top + 1), placed.current.findLastIndex(({ kind }) => kind !== 'bottom')));
      anchor.current = { key: placed.current[index]?.key ?? 'top', edge: 'bottom', offset: heights.top(index + 1) - top };
    }
    return true;
  }

  const furthest = () => Math.max(0, heights.total - size.current.height);

  follow();
  const indexes = useMemo(() => {
    placed.current = rows;
    heights.arrange(
      rows.map((row) => row.key),
      rows.map((row) => estimate(row, size.current.width)),
    );
    return new Map(rows.map((row, index) => [row.key, index]));
  }, [rows]);

  // --- Anchor ----------------------------------------------------------------------------------

  function scrollTop(): number {
    const at = anchor.current;
    if (at === 'end') return furthest();
    const index = indexes.get(at.key);
    if (index === undefined) return Math.min(scroller.current?.scrollTop ?? 0, furthest());
    return Math.max(0, Math.min(heights.top(at.edge === 'top' ? index : index + 1) - at.offset, furthest()));
  }

  function range(top: number): [number, number] {
    return [heights.at(top - BEYOND), heights.at(top + size.current.height + BEYOND)];
  }

  const [first, last] = range(scrollTop());
  const drawn = useRef<[number, number]>([first, last]);
  drawn.current = [first, last];

  /** Places everything after drawn rows were measured. */
  function settle(): void {
    const [from] = drawn.current;
    const measured: [number, number][] = [];
    for (const [i, child] of [...list.current!.children].entries()) measured.push([from + i, child.getBoundingClientRect().height]);
    heights.measure(measured);
    place();
  }

  function place(): void {
    const [from, to] = drawn.current;
    const style = list.current!.style;
    style.paddingBlockStart = `${heights.top(from)}px`;
    style.paddingBlockEnd = `${heights.total - heights.top(to + 1)}px`;
    const top = scrollTop();
    if (Math.abs(scroller.current!.scrollTop - top) >= 1) scroller.current!.scrollTop = top;
    scrolledTo.current = scroller.current!.scrollTop;
    // A user who sees the end without having scrolled there also stays at the end.
    if (measured.current && talk.timeline.value!.atEnd && top >= furthest() - 1) anchor.current = 'end';
    const [needFrom, needTo] = range(top);
    if (needFrom < from || needTo > to) draw(0);
    loadNear();
  }

  // For observers and timers, which outlive a render.
  const now = useRef({ settle, loadNear, follow, onSeen });
  now.current = { settle, loadNear, follow, onSeen };

  useLayoutEffect(settle);

  // --- Loading ---------------------------------------------------------------------------------

  /** Loads what the user will scroll to next. */
  function loadNear(): void {
    const top = scroller.current!.scrollTop;
    const bottom = top + size.current.height;
    const { atStart, atEnd } = talk.timeline.value!;
    away.value = !atEnd || bottom < heights.total - size.current.height / 2;
    const unread = rowsNow.current.findIndex((row) => row.unread);
    if (measured.current && unread >= 0 && heights.top(unread) >= top && heights.top(unread) < bottom) unreadShown.current = true;
    unreadAbove.value = onFirstUnread !== undefined && !unreadShown.current && (unread < 0 ? !atStart : heights.top(unread) < top);
    if (talk.loading.value !== 'none' || talk.failed.value !== null) return;
    if (!atStart && top < AHEAD) void talk.older();
    else if (!atEnd && heights.total - bottom < AHEAD) void talk.newer();
  }

  function onScroll(): void {
    if (!follow()) return;
    const { scrollTop: top } = scroller.current!;
    const [needFrom, needTo] = range(top);
    const [from, to] = drawn.current;
    if (needFrom !== from || needTo !== to) draw(0);
    else loadNear();
  }

  useLayoutEffect(
    () => () => {
      talk.place = anchor.current;
    },
    [talk],
  );

  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => {
      now.current.follow();
      const { clientWidth: width, clientHeight: height } = scroller.current!;
      if (width !== size.current.width && size.current.width !== 0) heights.forgetMeasured();
      size.current = { width, height };
      measured.current = true;
      now.current.settle();
    });
    observer.observe(scroller.current!);
    return () => observer.disconnect();
  }, []);

  // A row may grow by itself, when a name or a quote is loaded.
  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => {
      now.current.follow();
      now.current.settle();
    });
    for (const child of list.current!.children) observer.observe(child);
    return () => observer.disconnect();
  });

  // --- Seen messages ---------------------------------------------------------------------------

  const watching = useRef<{ observer: IntersectionObserver; seen: Seen; rows: Map<Element, number> }>(null);

  // The browser reports visibility, because it knows fractional pixels, zoom, and what was painted.
  useLayoutEffect(() => {
    const seen = new Seen(attended());
    let timer = 0;
    const look = () => {
      clearTimeout(timer);
      const time = performance.now();
      const { upTo, next } = seen.at(time);
      if (upTo !== null) now.current.onSeen(upTo);
      if (next !== null) timer = window.setTimeout(look, Math.ceil(next - time));
    };
    const observer = new IntersectionObserver(
      (entries) => {
        const time = performance.now();
        for (const { target, isIntersecting, intersectionRect, boundingClientRect, rootBounds } of entries) {
          const window = rootBounds?.height ?? 0;
          const shown = isIntersecting && isVisible(intersectionRect.height, boundingClientRect.height, window);
          const position = watching.current!.rows.get(target);
          if (position !== undefined) seen.show(position, shown, time);
        }
        look();
      },
      { root: scroller.current, threshold: STEPS },
    );
    watching.current = { observer, seen, rows: new Map() };
    const attend = () => {
      seen.attend(attended(), performance.now());
      look();
    };
    const stop = onAttention(attend);
    return () => {
      stop();
      clearTimeout(timer);
      observer.disconnect();
    };
  }, []);

  // After each render, because rows come and go.
  useLayoutEffect(() => {
    const { observer, seen, rows: watched } = watching.current!;
    const drawnNow = new Set(list.current!.querySelectorAll<HTMLElement>('li[data-position]'));
    for (const [element, position] of watched) {
      if (drawnNow.has(element as HTMLElement)) continue;
      observer.unobserve(element);
      watched.delete(element);
      seen.show(position, false, performance.now());
    }
    for (const element of drawnNow) {
      if (watched.has(element)) continue;
      watched.set(element, Number(element.dataset['position']));
      observer.observe(element);
    }
  });

  // After a read, there may be more to read.
  useEffect(
    () =>
      effect(() => {
        if (talk.loading.value === 'none') queueMicrotask(() => scroller.current && now.current.loadNear());
      }),
    [talk],
  );

  // --- Jumping ---------------------------------------------------------------------------------

  const indexesNow = useRef(indexes);
  indexesNow.current = indexes;
  const rowsNow = useRef(rows);
  rowsNow.current = rows;

  const target = talk.target.value;
  useLayoutEffect(() => {
    if (!target || talk.loading.value === 'all') return;
    const index = rowsNow.current.findIndex((row) => row.kind === 'message' && row.message.position >= target.position);
    talk.target.value = null;
    if (index < 0 || !target.found) {
      anchor.current = 'end';
    } else {
      const row = rowsNow.current[index]!;
      anchor.current = { key: row.key, edge: 'top', offset: Math.round(size.current.height / 3) };
      found.value = row.key;
      focusNext.current = row.key;
    }
    draw(0);
  }, [target, talk.loading.value]);

  useEffect(() => {
    if (found.value === null) return;
    const timer = setTimeout(() => (found.value = null), 2_000);
    return () => clearTimeout(timer);
  }, [found.value]);

  function toEnd(): void {
    anchor.current = 'end';
    void talk.toLatest();
    draw(0);
  }

  // --- The keyboard ----------------------------------------------------------------------------

  function focusRow(index: number): void {
    const row = rows[Math.max(1, Math.min(index, rows.length - 1))];
    if (!row) return;
    const at = indexes.get(row.key)!;
    const top = scroller.current!.scrollTop;
    const above = heights.top(at);
    const below = heights.top(at + 1);
    if (above < top + 8) anchor.current = { key: row.key, edge: 'top', offset: 8 };
    else if (below > top + size.current.height - 8) {
      anchor.current = { key: row.key, edge: 'bottom', offset: size.current.height - 8 };
    }
    focused.value = row.key;
    focusNext.current = row.key;
    draw(0);
  }

  useLayoutEffect(() => {
    if (focusNext.current === null) return;
    const element = list.current!.querySelector<HTMLElement>(`[data-key="${CSS.escape(focusNext.current)}"]`);
    if (!element) return;
    focusNext.current = null;
    element.focus({ preventScroll: true });
  });

  function onKeyDown(event: KeyboardEvent): void {
    const element = event.target as HTMLElement;
    const key = element.dataset['key'];
    if (key === undefined && element !== scroller.current) return;
    const at = key !== undefined ? indexes.get(key)! : heights.at(scroller.current!.scrollTop + size.current.height - 24);
    if (event.key === 'ArrowUp') focusRow(key === undefined ? at : at - 1);
    else if (event.key === 'ArrowDown') focusRow(key === undefined ? at : at + 1);
    else if (event.key === 'End') {
      toEnd();
      focusRow(rows.length - 1);
    } else return;
    event.preventDefault();
  }

  // If the focused row is removed, the list gets the focus.
  useLayoutEffect(() => {
    if (focused.value === null) return;
    const index = indexes.get(focused.value);
    const isDrawn = index !== undefined && index >= first && index <= last;
    if (!isDrawn) {
      focused.value = null;
      if (document.activeElement === document.body) scroller.current!.focus({ preventScroll: true });
    }
  });

  return (
    <div class="list-frame">
      <div
        ref={scroller}
        class="list"
        tabIndex={0}
        role="region"
        aria-label={t('messages')}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        onFocusIn={(event) => {
          const key = (event.target as HTMLElement).dataset['key'];
          if (key !== undefined) focused.value = key;
        }}
      >
        <ol ref={list} role="list">
          {rows.slice(first, last + 1).map((row) => (
            <li
              key={row.key}
              class={found.value === row.key ? 'row found' : 'row'}
              {...(row.kind === 'message' && { 'data-position': row.message.position })}
            >
              {children(row, focused.value === row.key)}
            </li>
          ))}
        </ol>
      </div>
      {unreadAbove.value && (
        <button type="button" class="button to-unread" onClick={onFirstUnread}>
          <Icon name="up" size={16} />
          {t('toFirstUnread')}
        </button>
      )}
      {away.value && (
        <div class="to-latest">
          <IconButton icon="down" label={t('toLatest')} onClick={toEnd} />
          {unseen > 0 && <span class="badge" aria-hidden="true">{unseen > 99 ? '99+' : unseen}</span>}
        </div>
      )}
    </div>
  );
}
