import { useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import { choose, language, languages, t, type Language } from '../language/index.js';
import { chooseTheme, theme, type Theme } from '../theme.js';
import { ChangeAvatar, PersonAvatar } from './avatar.js';
import { attempt, tell } from './feedback.js';
import { Icon } from './icons.js';
import { nameOf, usePowow } from './names.js';
import { Dialog, Field } from './parts.js';

const THEMES: { theme: Theme; label: 'themeAuto' | 'themeLight' | 'themeDark' }[] = [
  { theme: 'auto', label: 'themeAuto' },
  { theme: 'light', label: 'themeLight' },
  { theme: 'dark', label: 'themeDark' },
];

export function SettingsDialog({ onClose, onSignOut }: { onClose: () => void; onSignOut: () => void }) {
  const powow = usePowow();
  const me = powow.profile.value;
  const displayName = useSignal(me?.displayName ?? '');
  const about = useSignal(me?.about ?? '');
  const id = useId();

  useEffect(() => {
    displayName.value = me?.displayName ?? '';
    about.value = me?.about ?? '';
  }, [me]);

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    const saved = await attempt(powow.changeProfile({ displayName: displayName.value.trim(), about: about.value.trim() }).then(() => true));
    if (saved) tell(t('saved'));
  }

  return (
    <Dialog title={t('settings')} onClose={onClose}>
      <div class="settings-me">
        <PersonAvatar person={powow.me} name={me?.displayName ?? '?'} size="large" />
        <span class="person-text">
          <bdi class="person-name">{me?.displayName}</bdi>
          <span class="handle" dir="ltr">
            @{me?.handle}
          </span>
        </span>
        <ChangeAvatar has={me?.avatar !== undefined} onChosen={(file) => powow.changeAvatar(file)} onRemoved={() => powow.changeAvatar()} />
      </div>
      <form class="form" onSubmit={save}>
        <h3 class="section-title">{t('profile')}</h3>
        <Field
          label={t('displayName')}
          value={displayName.value}
          maxLength={100}
          dir="auto"
          required
          onInput={(event) => (displayName.value = event.currentTarget.value)}
        />
        <Field
          label={t('about')}
          hint={t('aboutHint')}
          value={about.value}
          dir="auto"
          maxLength={500}
          onInput={(event) => (about.value = event.currentTarget.value)}
        />
        <button
          type="submit"
          class="button primary"
          disabled={displayName.value.trim() === '' || (displayName.value === me?.displayName && about.value === (me?.about ?? ''))}
        >
          {t('save')}
        </button>
      </form>
      <div class="form">
        <div class="field">
          <label for={`${id}-language`}>{t('language')}</label>
          <select id={`${id}-language`} value={language.value} onChange={(event) => choose(event.currentTarget.value as Language)}>
            {languages.map(({ code, name }) => (
              <option key={code} value={code} lang={code}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for={`${id}-theme`}>{t('theme')}</label>
          <select id={`${id}-theme`} value={theme.value} onChange={(event) => chooseTheme(event.currentTarget.value as Theme)}>
            {THEMES.map((each) => (
              <option key={each.theme} value={each.theme}>
                {t(each.label)}
              </option>
            ))}
          </select>
        </div>
        <h3 class="section-title">{t('blockedPeople')}</h3>
        {powow.blocked.value.size === 0 ? (
          <p class="hint">{t('nobodyBlocked')}</p>
        ) : (
          <ul class="people">
            {[...powow.blocked.value].map((person) => (
              <li key={person} class="person">
                <PersonAvatar person={person} name={nameOf(powow, person)} size="small" />
                <bdi class="person-name">{nameOf(powow, person)}</bdi>
                <button type="button" class="button" onClick={() => attempt(powow.block(person, false))}>
                  {t('unblock')}
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div class="dialog-buttons">
        <button type="button" class="button danger" onClick={onSignOut}>
          <Icon name="leave" size={18} />
          {t('signOut')}
        </button>
      </div>
    </Dialog>
  );
}
