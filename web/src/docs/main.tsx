import { render } from 'preact';
import { applyTheme } from '../theme.js';
import { Docs } from './docs.js';
import { language, speak } from './words.js';

applyTheme();
speak(language.value);
render(<Docs />, document.getElementById('page')!);
