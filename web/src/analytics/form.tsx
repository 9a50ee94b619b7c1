/** Refusals, and forms that show them, in the words of the page for analysts. */

import { formOf } from '../ui/staff-form.js';
import { Failed } from './api.js';
import { isWord, t } from './words.js';

export function refusal(code: string, detail = ''): string {
  const entry = `failed_${code}`;
  return t(isWord(entry) ? entry : 'failed', { detail: detail || code });
}

export function whyOf(failure: unknown): string {
  if (!(failure instanceof Failed)) throw failure;
  return refusal(failure.code, failure.message);
}

export const Form = formOf(whyOf);
