/** Light or dark: as on the device, unless the user has chosen. */

import { signal } from '@preact/signals';

export type Theme = 'auto' | 'light' | 'dark';

const KEPT = 'powow.theme';
const kept = localStorage.getItem(KEPT);

export const theme = signal<Theme>(kept === 'light' || kept === 'dark' ? kept : 'auto');

export function applyTheme(): void {
  document.documentElement.dataset['theme'] = theme.value;
}

export function chooseTheme(chosen: Theme): void {
  theme.value = chosen;
  localStorage.setItem(KEPT, chosen);
  applyTheme();
}
