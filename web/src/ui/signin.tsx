import { useSignal } from '@preact/signals';
import type { TargetedInputEvent } from 'preact';
import { problemOf } from 'powow-client/http';
import { choose, language, languages, t } from '../language/index.js';
import { fieldOf, type Problem } from '../pure/refusal.js';
import { preloadSignedIn } from '../preload.js';
import { session, signedOutBecause, signIn, signUp } from '../session.js';
import { Icon, type IconName } from './icons.js';
import { Field, IconButton, Refusal, RefusalOfForm } from './parts.js';

const FIELDS = ['handle', 'password', 'displayName'];

const LAST_HANDLE = 'powow.handle';

export function SignIn() {
  const isNew = useSignal(false);
  const handle = useSignal(localStorage.getItem(LAST_HANDLE) ?? '');
  const password = useSignal('');
  const displayName = useSignal('');
  const shown = useSignal(false);
  const busy = useSignal(false);
  const refused = useSignal<Problem | null>(null);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    refused.value = null;
    try {
      const who = handle.value.trim().replace(/^@/, '');
      if (isNew.value) await signUp(who, password.value, displayName.value.trim());
      else await signIn(who, password.value);
      localStorage.setItem(LAST_HANDLE, session.value?.handle ?? who);
    } catch (failure) {
      refused.value = problemOf(failure);
      busy.value = false;
    }
  }

  const typed = (into: { value: string }) => (event: TargetedInputEvent<HTMLInputElement>) => {
    into.value = event.currentTarget.value;
    refused.value = null;
  };

  const points: IconName[] = ['message', 'group', 'read'];

  return (
    <main class="signin">
      <div class="signin-card">
        <div class="brand">
          <Logo />
          <h1>{t('appName')}</h1>
          <p class="hint">{t('tagline')}</p>
        </div>
        {signedOutBecause.value && (
          <p class="banner" role="alert">
            {t(signedOutBecause.value === 'session_ended' ? 'sessionEndedElsewhere' : 'sessionEnded')}
          </p>
        )}
        <Refusal.Provider value={refused.value && { problem: refused.value, field: fieldOf(refused.value, FIELDS) }}>
          <form onSubmit={submit} onInput={preloadSignedIn} aria-label={t(isNew.value ? 'signUp' : 'signIn')}>
            <Field
              label={t('handle')}
              {...(isNew.value && { hint: t('handleHint') })}
              field="handle"
              value={handle.value}
              onInput={typed(handle)}
              name="username"
              autocomplete="username"
              autocapitalize="none"
              spellcheck={false}
              dir="ltr"
              required
              autoFocus
            />
            {isNew.value && (
              <Field
                label={t('displayName')}
                hint={t('displayNameHint')}
                field="displayName"
                value={displayName.value}
                onInput={typed(displayName)}
                name="name"
                autocomplete="name"
                maxLength={100}
                dir="auto"
                required
              />
            )}
            <Field
              label={t('password')}
              {...(isNew.value && { hint: t('passwordHint') })}
              field="password"
              type={shown.value ? 'text' : 'password'}
              value={password.value}
              onInput={typed(password)}
              name="password"
              autocomplete={isNew.value ? 'new-password' : 'current-password'}
              dir="ltr"
              required
            >
              <IconButton
                icon={shown.value ? 'hide' : 'show'}
                label={t(shown.value ? 'hidePassword' : 'showPassword')}
                aria-pressed={shown.value}
                onClick={() => (shown.value = !shown.value)}
              />
            </Field>
            <RefusalOfForm />
            <button type="submit" class="button primary large" aria-busy={busy.value} disabled={busy.value}>
              {t(isNew.value ? 'signUp' : 'signIn')}
            </button>
          </form>
        </Refusal.Provider>
        <p class="signin-other">
          {t(isNew.value ? 'accountAlready' : 'noAccountYet')}{' '}
          <button
            type="button"
            class="link"
            onClick={() => {
              isNew.value = !isNew.value;
              refused.value = null;
            }}
          >
            {t(isNew.value ? 'signIn' : 'signUp')}
          </button>
        </p>
      </div>
      <footer class="signin-languages">
        {languages.map(({ code, name }) => (
          <button key={code} type="button" class="link" lang={code} aria-pressed={language.value === code} onClick={() => choose(code)}>
            {name}
          </button>
        ))}
      </footer>
      <div class="signin-art" aria-hidden="true">
        {points.map((name) => (
          <Icon key={name} name={name} size={180} />
        ))}
      </div>
    </main>
  );
}

export const Logo = () => (
  <svg class="logo" viewBox="0 0 64 64" width="56" height="56" aria-hidden="true">
    <rect width="64" height="64" rx="16" class="logo-ground" />
    <path
      d="M18 20h28a6 6 0 0 1 6 6v14a6 6 0 0 1-6 6H33l-10 8v-8h-5a6 6 0 0 1-6-6V26a6 6 0 0 1 6-6Z"
      class="logo-bubble"
    />
    <circle cx="22" cy="33" r="3.4" class="logo-ground" />
    <circle cx="32" cy="33" r="3.4" class="logo-spark" />
    <circle cx="42" cy="33" r="3.4" class="logo-ground" />
  </svg>
);
