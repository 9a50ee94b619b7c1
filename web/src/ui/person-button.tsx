/** Avatars that open a profile card. */

import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { t } from '../language/index.js';
import type { PersonId } from 'powow-client';

/** The person whose card is shown. */
export const shownPerson = signal<PersonId | null>(null);

/** An avatar that opens the person's profile card. */
export function PersonButton({ person, name, reachable = true, children }: { person: PersonId; name: string; reachable?: boolean; children: ComponentChildren }) {
  return (
    <button
      type="button"
      class="person-button"
      aria-label={t('showPerson', { name })}
      title={t('showPerson', { name })}
      aria-haspopup="dialog"
      tabIndex={reachable ? 0 : -1}
      onClick={() => (shownPerson.value = person)}
    >
      {children}
    </button>
  );
}
