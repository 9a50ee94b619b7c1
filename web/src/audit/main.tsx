import { render } from 'preact';
import { applyTheme } from '../theme.js';
import { Audit } from './audit.js';
import { language, speak } from './words.js';

applyTheme();
speak(language.value);
render(<Audit />, document.getElementById('page')!);
