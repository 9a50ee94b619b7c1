/** Refusals, and forms that show them, in the words of the page for auditors. */

import { formOf } from '../ui/staff-form.js';
import { Failed } from './api.js';
import { isWord, t } from './words.js';

/** What a refusal says to whoever reads this page. */
export function whyOf(failure: unknown): string {
  if (!(failure instanceof Failed)) throw failure;
  const entry = `failed_${failure.code}`;
  return t(isWord(entry) ? entry : 'failed', { detail: failure.message });
}

export const Form = formOf(whyOf);
