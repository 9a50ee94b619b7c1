import { dateAndTime, list, t } from '../language/index.js';
import type { Message } from '../pure/timeline.js';
import type { PersonId } from 'powow-client';
import { PersonAvatar } from './avatar.js';
import { nameOrYou, usePowow } from './names.js';
import { Dialog } from './parts.js';

/** When a message was sent, who has read it, and who reacted. */
export function MessageDetails({ message, readers, onClose }: { message: Message; readers: PersonId[] | null; onClose: () => void }) {
  const powow = usePowow();
  return (
    <Dialog title={t('messageDetails')} onClose={onClose}>
      <dl class="facts">
        <dt>{t('sentAt')}</dt>
        <dd>
          {nameOrYou(powow, message.sender)}, {dateAndTime(message.at)}
        </dd>
        {message.editedAt && (
          <>
            <dt>{t('editedAt')}</dt>
            <dd>{dateAndTime(message.editedAt)}</dd>
          </>
        )}
        {message.reactions && (
          <>
            <dt>{t('reactions')}</dt>
            {message.reactions.map(({ emoji, people }) => (
              <dd key={emoji}>
                {emoji} {list(people.map((person) => nameOrYou(powow, person)))}
              </dd>
            ))}
          </>
        )}
      </dl>
      {readers && (
        <>
          <h3 class="section-title">{t('readByPeople')}</h3>
          {readers.length === 0 ? (
            <p class="hint">{t('readByNobody')}</p>
          ) : (
            <ul class="people">
              {readers.map((person) => (
                <li key={person} class="person">
                  <PersonAvatar person={person} name={nameOrYou(powow, person)} size="small" />
                  <bdi class="person-name">{nameOrYou(powow, person)}</bdi>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Dialog>
  );
}
