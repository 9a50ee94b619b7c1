/** The user's recent emoji and skin tone, stored on the device until sign-out. */

const KEPT = 'powow.emoji';

export interface EmojiUse {
  recent: string[];
  /** The index of the tone; 0 is none. */
  tone: number;
}

export function keptEmojiUse(): EmojiUse {
  try {
    const { recent, tone } = JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<EmojiUse>;
    return { recent: Array.isArray(recent) ? recent.filter((each) => typeof each === 'string') : [], tone: Number.isInteger(tone) ? tone! : 0 };
  } catch {
    return { recent: [], tone: 0 };
  }
}

export function keepEmojiUse(use: EmojiUse): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(use));
  } catch {
    // Without storage, it lasts as long as the tab.
  }
}

export function forgetEmojiUse(): void {
  localStorage.removeItem(KEPT);
}
