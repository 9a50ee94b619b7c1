import { render } from 'preact';
import { ready } from './language/index.js';
import { applyTheme } from './theme.js';
import { App } from './ui/app.js';

applyTheme();
await ready;
render(<App />, document.getElementById('page')!);
