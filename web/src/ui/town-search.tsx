import { useSignal } from '@preact/signals';
import { locale, t } from '../language/index.js';
import type { Point } from '../pure/mercator.js';
import { type NamedTown, townsNamed } from '../pure/towns.js';
import { Icon } from './icons.js';
import { Field } from './parts.js';

declare const MAP_FOLDER: string;

const MOST = 6;

let towns: Promise<NamedTown[]> | undefined;

function loaded(): Promise<NamedTown[]> {
  towns ??= fetch(`${MAP_FOLDER}/towns.json`).then((response) => response.json() as Promise<NamedTown[]>);
  towns.catch(() => (towns = undefined));
  return towns;
}

/** Moves the map to a town by name. The search runs on the device; no name leaves it. */
export function TownSearch({ onChosen }: { onChosen: (point: Point, name: string) => void }) {
  const words = useSignal('');
  const found = useSignal<readonly NamedTown[]>([]);
  const failed = useSignal(false);

  async function search(typed: string): Promise<void> {
    words.value = typed;
    try {
      const all = await loaded();
      failed.value = false;
      if (words.value === typed) found.value = townsNamed(all, typed, MOST);
    } catch {
      failed.value = true;
    }
  }

  const go = ([name, , lon, lat]: NamedTown) => onChosen({ lat, lon }, name);
  const country = (code: string) => {
    try {
      return new Intl.DisplayNames(locale.value, { type: 'region' }).of(code) ?? code;
    } catch {
      return code;
    }
  };

  return (
    <form
      class="town-search"
      onSubmit={(event) => {
        event.preventDefault();
        if (found.value[0]) go(found.value[0]);
      }}
    >
      <Field
        label={t('goToTown')}
        error={failed.value ? t('mapFailed') : words.value.trim() && found.value.length === 0 ? t('noTown') : null}
        value={words.value}
        dir="auto"
        autocomplete="off"
        onInput={(event) => void search(event.currentTarget.value)}
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
    </form>
  );
}
