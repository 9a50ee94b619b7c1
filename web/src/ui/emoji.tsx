/** The emoji picker: loaded on demand, with keywords in the language of the page. */

import { signal, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { direction, language, t, type Language } from '../language/index.js';
import { searched, toned, TONES, used, type Emoji } from '../pure/emoji.js';
import { keepEmojiUse, keptEmojiUse } from '../emoji-use.js';
import { Icon, type IconName } from './icons.js';
import { placeBeside, Spinner, type Place } from './parts.js';

type Groups = (typeof import('emoji:en'))['default'];

const load: Record<Language, () => Promise<{ default: Groups }>> = {
  en: () => import('emoji:en'),
  ar: () => import('emoji:ar'),
  pl: () => import('emoji:pl'),
};

const groups = signal<Groups | null>(null);
const recents = signal(keptEmojiUse());

const GROUPS: Record<string, { icon: IconName | string; label: Parameters<typeof t>[0] }> = {
  smileys_emotion: { icon: '😀', label: 'emojiSmileys' },
  people_body: { icon: '👋', label: 'emojiPeople' },
  animals_nature: { icon: '🐻', label: 'emojiNature' },
  food_drink: { icon: '🍎', label: 'emojiFood' },
  travel_places: { icon: '🚲', label: 'emojiTravel' },
  activities: { icon: '⚽', label: 'emojiActivities' },
  objects: { icon: '💡', label: 'emojiObjects' },
  symbols: { icon: '❤️', label: 'emojiSymbols' },
  flags: { icon: '🏁', label: 'emojiFlags' },
};

/** @param keep whether it stays open after a choice */
export function EmojiPicker({ place, keep = false, onChoose, onClose }: { place: Place; keep?: boolean; onChoose: (emoji: string) => void; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const words = useSignal('');
  const failed = useSignal(false);
  const { tone, recent } = recents.value;

  useEffect(() => {
    failed.value = false;
    groups.value = null;
    load[language.value]().then(
      ({ default: loaded }) => (groups.value = loaded),
      () => (failed.value = true),
    );
  }, [language.value]);

  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current!.showModal();
    placeBeside(dialog.current!, place);
    return () => before instanceof HTMLElement && before.isConnected && before.focus({ preventScroll: true });
  }, []);

  const all = useMemo(() => groups.value?.flatMap(([, emoji]) => emoji) ?? [], [groups.value]);
  const query = words.value.trim();
  const found = useMemo(() => (query === '' ? null : searched(all, query).slice(0, 120)), [all, query]);
  const named = useMemo(() => new Map(all.map((emoji) => [emoji[0], emoji])), [all]);

  function choose(emoji: string): void {
    recents.value = { ...recents.value, recent: used(recent, emoji) };
    keepEmojiUse(recents.value);
    onChoose(emoji);
    if (!keep) onClose();
  }

  /** One emoji is reachable with Tab; the arrow keys move from there. */
  function onKeyDown(event: KeyboardEvent): void {
    const buttons = [...body.current!.querySelectorAll<HTMLElement>('.emoji')];
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    const here = buttons[at]!.getBoundingClientRect();
    const forward = direction.value === 'rtl' ? -1 : 1;
    /** The nearest emoji in the next or previous row. */
    const beside = (by: 1 | -1): number => {
      let best = -1;
      for (let i = at + by; i >= 0 && i < buttons.length; i += by) {
        const { top, left } = buttons[i]!.getBoundingClientRect();
        if (Math.abs(top - here.top) < 4) continue;
        if (best >= 0 && Math.abs(top - buttons[best]!.getBoundingClientRect().top) > 4) break;
        if (best < 0 || Math.abs(left - here.left) < Math.abs(buttons[best]!.getBoundingClientRect().left - here.left)) best = i;
      }
      return best;
    };
    const to = { ArrowRight: at + forward, ArrowLeft: at - forward, Home: 0, End: buttons.length - 1 }[event.key] ?? (event.key === 'ArrowDown' ? beside(1) : event.key === 'ArrowUp' ? beside(-1) : undefined);
    if (to === undefined) return;
    event.preventDefault();
    buttons[to]?.focus();
  }

  const button = ([emoji, name, , tones]: Emoji, i: number, first: boolean) => {
    const shown = tones ? toned(emoji, tone) : emoji;
    return (
      <button key={`${emoji}${i}`} type="button" class="emoji" tabIndex={first && i === 0 ? 0 : -1} aria-label={name} title={name} onClick={() => choose(shown)}>
        {shown}
      </button>
    );
  };

  /** A recently used emoji, with its skin tone. */
  const recentOf = (emoji: string): Emoji => {
    const bare = emoji.replace(/[\u{1f3fb}-\u{1f3ff}]/gu, '');
    return [emoji, (named.get(bare) ?? named.get(`${bare}\ufe0f`))?.[1] ?? emoji, ''];
  };

  return (
    <dialog
      ref={dialog}
      class="menu emoji-picker"
      aria-label={t('emoji')}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div class="emoji-head">
        <div class="search-line">
          <Icon name="search" size={16} />
          <input type="search" aria-label={t('emojiSearch')} placeholder={t('emojiSearch')} value={words.value} maxLength={60} dir="auto" onInput={(event) => (words.value = event.currentTarget.value)} />
        </div>
        <select
          class="choice"
          aria-label={t('skinTone')}
          title={t('skinTone')}
          value={String(tone)}
          onChange={(event) => {
            recents.value = { ...recents.value, tone: Number(event.currentTarget.value) };
            keepEmojiUse(recents.value);
          }}
        >
          {TONES.map((_, i) => (
            <option key={i} value={String(i)} aria-label={t('skinTone')}>
              {toned('✋', i)}
            </option>
          ))}
        </select>
      </div>
      {!found && groups.value && (
        <div class="emoji-groups" role="group" aria-label={t('emojiGroups')}>
          {groups.value.map(([group]) => (
            <button
              key={group}
              type="button"
              class="emoji"
              aria-label={t(GROUPS[group]!.label)}
              title={t(GROUPS[group]!.label)}
              onClick={() => body.current!.querySelector(`[data-group=${group}]`)?.scrollIntoView({ block: 'start' })}
            >
              {GROUPS[group]!.icon}
            </button>
          ))}
        </div>
      )}
      <div ref={body} class="emoji-body" tabIndex={-1} onKeyDown={onKeyDown}>
        {failed.value ? (
          <p class="hint" role="alert">
            {t('needsConnection')}
          </p>
        ) : !groups.value ? (
          <Spinner />
        ) : found ? (
          <>
            <p class="only-spoken" role="status">
              {found.length === 0 ? t('noResults', { words: query }) : ''}
            </p>
            {found.length === 0 && <p class="hint" aria-hidden="true">{t('noResults', { words: query })}</p>}
            <div class="emoji-grid">{found.map((emoji, i) => button(emoji, i, true))}</div>
          </>
        ) : (
          <>
            {recent.length > 0 && (
              <section aria-label={t('emojiRecent')}>
                <h3 class="section-title">{t('emojiRecent')}</h3>
                <div class="emoji-grid">{recent.map((emoji, i) => button(recentOf(emoji), i, true))}</div>
              </section>
            )}
            {groups.value.map(([group, emoji], g) => (
              <section key={group} data-group={group} class="emoji-group" aria-label={t(GROUPS[group]!.label)}>
                <h3 class="section-title">{t(GROUPS[group]!.label)}</h3>
                <div class="emoji-grid">{emoji.map((each, i) => button(each, i, recent.length === 0 && g === 0))}</div>
              </section>
            ))}
          </>
        )}
      </div>
    </dialog>
  );
}
