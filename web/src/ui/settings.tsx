import { useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import { problemOf } from 'powow-client';
import type { MayAddMe, MayWriteMe } from 'powow-client';
import { choose, language, languages, t, type Language } from '../language/index.js';
import { fieldOf, type Problem } from '../pure/refusal.js';
import { chooseTheme, theme, type Theme } from '../theme.js';
import { Account } from './account.js';
import { Audits } from './audits.js';
import { ChangeAvatar, PersonAvatar } from './avatar.js';
import { Devices } from './devices.js';
import { attempt, tell } from './feedback.js';
import { Icon } from './icons.js';
import { nameOf, usePowow } from './names.js';
import { NotificationSettingsDialog } from './notifications.js';
import { Dialog, Field, IconButton, Refusal, RefusalOfForm } from './parts.js';

const PROFILE = ['displayName', 'about', 'interests'];

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
  const interests = useSignal<readonly string[]>(me?.interests ?? []);
  const interest = useSignal('');
  const refused = useSignal<Problem | null>(null);
  const notifying = useSignal(false);
  const id = useId();

  useEffect(() => {
    displayName.value = me?.displayName ?? '';
    about.value = me?.about ?? '';
    interests.value = me?.interests ?? [];
  }, [me]);

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    addInterest();
    const change = { displayName: displayName.value.trim(), about: about.value.trim(), interests: [...interests.value] };
    refused.value = null;
    try {
      await powow.changeProfile(change);
      tell(t('saved'));
    } catch (failure) {
      refused.value = problemOf(failure);
    }
  }

  async function allow(select: HTMLSelectElement, change: { mayAddMe?: MayAddMe; mayWriteMe?: MayWriteMe }): Promise<void> {
    if (await attempt(powow.changeProfile(change).then(() => true))) {
      tell(t('saved'));
    } else {
      // Restores the stored value.
      const { mayAddMe = 'contacts', mayWriteMe = 'everyone' } = powow.profile.peek() ?? {};
      select.value = 'mayAddMe' in change ? mayAddMe : mayWriteMe;
    }
  }

  function addInterest(): void {
    const added = interest.value.split(',').map((each) => each.trim().replace(/\s+/g, ' ').toLowerCase()).filter((each) => each !== '');
    interests.value = [...new Set([...interests.value, ...added])];
    interest.value = '';
  }

  const changed =
    displayName.value !== me?.displayName ||
    about.value !== (me?.about ?? '') ||
    interest.value.trim() !== '' ||
    interests.value.join() !== (me?.interests ?? []).join();

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
      <Refusal.Provider value={refused.value && { problem: refused.value, field: fieldOf(refused.value, PROFILE) }}>
        <form class="form" onSubmit={save}>
          <h3 class="section-title">{t('profile')}</h3>
          <Field
            field="displayName"
            label={t('displayName')}
            value={displayName.value}
            maxLength={100}
            dir="auto"
            required
            onInput={(event) => (displayName.value = event.currentTarget.value)}
          />
          <Field
            field="about"
            label={t('about')}
            hint={t('aboutHint')}
            value={about.value}
            dir="auto"
            maxLength={500}
            onInput={(event) => (about.value = event.currentTarget.value)}
          />
          <Field
            field="interests"
            label={t('interests')}
            hint={t('interestsHint')}
            value={interest.value}
            dir="auto"
            maxLength={200}
            autocomplete="off"
            onInput={(event) => (interest.value = event.currentTarget.value)}
            onKeyDown={(event) => {
              // Enter adds the interest instead of submitting the form.
              if (event.key !== 'Enter' || event.isComposing || interest.value.trim() === '') return;
              event.preventDefault();
              addInterest();
            }}
          >
            <button type="button" class="button" disabled={interest.value.trim() === ''} onClick={addInterest}>
              {t('add')}
            </button>
          </Field>
          {interests.value.length > 0 && (
            <ul class="chips" aria-label={t('interestsNow')}>
              {interests.value.map((each) => (
                <li key={each} class="chip worded">
                  <bdi>{each}</bdi>
                  <IconButton icon="close" label={t('removeInterest', { interest: each })} size={14} onClick={() => (interests.value = interests.value.filter((other) => other !== each))} />
                </li>
              ))}
            </ul>
          )}
          <RefusalOfForm />
          <button
            type="submit"
            class="button primary"
            disabled={displayName.value.trim() === '' || !changed}
          >
            {t('save')}
          </button>
        </form>
      </Refusal.Provider>
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
        <h3 class="section-title">{t('notifications')}</h3>
        <button type="button" class="button" onClick={() => (notifying.value = true)}>
          <Icon name="unmute" size={18} />
          {t('notificationsOpen')}
        </button>
        <h3 class="section-title">{t('consent')}</h3>
        <div class="field">
          <label for={`${id}-add`}>{t('mayAddMe')}</label>
          <select
            id={`${id}-add`}
            value={me?.mayAddMe ?? 'contacts'}
            aria-describedby={`${id}-add-hint`}
            onChange={(event) => void allow(event.currentTarget, { mayAddMe: event.currentTarget.value as MayAddMe })}
          >
            <option value="everyone">{t('allowEveryone')}</option>
            <option value="contacts">{t('allowContacts')}</option>
            <option value="nobody">{t('allowNobody')}</option>
          </select>
          <p class="hint" id={`${id}-add-hint`}>
            {t('mayAddMeHint')}
          </p>
        </div>
        <div class="field">
          <label for={`${id}-write`}>{t('mayWriteMe')}</label>
          <select
            id={`${id}-write`}
            value={me?.mayWriteMe ?? 'everyone'}
            aria-describedby={`${id}-write-hint`}
            onChange={(event) => void allow(event.currentTarget, { mayWriteMe: event.currentTarget.value as MayWriteMe })}
          >
            <option value="everyone">{t('allowEveryone')}</option>
            <option value="contacts">{t('allowContacts')}</option>
          </select>
          <p class="hint" id={`${id}-write-hint`}>
            {t('mayWriteMeHint')}
          </p>
        </div>
        <Audits />
        <Devices />
        <Account />
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
      {notifying.value && <NotificationSettingsDialog onClose={() => (notifying.value = false)} />}
      <div class="dialog-buttons">
        <button type="button" class="button danger" onClick={onSignOut}>
          <Icon name="leave" size={18} />
          {t('signOut')}
        </button>
      </div>
    </Dialog>
  );
}
