/** Finds towns by name. Pure. */

/** `[name, country, longitude, latitude]`, the largest first. */
export type NamedTown = [name: string, country: string, lon: number, lat: number];

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Towns whose name begins with the words, then those with a later word that does; the largest first, ignoring accents. */
export function townsNamed(towns: readonly NamedTown[], words: string, most: number): NamedTown[] {
  const begun = folded(words.trim());
  if (begun === '') return [];
  const first: NamedTown[] = [];
  const later: NamedTown[] = [];
  for (const town of towns) {
    const name = folded(town[0]);
    if (name.startsWith(begun)) first.push(town);
    else if (later.length < most && new RegExp(`[^\\p{L}\\p{N}]${begun.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`, 'u').test(name)) later.push(town);
    if (first.length === most) break;
  }
  return [...first, ...later].slice(0, most);
}
