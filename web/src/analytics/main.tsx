import { render } from 'preact';
import { applyTheme } from '../theme.js';
import { Analytics } from './analytics.js';
import { language, speak } from './words.js';

applyTheme();
speak(language.value);
render(<Analytics />, document.getElementById('page')!);
