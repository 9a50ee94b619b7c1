/**
 * Formatting in a text: *bold*, _italic_, ~struck through~, `code`, code blocks, and lists. The text is stored as written, with its marks.
 * Pure, and a single pass: unclosed marks in a long text cost no more time.
 */

import { pieces, type Mentionable, type Piece } from './text.js';

export type Mark = 'bold' | 'italic' | 'strike' | 'code';
export type Inline = Piece | { kind: 'marked'; mark: Mark; parts: Inline[] };
export type Block =
  | { kind: 'lines'; parts: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'list'; ordered: boolean; start: number; items: Inline[][] };

const MARKS: Record<string, Mark> = { '*': 'bold', '**': 'bold', _: 'italic', '~': 'strike', '~~': 'strike' };
const FENCE = /^\s*```/u;
const BULLET = /^\s{0,3}[-*•]\s+(?=\S)/u;
const NUMBER = /^\s{0,3}(\d{1,9})[.)]\s+(?=\S)/u;
/** Any other text has no formatting. */
const FORMATTED = /[*_~`]|^\s*(?:[-•]|\d{1,9}[.)])\s/mu;
/** Letters of scripts with blanks between words: a mark within a word is a character like any other. */
const WORD = /[\p{L}\p{N}_]/u;

/** Parses a text into blocks, from top to bottom. */
export function blocks(text: string, mentioned: readonly Mentionable[] = []): Block[] {
  if (!FORMATTED.test(text)) return [{ kind: 'lines', parts: pieces(text, mentioned) }];
  const found: Block[] = [];
  const lines = text.split('\n');
  let plain: string[] = [];
  const flush = () => {
    if (plain.length > 0) found.push({ kind: 'lines', parts: inline(plain.join('\n'), mentioned) });
    plain = [];
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (FENCE.test(line)) {
      const end = lines.findIndex((each, at) => at > i && FENCE.test(each));
      if (end > i) {
        flush();
        found.push({ kind: 'code', text: lines.slice(i + 1, end).join('\n') });
        i = end;
        continue;
      }
      // Without an end mark, none of the following lines is code.
      plain.push(...lines.slice(i));
      break;
    }
    const bullet = BULLET.exec(line);
    const numbered = bullet ? null : NUMBER.exec(line);
    if (!bullet && !numbered) {
      plain.push(line);
      continue;
    }
    flush();
    const item = inline(line.slice((bullet ?? numbered)![0].length), mentioned);
    const list = found.at(-1);
    const ordered = numbered !== null;
    const number = ordered ? Number(numbered[1]) : 1;
    if (list?.kind === 'list' && list.ordered === ordered && (!ordered || number === list.start + list.items.length)) list.items.push(item);
    else found.push({ kind: 'list', ordered, start: number, items: [item] });
  }
  flush();
  return found;
}

interface Opened {
  written: string;
  /** The index of the first part that it marks. */
  at: number;
}

/** Links and mentions are not parsed for formatting. */
function inline(text: string, mentioned: readonly Mentionable[]): Inline[] {
  const code = codeSpans(text);
  const parts: Inline[] = [];
  const open: Opened[] = [];
  let at = 0;
  for (const { from, to } of code) {
    scan(text.slice(at, from), text[at - 1], text[from]);
    parts.push({ kind: 'marked', mark: 'code', parts: [{ kind: 'text', text: text.slice(from + 1, to - 1) }] });
    at = to;
  }
  scan(text.slice(at), text[at - 1], undefined);
  return joined(parts);

  function scan(stretch: string, before: string | undefined, behind: string | undefined): void {
    if (stretch === '') return;
    const all = pieces(stretch, mentioned);
    all.forEach((piece, i) => {
      if (piece.kind !== 'text') parts.push(piece);
      // The edge of a link is neither a blank nor a letter: `*https://example.org*` is bold.
      else marks(piece.text, i === 0 ? before : '', i === all.length - 1 ? behind : '');
    });
  }

  function marks(words: string, before: string | undefined, behind: string | undefined): void {
    let done = 0;
    for (const match of words.matchAll(/\*+|_+|~+/gu)) {
      const written = match[0];
      const mark = MARKS[written];
      if (mark === undefined) continue;
      const previous = match.index > 0 ? words[match.index - 1]! : before;
      const next = match.index + written.length < words.length ? words[match.index + written.length]! : behind;
      const opened = open.findLastIndex((each) => each.written === written);
      const closes = opened >= 0 && previous !== undefined && !/\s/u.test(previous) && !WORD.test(next ?? '');
      const opens = opened < 0 && next !== undefined && !/\s/u.test(next) && !WORD.test(previous ?? '');
      if (!closes && !opens) continue;
      if (match.index > done) parts.push({ kind: 'text', text: words.slice(done, match.index) });
      done = match.index + written.length;
      if (closes && parts.length > open[opened]!.at + 1) {
        const { at } = open[opened]!;
        open.length = opened;
        const inside = joined(parts.splice(at + 1));
        parts[at] = { kind: 'marked', mark, parts: inside };
      } else if (opens) {
        open.push({ written, at: parts.length });
        parts.push({ kind: 'text', text: written });
      } else {
        parts.push({ kind: 'text', text: written });
      }
    }
    if (done < words.length) parts.push({ kind: 'text', text: words.slice(done) });
  }
}

function codeSpans(text: string): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  let from = text.indexOf('`');
  while (from >= 0) {
    const end = text.indexOf('`', from + 1);
    if (end < 0) break;
    const inside = text.slice(from + 1, end);
    if (inside.trim() !== '' && !inside.includes('\n')) {
      found.push({ from, to: end + 1 });
      from = text.indexOf('`', end + 1);
    } else {
      from = end;
    }
  }
  return found;
}

/** Joins adjacent texts. */
function joined(parts: readonly Inline[]): Inline[] {
  const found: Inline[] = [];
  for (const part of parts) {
    const last = found.at(-1);
    if (part.kind === 'text' && last?.kind === 'text') found[found.length - 1] = { kind: 'text', text: last.text + part.text };
    else found.push(part);
  }
  return found;
}

const textOf = (part: Inline): string => (part.kind === 'marked' ? part.parts.map(textOf).join('') : part.text);

/** Removes marks from a text, for single-line previews and accessible names. */
export function plain(text: string): string {
  if (!FORMATTED.test(text)) return text;
  return blocks(text)
    .map((block) => {
      switch (block.kind) {
        case 'code':
          return block.text;
        case 'list':
          return block.items.map((item, i) => `${block.ordered ? `${block.start + i}.` : '•'} ${item.map(textOf).join('')}`).join('\n');
        case 'lines':
          return block.parts.map(textOf).join('');
      }
    })
    .join('\n');
}

export type Format = 'bold' | 'italic' | 'strike' | 'code' | 'list';

const WRITTEN = { bold: '*', italic: '_', strike: '~', code: '`' } as const;

/** Adds marks around the selection, or removes them. @returns the text and the new selection */
export function formatted(text: string, start: number, end: number, how: Format): { text: string; start: number; end: number } {
  if (how === 'list') {
    const from = text.lastIndexOf('\n', start - 1) + 1;
    const lines = text.slice(from, end).split('\n');
    const isList = lines.every((line) => line.trim() === '' || BULLET.test(line));
    const changed = lines.map((line) => (isList ? line.replace(BULLET, '') : line.trim() === '' ? line : `- ${line}`)).join('\n');
    return { text: text.slice(0, from) + changed + text.slice(end), start: from, end: from + changed.length };
  }
  const mark = WRITTEN[how];
  // Marks must be at words, not at blanks.
  const chosen = text.slice(start, end);
  const from = start + (chosen.length - chosen.trimStart().length);
  const to = Math.max(from, end - (chosen.length - chosen.trimEnd().length));
  if (text[from - 1] === mark && text[to] === mark) {
    return { text: text.slice(0, from - 1) + text.slice(from, to) + text.slice(to + 1), start: from - 1, end: to - 1 };
  }
  return { text: text.slice(0, from) + mark + text.slice(from, to) + mark + text.slice(to), start: from + 1, end: to + 1 };
}
