import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import { count, length, span, t, why } from '../language/index.js';
import { type Filters, type Kind, RADII, type Sort, type When } from '../nearby.js';
import { isMember } from '../pure/conversation.js';
import type { Answer, Discoverable, Gathering, NearbyPerson, Picture, Service } from 'powow-client';
import { go, pathOf, type Route } from '../route.js';
import { Face, PersonAvatar } from './avatar.js';
import { PersonButton } from './person-button.js';
import { attempt, tell } from './feedback.js';
import { GatheringDetails, ServiceDetails } from './found.js';
import { JoinDialog } from './join.js';
import { lazily } from './lazy.js';
import { Icon, type IconName } from './icons.js';
import { usePowow } from './names.js';
import { isNarrow } from './narrow.js';
import { Dialog, Empty, IconButton } from './parts.js';
import { PublishGathering } from './publish-gathering.js';
import { PublishService } from './publish-service.js';
import { TownSearch } from './town-search.js';
import { useWhereIAm } from './where-i-am.js';

const Compose = lazily(async () => (await import('./compose.js')).Compose);

type Shown = Extract<Route, { view: 'nearby' }>;

const KINDS: { kind: Kind; icon: IconName }[] = [
  { kind: 'gatherings', icon: 'gathering' },
  { kind: 'groups', icon: 'group' },
  { kind: 'services', icon: 'service' },
  { kind: 'people', icon: 'person' },
];
/** The initial search radius. */
const USUAL = 5_000;

/** The list of search results beside the map. */
export function NearbyPane({ route }: { route: Shown }) {
  const { nearby, inboxState } = usePowow();
  const publishing = useSignal(false);
  const { ready } = inboxState.value;
  useEffect(() => (ready ? nearby.watch() : undefined), [nearby, ready]);
  const Landmark = isNarrow.value ? 'main' : 'section';
  const { shown } = route;

  return (
    <Landmark class="inbox nearby" aria-label={t('nearby')}>
      {shown?.kind === 'gathering' ? (
        <GatheringDetails key={shown.id} id={shown.id} />
      ) : shown?.kind === 'service' ? (
        <ServiceDetails key={shown.id} id={shown.id} />
      ) : (
        <>
          <h1 class={nearby.look.value ? 'only-spoken' : 'nearby-title'}>{t('nearby')}</h1>
          {nearby.look.value ? <Around onPublish={() => (publishing.value = true)} /> : <Begin />}
        </>
      )}
      {shown?.kind === 'group' && <JoinDialog key={shown.id} id={shown.id} onClose={() => go(pathOf.nearby, 'instead')} />}
      {publishing.value &&
        (nearby.kind.value === 'services' ? (
          <PublishService onClose={() => (publishing.value = false)} />
        ) : nearby.kind.value === 'groups' ? (
          <Compose onMap onClose={() => (publishing.value = false)} />
        ) : (
          <PublishGathering onClose={() => (publishing.value = false)} />
        ))}
    </Landmark>
  );
}

function Begin() {
  const { nearby } = usePowow();
  const { busy, find } = useWhereIAm((point) => nearby.lookAt(point, USUAL));
  return (
    <Empty icon="place" title={t('lookAround')} hint={t('lookAroundHint')}>
      <button type="button" class="button primary" aria-busy={busy} disabled={busy} onClick={find}>
        <Icon name="locate" size={18} />
        {t(busy ? 'whereIAmBusy' : 'whereIAm')}
      </button>
      <TownSearch onChosen={(point, name) => nearby.lookAt(point, USUAL, name)} />
    </Empty>
  );
}

function Around({ onPublish }: { onPublish: () => void }) {
  const { nearby } = usePowow();
  const kind = nearby.kind.value;
  const { words } = nearby.filters.value;
  const look = nearby.look.value!;
  const { busy, find } = useWhereIAm((point) => nearby.lookAt(point, USUAL));
  const filtering = useSignal(false);
  const narrowed = filtersOf(kind, nearby.filters.value);

  function onKeyDown(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const at = KINDS.findIndex((each) => each.kind === kind);
    const next = KINDS[(at + (document.documentElement.dir === 'rtl' ? -step : step) + KINDS.length) % KINDS.length]!;
    nearby.kind.value = next.kind;
    document.getElementById(`nearby-${next.kind}`)?.focus();
  }

  return (
    <>
      <div class="nearby-top">
        <div class="search-line" role="search" aria-label={t('searchNearby')}>
          <Icon name="search" size={18} />
          <input
            type="search"
            aria-label={t('searchNearby')}
            placeholder={t('searchNearby')}
            value={words}
            maxLength={200}
            dir="auto"
            onInput={(event) => nearby.filter({ words: event.currentTarget.value })}
            onKeyDown={(event) => event.key === 'Escape' && nearby.filter({ words: '' })}
          />
          {words && <IconButton icon="close" label={t('clearSearch')} size={16} onClick={() => nearby.filter({ words: '' })} />}
        </div>
        <IconButton
          icon={kind === 'services' ? 'publishService' : kind === 'groups' ? 'compose' : 'publishGathering'}
          label={t(kind === 'services' ? 'newService' : kind === 'groups' ? 'newGroup' : 'newGathering')}
          class="strong"
          onClick={onPublish}
        />
      </div>
      <div class="tabs nearby-kinds" role="tablist" aria-label={t('nearby')} onKeyDown={onKeyDown}>
        {KINDS.map(({ kind: each, icon }) => (
          <button
            key={each}
            id={`nearby-${each}`}
            type="button"
            role="tab"
            class="tab"
            aria-selected={kind === each}
            aria-controls="nearby-found"
            tabIndex={kind === each ? 0 : -1}
            onClick={() => (nearby.kind.value = each)}
          >
            <Icon name={icon} size={18} />
            {t(each)}
          </button>
        ))}
      </div>
      <div class="inbox-list" role="tabpanel" id="nearby-found" aria-labelledby={`nearby-${kind}`} aria-busy={nearby.loading.value}>
        <div class="filters">
          <IconButton icon="locate" label={t('whereIAm')} aria-busy={busy} disabled={busy} onClick={find} />
          <IconButton icon="place" label={t('lookElsewhere')} onClick={() => nearby.lookElsewhere()} />
          <button type="button" class="filter" aria-haspopup="dialog" onClick={() => (filtering.value = true)}>
            <Icon name="filters" size={16} />
            <span>{look.name ? t('withinOf', { distance: length(look.radius), place: look.name }) : t('within', { distance: length(look.radius) })}</span>
            {narrowed > 0 && <span class="badge">{count('filters', narrowed)}</span>}
          </button>
        </div>
        {filtering.value && <FilterSheet kind={kind} onClose={() => (filtering.value = false)} />}
        {kind === 'people' && <WhoFindsMe />}
        {nearby.failed.value ? (
          <Empty icon="away" title={t('nearbyFailed')} hint={why(nearby.failed.value)}>
            <button type="button" class="button" onClick={() => void nearby.read()}>
              {t('tryAgain')}
            </button>
          </Empty>
        ) : kind === 'gatherings' ? (
          <Gatherings onPublish={onPublish} />
        ) : kind === 'groups' ? (
          <Groups onPublish={onPublish} />
        ) : kind === 'services' ? (
          <Services onPublish={onPublish} />
        ) : (
          <People />
        )}
      </div>
    </>
  );
}

/** How many filters narrow the list of a kind. */
const filtersOf = (kind: Kind, { when, free, open, category }: Filters): number =>
  kind === 'people' || kind === 'groups' ? 0 : [kind === 'gatherings' ? when !== 'any' : open, kind === 'gatherings' && free, category !== ''].filter(Boolean).length;

function Choice({ label, value, options, onChosen }: { label: string; value: string; options: (readonly [string, string])[]; onChosen: (value: string) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChosen(event.currentTarget.value)}>
        {options.map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

/** All filters of a list, and its order. Each takes effect at once. */
function FilterSheet({ kind, onClose }: { kind: Kind; onClose: () => void }) {
  const { nearby } = usePowow();
  const { when, free, open, category, sort } = nearby.filters.value;
  const look = nearby.look.value!;
  const items: readonly { category?: string }[] = kind === 'people' || kind === 'groups' ? [] : (nearby.lists.value[kind]?.items ?? []);
  const categories = [...new Set([category, ...items.map((item) => item.category)].filter((each) => each))] as string[];
  return (
    <Dialog title={t('filter')} onClose={onClose}>
      <Choice
        label={t('lookingWithin')}
        value={String(look.radius)}
        options={[...new Set([...RADII, look.radius])].sort((a, b) => a - b).map((radius) => [String(radius), t('within', { distance: length(radius) })])}
        onChosen={(radius) => nearby.lookAt(look, Number(radius), look.name)}
      />
      {kind === 'gatherings' && (
        <Choice
          label={t('whenLabel')}
          value={when}
          options={[
            ['any', t('anyTime')],
            ['now', t('whenNow')],
            ['today', t('whenToday')],
            ['weekend', t('whenWeekend')],
          ]}
          onChosen={(chosen) => nearby.filter({ when: chosen as When })}
        />
      )}
      {categories.length > 0 && (
        <Choice
          label={t('category')}
          value={category}
          options={[['', t('anyCategory')], ...categories.sort().map((each) => [each, each] as const)]}
          onChosen={(chosen) => nearby.filter({ category: chosen })}
        />
      )}
      {kind !== 'people' && (
        <>
          <Choice
            label={t('sortBy')}
            value={kind !== 'gatherings' && sort === 'soonest' ? 'distance' : sort}
            options={[
              ['distance', t('sortDistance')],
              ...(kind === 'gatherings' ? [['soonest', t('sortSoonest')] as const] : []),
              ['fit', t('sortFit')],
            ]}
            onChosen={(chosen) => nearby.filter({ sort: chosen as Sort })}
          />
          {kind === 'gatherings' && (
            <button type="button" class="filter" aria-pressed={free} onClick={() => nearby.filter({ free: !free })}>
              {t('freePlaces')}
            </button>
          )}
          {kind === 'services' && (
            <button type="button" class="filter" aria-pressed={open} onClick={() => nearby.filter({ open: !open })}>
              {t('openNow')}
            </button>
          )}
        </>
      )}
      <div class="dialog-buttons">
        {filtersOf(kind, nearby.filters.value) > 0 && (
          <button type="button" class="button" onClick={() => nearby.filter({ when: 'any', free: false, open: false, category: '' })}>
            {t('removeFilters')}
          </button>
        )}
        <button type="button" class="button primary" onClick={onClose}>
          {t('showResults')}
        </button>
      </div>
    </Dialog>
  );
}

const Skeletons = () => (
  <div class="skeletons" role="status" aria-label={t('loading')}>
    {[1, 2, 3].map((i) => (
      <div key={i} class="skeleton-row">
        <span class="skeleton round" />
        <span class="skeleton lines" />
      </div>
    ))}
  </div>
);

function Entry({ href, icon, kind, picture, title, id, lines, mark }: { href: string; icon: IconName; kind: string; picture?: Picture | undefined; title: string; id: string; lines: ComponentChildren[]; mark?: ComponentChildren }) {
  const { nearby } = usePowow();
  return (
    <li>
      <a class={`entry place ${nearby.fresh.value.has(id) ? 'fresh' : ''}`} href={href}>
        <span class={`entry-icon ${kind}`}>
          {picture ? <Face key={picture.imageId} picture={picture} size="medium" otherwise={<Icon name={icon} />} /> : <Icon name={icon} />}
        </span>
        <span class="entry-lines">
          <span class="entry-line">
            <span class="entry-title" dir="auto">
              {title}
            </span>
            {mark}
          </span>
          {lines.map((line, i) => line && (
            <span key={i} class="entry-preview">
              {line}
            </span>
          ))}
        </span>
      </a>
    </li>
  );
}

const joined = (...parts: (string | undefined | false | null)[]): string => parts.filter((part) => part).join(' · ');

function GatheringEntry({ gathering, distance }: { gathering: Gathering; distance: number | null }) {
  const { gatheringId: id, title, place, start, end, zone, capacity, going, picture, answer } = gathering;
  const full = capacity !== undefined && going >= capacity;
  return (
    <Entry
      id={id}
      href={pathOf.shown('gathering', id)}
      icon="gathering"
      kind="gathering"
      picture={picture}
      title={title}
      lines={[span(start, end, zone), joined(place.label, distance !== null && t('distanceAway', { distance: length(distance) }))]}
      mark={
        gathering.cancelled ? (
          <span class="tag closed">{t('gatheringIsCancelled')}</span>
        ) : answer === 'going' ? (
          <span class="tag open">{t('iGo')}</span>
        ) : (
          full && <span class="tag closed">{t('fullGathering')}</span>
        )
      }
    />
  );
}

const withAnswer = (gathering: Gathering, answer: Answer | undefined): Gathering => (answer ? { ...gathering, answer } : gathering);

function Gatherings({ onPublish }: { onPublish: () => void }) {
  const powow = usePowow();
  const { nearby } = powow;
  const list = nearby.lists.value.gatherings;
  if (!list) return <Skeletons />;
  const { words, category, when, free } = nearby.filters.value;
  const mine = words || category || when !== 'any' || free ? [] : nearby.mine.value;
  const answers = new Map(nearby.mine.value.map((each) => [each.gatheringId, each.answer]));
  const others = list.items.filter(({ gatheringId }) => !mine.some((each) => each.gatheringId === gatheringId));
  return (
    <>
      {mine.length > 0 && (
        <section>
          <h2 class="section-title">{t('yourGatherings')}</h2>
          <ul class="entries">
            {mine.map((gathering) => (
              <GatheringEntry key={gathering.gatheringId} gathering={gathering} distance={nearby.distanceTo(gathering.place)} />
            ))}
          </ul>
        </section>
      )}
      {mine.length > 0 && others.length > 0 && <h2 class="section-title">{t('nearby')}</h2>}
      {others.length > 0 && (
        <ul class="entries">
          {others.map((gathering) => (
            <GatheringEntry
              key={gathering.gatheringId}
              gathering={withAnswer(gathering, answers.get(gathering.gatheringId))}
              distance={gathering.distance}
            />
          ))}
        </ul>
      )}
      {others.length === 0 && mine.length === 0 && (
        <Empty icon="gathering" title={t('nothingNear', { radius: length(nearby.look.value!.radius) })} hint={`${t('nothingNearHint')} ${t('nothingNearGatherings')}`}>
          <button type="button" class="button" onClick={onPublish}>
            {t('newGathering')}
          </button>
        </Empty>
      )}
      <More kind="gatherings" cursor={list.cursor} />
    </>
  );
}

function Groups({ onPublish }: { onPublish: () => void }) {
  const powow = usePowow();
  const list = powow.nearby.lists.value.groups;
  if (!list) return <Skeletons />;
  if (list.items.length === 0) {
    return (
      <Empty icon="group" title={t('nothingNear', { radius: length(powow.nearby.look.value!.radius) })} hint={t('nothingNearGroups')}>
        <button type="button" class="button" onClick={onPublish}>
          {t('newGroup')}
        </button>
      </Empty>
    );
  }
  return (
    <>
      <ul class="entries">
        {list.items.map(({ conversationId: id, name, avatar, memberCount, place, distance }) => {
          const mine = powow.conversation(id)?.value;
          return (
            <Entry
              key={id}
              id={id}
              href={pathOf.shown('group', id)}
              icon="group"
              kind="group"
              picture={avatar}
              title={name}
              lines={[joined(count('members', memberCount), place.label, t('distanceAway', { distance: length(distance) }))]}
              mark={mine && isMember(mine) && <span class="tag open">{t('inGroup')}</span>}
            />
          );
        })}
      </ul>
      <More kind="groups" cursor={list.cursor} />
    </>
  );
}

function Services({ onPublish }: { onPublish: () => void }) {
  const { nearby } = usePowow();
  const list = nearby.lists.value.services;
  if (!list) return <Skeletons />;
  if (list.items.length === 0) {
    return (
      <Empty icon="service" title={t('nothingNear', { radius: length(nearby.look.value!.radius) })} hint={t('nothingNearHint')}>
        <button type="button" class="button" onClick={onPublish}>
          {t('newService')}
        </button>
      </Empty>
    );
  }
  return (
    <>
      <ul class="entries">
        {list.items.map(({ serviceId, name, category, place, area, openNow, distance }) => (
          <Entry
            key={serviceId}
            id={serviceId}
            href={pathOf.shown('service', serviceId)}
            icon="service"
            kind="service"
            title={name}
            lines={[joined(category, place.label, t('distanceAway', { distance: length(distance) }), !!area && t('comesHere'))]}
            mark={<OpenTag open={openNow} />}
          />
        ))}
      </ul>
      <More kind="services" cursor={list.cursor} />
    </>
  );
}

export const OpenTag = ({ open }: { open: Service['openNow'] }) =>
  open === undefined ? null : <span class={open ? 'tag open' : 'tag closed'}>{t(open ? 'openNow' : 'closedNow')}</span>;

function People() {
  const { nearby } = usePowow();
  const list = nearby.lists.value.people;
  if (!list) return <Skeletons />;
  if (list.items.length === 0) return <Empty icon="group" title={t('nobodyNear', { radius: length(nearby.look.value!.radius) })} hint={t('nobodyNearHint')} />;
  return (
    <>
      <ul class="people nearby-people">
        {list.items.map((person) => (
          <PersonNear key={person.personId} person={person} />
        ))}
      </ul>
      <More kind="people" cursor={list.cursor} />
    </>
  );
}

function PersonNear({ person }: { person: NearbyPerson }) {
  const powow = usePowow();
  const { personId, displayName, about, interests, distance, recent } = person;
  async function chat(): Promise<void> {
    const id = await attempt(powow.openDirect(personId));
    if (id !== undefined) go(pathOf.conversation(id));
  }
  return (
    <li class={`person ${powow.nearby.fresh.value.has(personId) ? 'fresh' : ''}`}>
      <PersonButton person={personId} name={displayName}>
        <PersonAvatar person={personId} name={displayName} online={powow.presence(personId).value.online} />
      </PersonButton>
      <span class="person-text">
        <bdi class="person-name">{displayName}</bdi>
        <span class="hint">{joined(t('within', { distance: length(distance) }), !recent && t('notRecent'))}</span>
        {about && (
          <span class="hint" dir="auto">
            {about}
          </span>
        )}
        {interests && interests.length > 0 && (
          <span class="interests">
            {interests.map((interest) => (
              <span key={interest} class="tag" dir="auto">
                {interest}
              </span>
            ))}
          </span>
        )}
      </span>
      <IconButton icon="message" class="strong" label={`${t('startChat')}: ${displayName}`} onClick={() => void chat()} />
    </li>
  );
}

function More({ kind, cursor }: { kind: Kind; cursor: string | undefined }) {
  const { nearby } = usePowow();
  return cursor === undefined ? null : (
    <button type="button" class="button more" onClick={() => void attempt(nearby.more(kind))}>
      {t('showMore')}
    </button>
  );
}

const WHO: { value: Discoverable; label: 'findNobody' | 'findGroups' | 'findEveryone' }[] = [
  { value: 'nobody', label: 'findNobody' },
  { value: 'groups', label: 'findGroups' },
  { value: 'everyone', label: 'findEveryone' },
];

/** No location leaves this device before the user enables it here. */
function WhoFindsMe() {
  const powow = usePowow();
  const id = useId();
  const me = powow.profile.value;
  const { busy, find } = useWhereIAm((point) => {
    void attempt(powow.nearby.tellPlace(point).then(() => true)).then((told) => told && tell(t('placeTold')));
  });
  if (!me) return null;
  const findable = me.discoverable !== 'nobody';
  return (
    <section class="who-finds-me">
      <div class="field">
        <label for={id}>{t('whoFindsMe')}</label>
        <select
          id={id}
          value={me.discoverable}
          onChange={(event) => void attempt(powow.changeProfile({ discoverable: event.currentTarget.value as Discoverable }))}
        >
          {WHO.map(({ value, label }) => (
            <option key={value} value={value}>
              {t(label)}
            </option>
          ))}
        </select>
      </div>
      <p class="hint">{t('whoFindsMeHint')}</p>
      {findable && (
        <>
          <p class="hint">{t(powow.nearby.cell.value ? 'cellKnown' : 'cellUnknown')}</p>
          <button type="button" class="button" aria-busy={busy} disabled={busy} onClick={find}>
            <Icon name="locate" size={18} />
            {t(busy ? 'whereIAmBusy' : 'tellWhereIAm')}
          </button>
        </>
      )}
    </section>
  );
}

