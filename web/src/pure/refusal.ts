/** Which field of a form a refusal is about. Pure. */

export interface Problem {
  code: string;
  /** The path of a JSON field, where the server names one: `contact.email`, `interests[2]`. */
  field?: string;
  /** What belongs there, in the server's words. */
  expected?: string;
}

/** For refusals that come from a rule, where the server names no field. */
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

/** @param fields those that the form has; of two that fit, the one that says more */
export function fieldOf({ code, field }: Problem, fields: readonly string[]): string | null {
  const paths = field === undefined ? (FIELDS[code] ?? []) : [field];
  const fitting = fields.filter((each) => paths.some((path) => isWithin(path, each)));
  return fitting.sort((a, b) => b.length - a.length)[0] ?? null;
}
