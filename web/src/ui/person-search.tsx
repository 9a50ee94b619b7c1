import { useSignal } from '@preact/signals';
import { codeOf } from '../http.js';
import { t, why } from '../language/index.js';
import type { Profile } from '../protocol.js';
import { PersonAvatar } from './avatar.js';
import { usePowow } from './names.js';
import { Field } from './parts.js';

/** Finds somebody by their handle, and hands them on. */
export function PersonSearch({ label, action, onChosen }: { label: string; action: string; onChosen: (person: Profile) => void }) {
  const powow = usePowow();
  const handle = useSignal('');
  const found = useSignal<Profile | null>(null);
  const error = useSignal<string | null>(null);
  const hint = useSignal<string | null>(null);

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
              onClick={() => {
                const person = found.value!;
                found.value = null;
                handle.value = '';
                onChosen(person);
              }}
            >
              {action}
            </button>
          </div>
        )}
      </div>
    </>
  );
}
