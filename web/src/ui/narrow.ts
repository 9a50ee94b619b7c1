/** Whether the layout has a single column, with the same breakpoint as the stylesheet. */

import { signal } from '@preact/signals';

const query = matchMedia('(max-width: 899px)');

export const isNarrow = signal(query.matches);

query.addEventListener('change', () => (isNarrow.value = query.matches));
