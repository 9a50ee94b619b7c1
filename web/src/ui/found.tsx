import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { codeOf } from 'powow-client';
import type { Answer, Gathering, OpeningHours, PersonId, Picture, Service } from 'powow-client';
import { calendarDay, count, hour, length, number, span, t, weekdayName, why } from '../language/index.js';
import { calendarOf } from '../pure/calendar.js';
import { knownZone } from '../pure/clock.js';
import { directionsTo } from '../pure/directions.js';
import { linesOf, toCome } from '../pure/hours.js';
import { go, pathOf } from '../route.js';
import { save } from '../save.js';
import { PersonAvatar } from './avatar.js';
import { attempt } from './feedback.js';
import { Icon, type IconName } from './icons.js';
import { Text } from './message.js';
import { nameOf, usePowow } from './names.js';
import { OpenTag } from './nearby.js';
import { Empty, Question, Spinner } from './parts.js';
import { Shown, useLook } from './pictures.js';
import { PersonButton } from './person-button.js';
import { PublishGathering } from './publish-gathering.js';
import { PublishService } from './publish-service.js';

/** Loads an item, and reloads it whenever something nearby changes. */
function useFound<T>(ask: () => Promise<T>): { found: T | null; failed: string | null; again: () => Promise<void> } {
  const { nearby, inboxState } = usePowow();
  const found = useSignal<T | null>(null);
  const failed = useSignal<string | null>(null);
  const { ready } = inboxState.value;
  async function again(): Promise<void> {
    try {
      found.value = await ask();
      failed.value = null;
    } catch (failure) {
      failed.value = codeOf(failure);
    }
  }
  useEffect(() => {
    if (ready) void again();
  }, [ready, nearby.lists.value, nearby.mine.value]);
  return { found: found.value, failed: failed.value, again };
}

function Frame({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <>
      <header class="inbox-head">
        <a class="icon-button" href={pathOf.nearby} aria-label={t('backToNearby')} title={t('backToNearby')}>
          <Icon name="back" />
        </a>
        <h1 dir="auto">{title}</h1>
      </header>
      <div class="inbox-list found-details">{children}</div>
    </>
  );
}

const Waiting = ({ failed }: { failed: string | null }) => (
  <Frame title={t('nearby')}>
    {failed ? (
      <Empty icon="alert" title={why(failed)} />
    ) : (
      <div class="waiting">
        <Spinner />
      </div>
    )}
  </Frame>
);

function Fact({ icon, children }: { icon: IconName; children: ComponentChildren }) {
  return (
    <p class="fact">
      <Icon name={icon} size={18} />
      <span>{children}</span>
    </p>
  );
}

function useChat(): (person: PersonId) => Promise<void> {
  const powow = usePowow();
  return async (person) => {
    const id = await attempt(powow.openDirect(person));
    if (id !== undefined) go(pathOf.conversation(id));
  };
}

function Where({ place }: { place: Gathering['place'] }) {
  const { nearby } = usePowow();
  const distance = nearby.distanceTo(place);
  return (
    <Fact icon="place">
      {place.label && <bdi>{place.label}</bdi>}
      {place.label && distance !== null && ' · '}
      {distance !== null && t('distanceAway', { distance: length(distance) })}
      {(place.label || distance !== null) && ' · '}
      <a href={directionsTo(place)} target="_blank" rel="noopener noreferrer">
        {t('directions')}
      </a>
    </Fact>
  );
}

/** In CSS pixels, at most. */
const FOUND = { width: 640, height: 360 };

const ANSWERS: { answer: Answer; label: 'iGo' | 'iMay' | 'iDoNot' }[] = [
  { answer: 'going', label: 'iGo' },
  { answer: 'interested', label: 'iMay' },
  { answer: 'declined', label: 'iDoNot' },
];

/** Nothing, once the picture is gone. */
function FoundPicture({ picture, alt }: { picture: Picture; alt: string }) {
  const { width, height } = FOUND;
  if (useLook(picture, width, height).state === 'gone') return null;
  return (
    <span class="picture found-picture">
      <Shown picture={picture} alt={alt} width={width} height={height} />
    </span>
  );
}

/** Who goes, for the host and those who go. */
function Attendees({ people, going }: { people: readonly PersonId[]; going: number }) {
  const powow = usePowow();
  return (
    <ul class="attendees" aria-label={t('whoComes')}>
      {people.map((person) => (
        <li key={person}>
          <PersonButton person={person} name={nameOf(powow, person)}>
            <PersonAvatar person={person} name={nameOf(powow, person)} size="small" />
          </PersonButton>
        </li>
      ))}
      {going > people.length && <li class="hint">+{number(going - people.length)}</li>}
    </ul>
  );
}

export function GatheringDetails({ id }: { id: string }) {
  const powow = usePowow();
  const { found, failed, again } = useFound(() => powow.nearby.gathering(id));
  const asking = useSignal(false);
  const changing = useSignal(false);
  const busy = useSignal(false);
  const chat = useChat();
  if (!found) return <Waiting failed={failed} />;
  const { title, text, host, category, place, start, end, zone, capacity, going, interested, cancelled, attendees, picture, answer, conversationId } = found;
  const mine = host === powow.me;
  const here = span(start, end);
  const there = span(start, end, zone);
  const over = Date.parse(end) < Date.now();

  async function say(said: Answer): Promise<void> {
    busy.value = true;
    await attempt(powow.nearby.answer(id, said));
    await again();
    busy.value = false;
  }

  async function openConversation(): Promise<void> {
    if ((await attempt(powow.find(conversationId!).then(() => true))) === true) go(pathOf.conversation(conversationId!));
  }

  return (
    <Frame title={title}>
      {cancelled && <p class="banner">{t('gatheringIsCancelled')}</p>}
      {picture && <FoundPicture key={picture.imageId} picture={picture} alt={t('pictureOf', { title })} />}
      <Fact icon="gathering">
        <time dateTime={start}>{there}</time>
        {here !== there && <span class="hint">{t('yourTime', { when: here })}</span>}
      </Fact>
      <Where place={place} />
      <Fact icon="group">
        {going === 0 ? t('nobodyGoes') : count('going', going)}
        {interested > 0 && ` · ${count('interestedPeople', interested)}`}
        {capacity !== undefined && ` · ${going >= capacity ? t('fullGathering') : count('placesFree', capacity - going)}`}
      </Fact>
      {attendees && attendees.length > 0 && <Attendees people={attendees} going={going} />}
      {category && (
        <p>
          <span class="tag" dir="auto">
            {category}
          </span>
        </p>
      )}
      {text && (
        <p class="found-text-whole" dir="auto">
          <Text text={text} />
        </p>
      )}
      <Fact icon="user">
        {mine ? (
          t('youHost')
        ) : (
          <>
            {t('host')}:{' '}
            <button type="button" class="link" onClick={() => void chat(host)}>
              <bdi>{nameOf(powow, host)}</bdi>
            </button>
          </>
        )}
      </Fact>
      {!mine && !cancelled && !over && (
        <div class="answers" role="group" aria-label={title}>
          {ANSWERS.map(({ answer: each, label }) => (
            <button
              key={each}
              type="button"
              class={answer === each ? 'button primary' : 'button'}
              aria-pressed={answer === each}
              disabled={busy.value || (each === 'going' && answer !== 'going' && capacity !== undefined && going >= capacity)}
              onClick={() => void say(each)}
            >
              {t(label)}
            </button>
          ))}
        </div>
      )}
      {!cancelled && !over && (
        <button
          type="button"
          class="button large"
          onClick={() => {
            const link = new URL(pathOf.shown('gathering', id), location.href).href;
            save(new File([calendarOf(found, link, new Date())], 'powow.ics', { type: 'text/calendar' }));
          }}
        >
          <Icon name="publishGathering" size={18} />
          {t('toCalendar')}
        </button>
      )}
      {conversationId && (mine || answer === 'going') && (
        <button type="button" class="button large" onClick={() => void openConversation()}>
          <Icon name="messages" size={18} />
          {t('openChat')}
        </button>
      )}
      {mine && !cancelled && !over && (
        <>
          <button type="button" class="button large" onClick={() => (changing.value = true)}>
            <Icon name="edit" size={18} />
            {t('changeGathering')}
          </button>
          <button type="button" class="button danger large" onClick={() => (asking.value = true)}>
            {t('cancelGathering')}
          </button>
        </>
      )}
      {changing.value && (
        <PublishGathering
          gathering={found}
          onClose={() => {
            changing.value = false;
            void again();
          }}
        />
      )}
      {asking.value && (
        <Question
          title={t('cancelGatheringQuestion', { title })}
          hint={t('cancelGatheringHint')}
          yes={t('cancelGathering')}
          onYes={() => void attempt(powow.nearby.cancel(id)).then(again)}
          onClose={() => (asking.value = false)}
        />
      )}
    </Frame>
  );
}

export function ServiceDetails({ id }: { id: string }) {
  const powow = usePowow();
  const { found, failed, again } = useFound(() => powow.nearby.service(id));
  const version = powow.servicesVersion.value;
  useEffect(() => void (version > 0 && again()), [version]);
  const asking = useSignal(false);
  const changing = useSignal(false);
  const chat = useChat();
  if (!found) return <Waiting failed={failed} />;
  const { name, text, category, place, area, hours, openNow, contact, speakers, invited = [] } = found;
  const speaker = speakers[0];
  const mine = speakers.includes(powow.me);
  return (
    <Frame title={name}>
      <p>
        <OpenTag open={openNow} />{' '}
        {category && (
          <span class="tag" dir="auto">
            {category}
          </span>
        )}
      </p>
      <Where place={place} />
      {!!area && <Fact icon="group">{t('servesWithin', { distance: length(area) })}</Fact>}
      {text && (
        <p class="found-text-whole" dir="auto">
          <Text text={text} />
        </p>
      )}
      {hours && <Hours hours={hours} />}
      {contact && <Contact contact={contact} />}
      {speaker !== undefined && speaker !== powow.me && (
        <button type="button" class="button primary large" onClick={() => void chat(speaker)}>
          <Icon name="message" size={18} />
          {t('writeToService')}
        </button>
      )}
      {mine && (
        <>
          <Fact icon="user">{t('youSpeak')}</Fact>
          {invited.length > 0 && (
            <section>
              <h2 class="section-title">{t('askedToSpeak')}</h2>
              <ul class="people">
                {invited.map((person) => (
                  <li key={person} class="person">
                    <PersonButton person={person} name={nameOf(powow, person)}>
                      <PersonAvatar person={person} name={nameOf(powow, person)} size="small" />
                    </PersonButton>
                    <bdi class="person-name">{nameOf(powow, person)}</bdi>
                    <span class="role">{t('invitedPerson')}</span>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <button type="button" class="button large" onClick={() => (changing.value = true)}>
            <Icon name="edit" size={18} />
            {t('changeService')}
          </button>
          <button type="button" class="button danger large" onClick={() => (asking.value = true)}>
            {t('withdrawService')}
          </button>
        </>
      )}
      {changing.value && (
        <PublishService
          service={found}
          onClose={() => {
            changing.value = false;
            void again();
          }}
        />
      )}
      {asking.value && (
        <Question
          title={t('withdrawServiceQuestion', { name })}
          hint={t('withdrawServiceHint')}
          yes={t('withdrawService')}
          onYes={() => void attempt(powow.nearby.withdraw(id).then(() => true)).then((gone) => gone && go(pathOf.nearby))}
          onClose={() => (asking.value = false)}
        />
      )}
    </Frame>
  );
}

const times = (opens: string, closes: string): string =>
  opens.startsWith('00:00') && closes.startsWith('00:00') ? t('allDay') : `${hour(opens)} – ${hour(closes)}`;

function Hours({ hours }: { hours: OpeningHours }) {
  const lines = linesOf(hours);
  const other = toCome(hours, new Intl.DateTimeFormat('en-CA', { timeZone: knownZone(hours.zone) }).format(new Date()));
  return (
    <section>
      <h2 class="section-title">{t('openingHours')}</h2>
      <dl class="facts">
        {lines.map(({ days, opens, closes }, i) => (
          <div key={i}>
            <dt>{days.map(([from, to]) => (from === to ? weekdayName(from) : `${weekdayName(from)} – ${weekdayName(to)}`)).join(', ')}</dt>
            <dd>{times(opens, closes)}</dd>
          </div>
        ))}
        {other.map(({ validFrom, validThrough, opens, closes }) => (
          <div key={`${validFrom} ${opens}`}>
            <dt>{validFrom === validThrough ? calendarDay(validFrom) : `${calendarDay(validFrom)} – ${calendarDay(validThrough)}`}</dt>
            <dd>{opens && closes ? times(opens, closes) : t('closed')}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Contact({ contact: { telephone, email, website } }: { contact: NonNullable<Service['contact']> }) {
  const safe = website !== undefined && URL.canParse(website) && new URL(website).protocol === 'https:' ? website : undefined;
  return (
    <section>
      <h2 class="section-title">{t('contact')}</h2>
      {telephone && (
        <Fact icon="phone">
          <a href={`tel:${telephone.replace(/[^+\d]/g, '')}`} dir="ltr">
            {telephone}
          </a>
        </Fact>
      )}
      {email && (
        <Fact icon="mail">
          <a href={`mailto:${encodeURIComponent(email).replace('%40', '@')}`} dir="ltr">
            {email}
          </a>
        </Fact>
      )}
      {safe && (
        <Fact icon="website">
          <a href={safe} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
            {safe.replace(/^https:\/\//, '').replace(/\/$/, '')}
          </a>
        </Fact>
      )}
    </section>
  );
}
