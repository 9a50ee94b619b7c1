/** Whether there is room for one thing at a time only; the style draws the same line. */

import { signal } from '@preact/signals';

const query = matchMedia('(max-width: 899px)');

export const isNarrow = signal(query.matches);

query.addEventListener('change', () => (isNarrow.value = query.matches));
