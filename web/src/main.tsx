import { effect } from '@preact/signals';
import { render } from 'preact';
import { ready } from './language/index.js';
import { preloadSignedIn } from './preload.js';
import { session } from './session.js';
import { applyTheme } from './theme.js';
import { App } from './ui/app.js';

effect(() => {
  if (session.value) preloadSignedIn();
});
applyTheme();
await ready;
render(<App />, document.getElementById('page')!);
