import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { codeOf } from 'powow-client';
import type { NearbyPerson, PersonId, Profile } from 'powow-client';
import { length, t, why } from '../language/index.js';
import { PersonAvatar } from './avatar.js';
import { usePowow } from './names.js';
import { Field } from './parts.js';

/** The number of people suggested. */
const OFFERED = 6;
/** The number of letters from which people nearby are searched, and how long the user has to pause, in milliseconds. */
const FEWEST = 2;
const PAUSE = 300;
const NOBODY: ReadonlySet<PersonId> = new Set();

/** Finds a person by handle or among acquaintances. */
export function PersonSearch({
  label,
  action,
  without = NOBODY,
  onChosen,
}: {
  label: string;
  action: string;
  /** People not to suggest. */
  without?: ReadonlySet<PersonId>;
  onChosen: (person: Profile) => void;
}) {
  const powow = usePowow();
  const handle = useSignal('');
  const found = useSignal<Profile | null>(null);
  const error = useSignal<string | null>(null);
  const hint = useSignal<string | null>(null);

  const words = handle.value.trim().replace(/^@/, '').toLowerCase();
  const known = powow.acquaintances.value
    .filter((person) => !without.has(person))
    .flatMap((person) => powow.people.person(person).value ?? [])
    .filter(({ displayName, handle }) => displayName.toLowerCase().includes(words) || handle.startsWith(words))
    .slice(0, OFFERED);

  // People whom the user does not know, but who let everybody find them.
  const named = useSignal<readonly NearbyPerson[]>([]);
  useEffect(() => {
    named.value = [];
    if (words.length < FEWEST) return;
    let typed = true;
    const asking = setTimeout(() => {
      powow.nearby.peopleNamed(words, OFFERED).then(
        (people) => typed && (named.value = people),
        // Those whom the user knows are offered all the same.
        () => {},
      );
    }, PAUSE);
    return () => {
      typed = false;
      clearTimeout(asking);
    };
  }, [words]);
  const others = named.value.filter(({ personId }) => personId !== powow.me && !without.has(personId) && !known.some((person) => person.personId === personId));

  function choose(person: Profile): void {
    found.value = null;
    handle.value = '';
    onChosen(person);
  }

  async function find(event: Event): Promise<void> {
    event.preventDefault();
    const asked = handle.value.trim().replace(/^@/, '').toLowerCase();
    found.value = error.value = hint.value = null;
    if (asked === '') return;
    try {
      const person = await powow.people.byHandle(asked);
      if (!person) {
        error.value = t('nobodyFound', { handle: asked });
        hint.value = t('nobodyFoundHint');
      } else if (person.personId === powow.me) {
        error.value = t('thatIsYou');
      } else {
        found.value = person;
      }
    } catch (failure) {
      error.value = why(codeOf(failure));
    }
  }

  return (
    <>
      <form class="person-search" onSubmit={find}>
        <Field
          label={label}
          error={error.value && `${error.value} ${hint.value ?? ''}`.trim()}
          value={handle.value}
          onInput={(event) => {
            handle.value = event.currentTarget.value;
            error.value = null;
          }}
          placeholder="@ada"
          autocapitalize="none"
          autocomplete="off"
          spellcheck={false}
          dir="ltr"
        >
          <button type="submit" class="button" disabled={handle.value.trim() === ''}>
            {t('find')}
          </button>
        </Field>
      </form>
      <div role="status">
        {found.value && (
          <div class="person found">
            <PersonAvatar person={found.value.personId} name={found.value.displayName} />
            <span class="person-text">
              <bdi class="person-name">{found.value.displayName}</bdi>
              <span class="handle" dir="ltr">
                @{found.value.handle}
              </span>
              {found.value.about && (
                <span class="hint" dir="auto">
                  {found.value.about}
                </span>
              )}
            </span>
            <button
              type="button"
              class="button primary"
              onClick={() => choose(found.value!)}
            >
              {action}
            </button>
          </div>
        )}
      </div>
      {known.length > 0 && !found.value && (
        <section aria-label={t('peopleYouKnow')}>
          <h3 class="section-title">{t('peopleYouKnow')}</h3>
          <ul class="people">
            {known.map((person) => (
              <li key={person.personId}>
                <button type="button" class="person known" onClick={() => choose(person)}>
                  <PersonAvatar person={person.personId} name={person.displayName} size="small" />
                  <span class="person-text">
                    <bdi class="person-name">{person.displayName}</bdi>
                    <span class="handle" dir="ltr">
                      {person.handle && `@${person.handle}`}
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {others.length > 0 && !found.value && (
        <section aria-label={t('peopleNamed')}>
          <h3 class="section-title">{t('peopleNamed')}</h3>
          <ul class="people">
            {others.map((person) => (
              <li key={person.personId}>
                <button type="button" class="person known" onClick={() => void powow.people.fresh(person.personId).then(choose, (failure: unknown) => (error.value = why(codeOf(failure))))}>
                  <PersonAvatar person={person.personId} name={person.displayName} size="small" />
                  <span class="person-text">
                    <bdi class="person-name">{person.displayName}</bdi>
                    <span class="hint">{t('within', { distance: length(person.distance) })}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
