/** Finds the form field that a refusal is about. Pure. */

import type { Problem } from 'powow-client';

export type { Problem } from 'powow-client';

/** For refusals by a rule, where the server names no field. */
const FIELDS: Record<string, readonly string[]> = {
  invalid_handle: ['handle'],
  handle_taken: ['handle'],
  handle_reserved: ['handle'],
  invalid_password: ['password'],
  weak_password: ['password'],
  invalid_name: ['displayName', 'name', 'title'],
  invalid_text: ['about', 'text'],
  text_too_long: ['about', 'text'],
  invalid_tag: ['interests', 'category'],
  too_many_tags: ['interests'],
  invalid_schedule: ['end'],
  invalid_capacity: ['capacity'],
  invalid_contact: ['contact'],
  invalid_hours: ['hours'],
  invalid_place: ['place'],
};

const isWithin = (path: string, field: string): boolean => path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`);

/** @param fields the fields of the form; of two matches, the more specific one wins */
export function fieldOf({ code, field }: Problem, fields: readonly string[]): string | null {
  const paths = field === undefined ? (FIELDS[code] ?? []) : [field];
  const fitting = fields.filter((each) => paths.some((path) => isWithin(path, each)));
  return fitting.sort((a, b) => b.length - a.length)[0] ?? null;
}
