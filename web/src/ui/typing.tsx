import { t } from '../language/index.js';
import type { PersonId } from 'powow-client';
import { nameOf, usePowow } from './names.js';

export function Typing({ people, short = false }: { people: readonly PersonId[]; short?: boolean }) {
  const powow = usePowow();
  const names = people.map((person) => nameOf(powow, person));
  const text =
    names.length === 1
      ? t('typingOne', { name: names[0]! })
      : names.length === 2
        ? t('typingTwo', { name: names[0]!, other: names[1]! })
        : t('typingMany');
  return (
    <span class="typing">
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span class={short ? 'only-spoken' : ''}>{text}</span>
    </span>
  );
}
