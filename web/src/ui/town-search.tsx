import { useSignal } from '@preact/signals';
import { locale, t } from '../language/index.js';
import type { Point } from '../pure/mercator.js';
import { type NamedTown, townsNamed } from '../pure/towns.js';
import { Icon } from './icons.js';
import { Field } from './parts.js';

declare const MAP_FOLDER: string;

const MOST = 6;

let towns: Promise<NamedTown[]> | undefined;

export function allTowns(): Promise<NamedTown[]> {
  towns ??= fetch(`${MAP_FOLDER}/towns.json`).then((response) => response.json() as Promise<NamedTown[]>);
  towns.catch(() => (towns = undefined));
  return towns;
}

/** Moves the map to a town by name. The search runs on the device; no name leaves it. Can be part of a form. */
export function TownSearch({ label, onChosen }: { label?: string; onChosen: (point: Point, name: string) => void }) {
  const words = useSignal('');
  const found = useSignal<readonly NamedTown[]>([]);
  const failed = useSignal(false);

  async function search(typed: string): Promise<void> {
    words.value = typed;
    try {
      const all = await allTowns();
      failed.value = false;
      if (words.value === typed) found.value = townsNamed(all, typed, MOST);
    } catch {
      failed.value = true;
    }
  }

  function go([name, , lon, lat]: NamedTown): void {
    words.value = '';
    found.value = [];
    onChosen({ lat, lon }, name);
  }
  const country = (code: string) => {
    try {
      return new Intl.DisplayNames(locale.value, { type: 'region' }).of(code) ?? code;
    } catch {
      return code;
    }
  };

  return (
    <div class="town-search">
      <Field
        label={label ?? t('goToTown')}
        error={failed.value ? t('mapFailed') : words.value.trim() && found.value.length === 0 ? t('noTown') : null}
        value={words.value}
        dir="auto"
        autocomplete="off"
        onInput={(event) => void search(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.isComposing) return;
          event.preventDefault();
          if (found.value[0]) go(found.value[0]);
        }}
      />
      <ul class="entries">
        {found.value.map((town) => (
          <li key={town.join()}>
            <button type="button" class="town" onClick={() => go(town)}>
              <Icon name="place" size={18} />
              <bdi>{town[0]}</bdi>
              <span class="hint">{country(town[1])}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
