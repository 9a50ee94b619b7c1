/** Texts that contain other texts in another direction. */

export type Direction = 'ltr' | 'rtl';

const FOREIGN = { ltr: /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/, rtl: /\p{Script=Latin}/u };

/** Isolates a text with letters of the other direction. Otherwise, it would reorder what is beside it, such as quotation marks and numbers. */
export const isolated = (text: string, direction: Direction): string => (FOREIGN[direction].test(text) ? `\u2068${text}\u2069` : text);
