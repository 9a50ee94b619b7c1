/** Profile cards. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { codeOf } from 'powow-client';
import type { PersonId } from 'powow-client';
import { ago, t, why } from '../language/index.js';
import { go, pathOf } from '../route.js';
import { ConversationAvatar, PersonAvatar } from './avatar.js';
import { BlockQuestion } from './consent.js';
import { attempt } from './feedback.js';
import { Icon } from './icons.js';
import { nameOf, titleOf, usePowow } from './names.js';
import { Dialog } from './parts.js';
import { shownPerson } from './person-button.js';
import { ReportDialog } from './report.js';

/** @param onClose closes the card, whose person is `shownPerson` */
export function PersonCard({ person }: { person: PersonId; onClose: () => void }) {
  const powow = usePowow();
  const blocking = useSignal(false);
  const reporting = useSignal(false);
  const failed = useSignal<string | null>(null);
  const profile = powow.people.person(person).value;
  const { online, lastSeen } = powow.presence(person).value;
  const name = nameOf(powow, person);
  const blocked = powow.blocked.value.has(person);
  const shared = powow.sharedWith(person);
  const close = () => (shownPerson.value = null);

  useEffect(() => {
    powow.lookUp(person).catch((failure: unknown) => (failed.value = codeOf(failure)));
  }, [person]);

  async function write(): Promise<void> {
    const id = await attempt(powow.openDirect(person));
    if (id === undefined) return;
    close();
    go(pathOf.conversation(id));
  }

  if (blocking.value) return <BlockQuestion person={person} onBlocked={close} onClose={() => (blocking.value = false)} />;
  if (reporting.value) return <ReportDialog person={person} onClose={() => (reporting.value = false)} />;
  return (
    <Dialog title={name} onClose={close}>
      <div class="settings-me">
        <PersonAvatar person={person} name={name} size="large" online={online} />
        <span class="person-text">
          {profile?.handle && (
            <span class="handle" dir="ltr">
              @{profile.handle}
            </span>
          )}
          <span class="hint">{online ? t('online') : lastSeen ? t('lastSeen', { when: ago(lastSeen) }) : ''}</span>
        </span>
      </div>
      {profile?.about && <p dir="auto">{profile.about}</p>}
      {profile?.interests && profile.interests.length > 0 && (
        <p class="interests">
          {profile.interests.map((interest) => (
            <span key={interest} class="tag" dir="auto">
              {interest}
            </span>
          ))}
        </p>
      )}
      {shared.length > 0 && (
        <section>
          <h3 class="section-title">{t('sharedGroups')}</h3>
          <ul class="people">
            {shared.map((group) => (
              <li key={group.conversationId}>
                <a class="person" href={pathOf.conversation(group.conversationId)} onClick={close}>
                  <ConversationAvatar conversation={group} />
                  <bdi class="person-name">{titleOf(powow, group)}</bdi>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {failed.value && failed.value !== 'unreachable' && <p class="hint">{why(failed.value)}</p>}
      <div class="dialog-buttons">
        {person !== powow.me && !profile?.erased && (
          <button type="button" class="button" onClick={() => (reporting.value = true)}>
            {t('report')}
          </button>
        )}
        {blocked ? (
          <button type="button" class="button" onClick={() => void attempt(powow.block(person, false))}>
            {t('unblock')}
          </button>
        ) : (
          <>
            <button type="button" class="button danger" onClick={() => (blocking.value = true)}>
              {t('block')}
            </button>
            <button type="button" class="button primary" onClick={() => void write()}>
              <Icon name="message" size={18} />
              {t('writeMessage')}
            </button>
          </>
        )}
      </div>
    </Dialog>
  );
}
